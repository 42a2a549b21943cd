package io.thalweg.app.bench;

/** A {@link ClickFeed} that publishes at an even pace on a thread of its own until it is closed. */
final class PacedFeed implements AutoCloseable {
    private final ClickFeed feed;
    private final Thread thread;

    PacedFeed(ClickFeed feed, double perSecond) {
        this.feed = feed;
        thread = new Thread(() -> feed.publishEvenly(perSecond), "feed");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        Threads.end(thread);
        feed.close();
    }
}
