package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.Registry;
import io.thalweg.wire.TrainLogCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Appends control records to an application's train log. */
record ControlLog(ThalwegConfig config, ClientSettings settings, Registry registry) {
    private static final int TIMEOUT_MILLIS = 10_000; // a writer that dies holds the log's readers up for so long

    /** Appends the records, all or none, behind everything that is committed there, and says at which offsets. */
    List<Long> append(LogRecord... records) {
        TrainLogCodec codec = Codecs.trainLog(config, registry);
        Map<String, Object> own = settings.logWriter();
        own.put("transactional.id", settings.controlIds() + UUID.randomUUID());
        own.put("transaction.timeout.ms", TIMEOUT_MILLIS);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(own)) {
            producer.initTransactions();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            Transaction.of(producer, () -> {
                for (LogRecord record : records) {
                    byte[] value = codec.encode(record);
                    sent.add(producer.send(new ProducerRecord<>(config.topics().trainLog(), 0, null, value)));
                }
            });
            List<Long> offsets = new ArrayList<>();
            for (Future<RecordMetadata> one : sent) {
                offsets.add(one.get().offset());
            }
            return offsets;
        } catch (ExecutionException e) {
            throw new StreamException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing to the train log", e);
        }
    }
}
