package io.thalweg.app.bench;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** The floor: copies records from one topic to another, exactly once, and looks at none of them. */
final class PassThrough implements AutoCloseable {
    private static final int MB = 1 << 20;

    private final KafkaStreams engine;

    PassThrough(String bootstrap, String application, Path state, String from, String to) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        from,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("in"))
                .to(to, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("out"));
        engine = new KafkaStreams(builder.build(), settings(bootstrap, application, state));
        engine.start();
    }

    /** Tuned as the learner's own engine is. */
    private static Properties settings(String bootstrap, String application, Path state) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("application.id", application);
        settings.put("state.dir", state.toString());
        settings.put("processing.guarantee", "exactly_once_v2");
        settings.put("group.instance.id", "1");
        settings.put("commit.interval.ms", 100);
        settings.put("enable.metrics.push", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("buffered.records.per.partition", 10_000);
        settings.put("producer.batch.size", MB);
        settings.put("producer.buffer.memory", 64 * MB);
        settings.put("main.consumer.max.poll.records", 5_000);
        settings.put("main.consumer.max.partition.fetch.bytes", 8 * MB);
        return settings;
    }

    boolean isRunning() {
        return engine.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public void close() {
        engine.close();
    }
}
