package io.thalweg.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose next request has begun and does not come to the end of its headers: a client that sends a
 * byte now and then is never idle, and would hold its connection for good. When there are as many connections as there
 * may be, it closes those that ask nothing, to make room for others.
 */
final class SlowClients extends AbstractLifeCycle implements Connection.Listener {
    private static final long LOOK_EVERY_SECONDS = 2;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int most;

    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private final Map<Connection, Rest> connections = new ConcurrentHashMap<>();
    private final Scheduler scheduler = new ScheduledExecutorScheduler("slow-clients", true);

    /**
     * How a connection was when it last was between two requests.
     *
     * @param since when that was first seen
     * @param begun when the next request was first seen to have begun; 0 if it has not
     */
    private record Rest(long messages, long bytes, long since, long begun) {}

    SlowClients(int most, long patienceSeconds, LongSupplier nanoTime) {
        this.most = most;
        patienceNanos = TimeUnit.SECONDS.toNanos(patienceSeconds);
        this.nanoTime = nanoTime;
    }

    @Override
    protected void doStart() throws Exception {
        scheduler.start();
        again();
    }

    @Override
    protected void doStop() throws Exception {
        scheduler.stop();
    }

    private void again() {
        scheduler.schedule(
                () -> {
                    look();
                    again();
                },
                LOOK_EVERY_SECONDS,
                TimeUnit.SECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection.getMessagesIn() >= 0) { // not the one of TLS around it
            connections.put(connection, rest(connection));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    private Rest rest(Connection connection) {
        return new Rest(connection.getMessagesIn(), connection.getBytesIn(), nanoTime.getAsLong(), 0);
    }

    /** One look at all of them. */
    void look() {
        boolean isFull = connections.size() >= most;
        connections.forEach((connection, rest) -> {
            boolean isAnswering = connection.getMessagesIn() > connection.getMessagesOut();
            if (isAnswering || connection.getMessagesIn() != rest.messages) {
                connections.replace(connection, rest, rest(connection));
            } else if (connection.getBytesIn() == rest.bytes) {
                closeIf(isFull && nanoTime.getAsLong() - rest.since > SECOND, connection);
            } else if (rest.begun == 0) {
                connections.replace(
                        connection, rest, new Rest(rest.messages, rest.bytes, rest.since, nanoTime.getAsLong()));
            } else {
                closeIf(nanoTime.getAsLong() - rest.begun > patienceNanos, connection);
            }
        });
    }

    private static void closeIf(boolean isDue, Connection connection) {
        if (isDue) {
            connection.getEndPoint().close();
        }
    }
}
