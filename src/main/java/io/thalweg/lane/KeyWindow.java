package io.thalweg.lane;

import io.thalweg.feature.Example;
import io.thalweg.feature.Hash64;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the last {@code size} labelled events, each with its topic: an impression's click and its purchase share
 * a key and are no duplicates. Keys are told apart by 64 bits, so that one in 10^14 is mistaken for another.
 */
final class KeyWindow {
    private final long[] ring; // identities in order of arrival, 0: none
    private int next;
    private final long[] table; // open addressing with linear probing, 0: free

    KeyWindow(int size) {
        ring = new long[size];
        table = new long[Math.max(4, Integer.highestOneBit(Math.max(1, size)) * 4)];
    }

    /** Whether the example's key is new; if so it is remembered, and the oldest one forgotten. */
    boolean admit(Example example) {
        byte[] key = example.key();
        if (key == null || ring.length == 0) {
            return true;
        }
        long identity = identity(example, key);
        int place = find(identity);
        if (table[place] != 0) {
            return false;
        }
        if (ring[next] != 0) {
            remove(ring[next]);
            place = find(identity);
        }
        table[place] = identity;
        ring[next] = identity;
        next = (next + 1) % ring.length;
        return true;
    }

    private static long identity(Example example, byte[] key) {
        byte[] topic = example.source().topic().getBytes(StandardCharsets.UTF_8);
        return Hash64.of(key, 0, key.length, Hash64.of(topic, 0, topic.length, 1)) | 1;
    }

    /** Lets the example's key come again; its place stays empty until the ring comes round. */
    void forget(Example example) {
        byte[] key = example.key();
        if (key == null || ring.length == 0) {
            return;
        }
        long identity = identity(example, key);
        if (table[find(identity)] == 0) {
            return;
        }
        remove(identity);
        int place = next;
        do {
            place = place == 0 ? ring.length - 1 : place - 1;
        } while (ring[place] != identity);
        ring[place] = 0;
    }

    private int home(long identity) {
        return (int) (identity >>> 20) & table.length - 1;
    }

    private int find(long identity) {
        int place = home(identity);
        while (table[place] != 0 && table[place] != identity) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    /** Frees a place and moves back those behind it that it had displaced (Knuth, volume 3, algorithm 6.4 R). */
    private void remove(long identity) {
        int free = find(identity);
        table[free] = 0;
        for (int at = free + 1 & table.length - 1; table[at] != 0; at = at + 1 & table.length - 1) {
            int from = home(table[at]);
            boolean reachable = free <= at ? from > free && from <= at : from > free || from <= at;
            if (!reachable) {
                table[free] = table[at];
                table[at] = 0;
                free = at;
            }
        }
    }

    /** Remembers what {@code other}, of the same size, does. */
    void takeOver(KeyWindow other) {
        System.arraycopy(other.ring, 0, ring, 0, ring.length);
        System.arraycopy(other.table, 0, table, 0, table.length);
        next = other.next;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(next);
        for (long identity : ring) {
            out.writeLong(identity);
        }
    }

    void read(DataInput in) throws IOException {
        next = in.readInt();
        Arrays.fill(table, 0);
        for (int i = 0; i < ring.length; i++) {
            ring[i] = in.readLong();
            if (ring[i] != 0) {
                table[find(ring[i])] = ring[i];
            }
        }
    }
}
