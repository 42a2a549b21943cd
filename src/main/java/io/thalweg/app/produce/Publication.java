package io.thalweg.app.produce;

import io.thalweg.stream.InputFeed;

/** Events that are to be published, one by one. */
public interface Publication {
    /** Publishes the next one, unless there is none any more. */
    boolean publishNext(InputFeed feed);

    /** Event time of the last one that could be read, in epoch milliseconds. */
    long lastTime();
}
