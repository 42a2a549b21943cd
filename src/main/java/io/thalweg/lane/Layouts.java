package io.thalweg.lane;

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

    boolean contains(int layout) {
        return layouts.contains(layout);
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
