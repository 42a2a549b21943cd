package io.thalweg.model;

import java.util.Arrays;

/** The buckets of a batch, each once, numbered in the order in which they are first seen. */
final class StagedBuckets {
    private int[] table = new int[0]; // open addressing: bucket + 1, or 0
    private int[] numbers = new int[0]; // beside it
    private int[] buckets = new int[0]; // by number
    private int count;

    /** Forgets them all, and makes room for so many occurrences. */
    void begin(int occurrences) {
        int capacity = Math.max(64, Integer.highestOneBit(occurrences * 2 - 1) << 1);
        if (table.length < capacity) {
            table = new int[capacity];
            numbers = new int[capacity];
            buckets = new int[capacity / 2];
        } else {
            Arrays.fill(table, 0);
        }
        count = 0;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** How many there can be. */
    int room() {
        return buckets.length;
    }

    /** By number. */
    int[] buckets() {
        return buckets;
    }

    /** The number of a bucket, which is new if it has none. */
    int number(int bucket) {
        int at = place(bucket);
        if (table[at] == 0) {
            table[at] = bucket + 1;
            numbers[at] = count;
            buckets[count] = bucket;
            count++;
        }
        return numbers[at];
    }

    boolean contains(int bucket) {
        return table[place(bucket)] != 0;
    }

    private int place(int bucket) {
        int mask = table.length - 1;
        int at = bucket * 0x9e3779b9 >>> Integer.numberOfLeadingZeros(mask) & mask;
        while (table[at] != bucket + 1 && table[at] != 0) {
            at = at + 1 & mask;
        }
        return at;
    }
}
