/**
 * A real Kafka broker and a real schema registry for those who have none yet: the demo, the benchmarks, the tests.
 *
 * <p>Start at {@link io.thalweg.embedded.EmbeddedBroker} and {@link io.thalweg.embedded.EmbeddedRegistry}. Each is a
 * child JVM on the class path of this one, with its state in one directory and its port on the loopback interface. A
 * child lives on its parent's leash: it stops when its standard input ends, however the parent ended. The broker is
 * built from internal classes of Kafka, so its version is pinned and nothing outside this package names them.
 */
@NullMarked
package io.thalweg.embedded;

import org.jspecify.annotations.NullMarked;
