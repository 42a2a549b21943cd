package io.thalweg.lane;

import io.thalweg.learn.Remembered;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Where in its log a lane is, and what it has counted there. One owner thread. */
final class Ledger implements Remembered {
    long nextOffset; // the first that has not been applied
    long learned;
    long requests;
    long duplicates;
    long refused;
    long ticks;
    long eventTime; // of the last learned example
    long lagMillis; // of the last step

    boolean isEmpty() {
        return learned == 0 && requests == 0;
    }

    Totals totals(long pending, long snapshots) {
        return new Totals(learned, pending, requests, duplicates, refused, ticks, snapshots);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (long value :
                new long[] {nextOffset, learned, requests, duplicates, refused, ticks, eventTime, lagMillis}) {
            out.writeLong(value);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        nextOffset = in.readLong();
        learned = in.readLong();
        requests = in.readLong();
        duplicates = in.readLong();
        refused = in.readLong();
        ticks = in.readLong();
        eventTime = in.readLong();
        lagMillis = in.readLong();
    }
}
