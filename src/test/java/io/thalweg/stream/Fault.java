package io.thalweg.stream;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What may happen to a learner. Each one knows how it is done, and fails if it did not take place. */
enum Fault {
    /** SIGKILL to the learner. */
    KILL(Disturbance::kill),
    /** SIGKILL twice: the second one while it is still starting, restoring or catching up. */
    KILL_STARTING(Disturbance::killStarting),
    /** Ctrl-C and a new start. */
    CLOSE(Disturbance::close),
    /** SIGKILL while a second instance is a warm standby, which goes on. */
    MOVE(Disturbance::move),
    /** The broker is stopped cleanly and comes back. */
    BROKER_STOP(Disturbance::stopBroker),
    /** The broker is killed and comes back. */
    BROKER_KILL(Disturbance::killBroker),
    /** The broker stands still for longer than the learner's producer waits, so that its transaction is lost. */
    BROKER_STALL(Disturbance::stallBroker),
    /** The registry is away while the learner is killed and starts again. */
    REGISTRY_AWAY(Disturbance::takeRegistryAway);

    private final BiConsumer<Disturbance, Integer> how;

    Fault(BiConsumer<Disturbance, Integer> how) {
        this.how = how;
    }

    /** Those whose names stand between commas; all, if none does. */
    static List<Fault> named(String names) {
        return names.isEmpty()
                ? List.of(values())
                : Stream.of(names.split(",")).map(Fault::valueOf).toList();
    }

    /** Lets it happen; {@code millis} is how long, where that is a question. */
    void strike(Disturbance disturbance, int millis) {
        how.accept(disturbance, millis);
    }
}
