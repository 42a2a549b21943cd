package io.thalweg.app.bench;

/** Threads that go on until they are interrupted. */
final class Threads {
    private Threads() {}

    /** Interrupts one, and waits until it has ended. */
    static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
