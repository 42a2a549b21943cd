package io.thalweg.stream;

import org.apache.kafka.clients.producer.Producer;

/** All of what is sent, or nothing. */
final class Transaction {
    private Transaction() {}

    /** Sends, and waits until it is committed; what fails is taken back, and says why it failed. */
    static void of(Producer<byte[], byte[]> producer, Runnable sends) {
        producer.beginTransaction();
        try {
            sends.run();
            producer.commitTransaction();
        } catch (RuntimeException e) {
            abort(producer, e);
            throw e;
        }
    }

    /** After some failures nothing can be aborted any more, and need not be: the broker does it. */
    private static void abort(Producer<byte[], byte[]> producer, RuntimeException why) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}
