package io.thalweg.app.bench;

import io.thalweg.publish.Prediction;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed predictions on a thread of its own, and takes the time of those that answer a request. */
final class AnswerWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Registry registry;
    private final OutputCodec codec;
    private final LongStream.Builder millis = LongStream.builder();
    private final Thread thread = new Thread(this::watch, "answers");
    private boolean isCounting;

    AnswerWatch(RecoveryLearner.Task task) {
        String topic = "thalweg." + task.app() + ".predictions";
        registry = new Registry(task.config().registry(), state -> {});
        codec = new OutputCodec(registry, new OutputCodec.Topics(topic, topic, topic, topic));
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", task.servers().bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    see(codec.readPrediction(record.value()));
                }
            }
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void see(Prediction prediction) {
        float[] labels = prediction.labels();
        if (isCounting && IntStream.range(0, labels.length).allMatch(task -> Float.isNaN(labels[task]))) {
            millis.add(System.currentTimeMillis() - prediction.eventTime());
        }
    }

    /** Counts from now on. */
    synchronized void begin() {
        isCounting = true;
    }

    /** Milliseconds from when each request was made to when its prediction was here. */
    synchronized Sample end() {
        isCounting = false;
        return Sample.of(millis.build().asDoubleStream());
    }

    @Override
    public void close() {
        Threads.end(thread);
        consumer.close();
        registry.close();
    }
}
