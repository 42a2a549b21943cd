package io.thalweg.serve;

import io.javalin.config.JavalinConfig;

/** Some of what a server answers: its part of the paths. Everything that is asked passes the server's guards first. */
@FunctionalInterface
public interface Routes {
    /** Adds handlers, event streams or files, once, before the server starts. */
    void addTo(JavalinConfig server);
}
