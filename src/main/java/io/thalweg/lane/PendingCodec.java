package io.thalweg.lane;

import io.thalweg.batch.Pending;
import io.thalweg.feature.Example;
import io.thalweg.ingest.Source;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Examples that wait in a buffer, as bytes of a checkpoint. */
final class PendingCodec {
    private PendingCodec() {}

    static void write(DataOutput out, List<Pending> all) throws IOException {
        out.writeInt(all.size());
        for (Pending pending : all) {
            write(out, pending);
        }
    }

    static List<Pending> readAll(DataInput in) throws IOException {
        List<Pending> all = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            all.add(read(in));
        }
        return all;
    }

    private static void write(DataOutput out, Pending pending) throws IOException {
        Example example = pending.example();
        out.writeLong(pending.offset());
        out.writeLong(pending.appendTime());
        out.writeInt(example.layout());
        byte[] key = example.key();
        out.writeInt(key == null ? -1 : key.length);
        out.write(key == null ? new byte[0] : key);
        out.writeLong(example.time());
        out.writeUTF(example.source().topic());
        out.writeInt(example.source().partition());
        out.writeLong(example.source().offset());
        write(out, example.categories());
        out.writeInt(example.sequences().length);
        for (int[] sequence : example.sequences()) {
            write(out, sequence);
        }
        write(out, example.numbers());
        write(out, example.tasks());
        write(out, example.labels());
        write(out, example.weights());
    }

    private static Pending read(DataInput in) throws IOException {
        long offset = in.readLong();
        long appendTime = in.readLong();
        int layout = in.readInt();
        int length = in.readInt();
        byte[] key = length < 0 ? null : new byte[length];
        if (key != null) {
            in.readFully(key);
        }
        long time = in.readLong();
        Source source = new Source(in.readUTF(), in.readInt(), in.readLong());
        int[] categories = readInts(in);
        int[][] sequences = new int[in.readInt()][];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = readInts(in);
        }
        Example example = new Example(
                layout,
                key,
                time,
                source,
                categories,
                sequences,
                readFloats(in),
                readInts(in),
                readFloats(in),
                readFloats(in));
        return new Pending(offset, appendTime, example);
    }

    private static void write(DataOutput out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static void write(DataOutput out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeInt(Float.floatToRawIntBits(value));
        }
    }

    private static int[] readInts(DataInput in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    private static float[] readFloats(DataInput in) throws IOException {
        float[] values = new float[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(in.readInt());
        }
        return values;
    }
}
