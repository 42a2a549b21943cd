package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    TransactionTest() {
        producer.initTransactions();
    }

    private void send() {
        producer.send(new ProducerRecord<>("topic", new byte[] {1}));
    }

    @Test
    void whatIsSentIsCommitted() {
        Transaction.of(producer, this::send);
        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void whatFailsIsTakenBack() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Transaction.of(producer, () -> {
                    send();
                    throw new IllegalStateException("no registry");
                }))
                .withMessage("no registry");
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void whyItFailedIsNotHiddenByAnAbortThatFails() {
        assertThatThrownBy(() -> Transaction.of(producer, () -> {
                    producer.fenceProducer();
                    throw new IllegalStateException("the first cause");
                }))
                .hasMessage("the first cause")
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()).hasAtLeastOneElementOfType(ProducerFencedException.class));
    }
}
