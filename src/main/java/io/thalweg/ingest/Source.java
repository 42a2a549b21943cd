package io.thalweg.ingest;

/** Where an event came from, exactly. A file's topic is the topic its tasks name, its offset the row from 0. */
public record Source(String topic, int partition, long offset) {}
