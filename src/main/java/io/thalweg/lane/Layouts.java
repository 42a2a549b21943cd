package io.thalweg.lane;

import io.thalweg.check.Require;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeSet;

/** Fingerprints of the feature maps that a lane had before its present one. */
final class Layouts {
    private final TreeSet<Integer> layouts = new TreeSet<>();

    void add(int layout) {
        layouts.add(layout);
    }

    /** That the record at {@code offset}, which is not of the {@code present} layout, is of an earlier one. */
    void require(int layout, int present, long offset) {
        Require.that(
                layouts.contains(layout),
                "the train-log record at offset %d was made with other features or tasks (layout %08x) than are configured"
                        + " (layout %08x); replay the raw topics into another train log",
                offset,
                layout,
                present);
    }

    void takeOver(Layouts other) {
        layouts.clear();
        layouts.addAll(other.layouts);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(layouts.size());
        for (int layout : layouts) {
            out.writeInt(layout);
        }
    }

    void read(DataInput in) throws IOException {
        layouts.clear();
        for (int left = in.readInt(); left > 0; left--) {
            layouts.add(in.readInt());
        }
    }
}
