package io.thalweg.app.bench;

/**
 * What one JVM is to measure.
 *
 * @param run a name that no other run has
 * @param events on the topic, or from memory
 * @param warmUp events on the warm-up topic, or from memory, that are not measured
 */
record Assignment(Contestant contestant, String run, Servers servers, String directory, Events events) {
    /** Where broker and registry are, and which process the broker is. */
    record Servers(String bootstrap, String registry, long brokerPid) {}

    /** How many, and which. */
    record Events(long measured, long warmUp, long seed) {}
}
