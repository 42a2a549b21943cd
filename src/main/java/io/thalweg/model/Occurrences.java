package io.thalweg.model;

import io.thalweg.feature.Example;
import java.util.Arrays;
import java.util.List;

/**
 * The buckets of a batch, slot by slot and in each slot example by example: the one order in which everything about
 * them is summed. Reused from batch to batch.
 */
final class Occurrences {
    private int[] row = new int[0]; // which example
    private int[] bucket = new int[0];
    private int[] place = new int[0]; // in a sequence, from 0
    private float[] share = new float[0]; // 1; in a sequence 1 / length, so that it is pooled by its mean
    private int[] end = new int[0]; // [slots] where each slot's occurrences end
    private int count;

    /** Lists the buckets of {@code examples}: the categories' slots, then the sequences'. */
    void list(List<Example> examples, int slots) {
        count = 0;
        if (end.length != slots) {
            end = new int[slots];
        }
        Example first = examples.get(0);
        int categories = first.categories().length;
        for (int slot = 0; slot < categories; slot++) {
            for (int i = 0; i < examples.size(); i++) {
                add(i, examples.get(i).categories()[slot], 0, 1);
            }
            end[slot] = count;
        }
        for (int slot = categories; slot < slots; slot++) {
            for (int i = 0; i < examples.size(); i++) {
                int[] sequence = examples.get(i).sequences()[slot - categories];
                for (int at = 0; at < sequence.length; at++) {
                    add(i, sequence[at], at, 1f / sequence.length);
                }
            }
            end[slot] = count;
        }
    }

    private void add(int example, int ofBucket, int ofPlace, float ofShare) {
        if (count == row.length) {
            int capacity = Math.max(1_024, 2 * count);
            row = Arrays.copyOf(row, capacity);
            bucket = Arrays.copyOf(bucket, capacity);
            place = Arrays.copyOf(place, capacity);
            share = Arrays.copyOf(share, capacity);
        }
        row[count] = example;
        bucket[count] = ofBucket;
        place[count] = ofPlace;
        share[count++] = ofShare;
    }

    int count() {
        return count;
    }

    int from(int slot) {
        return slot == 0 ? 0 : end[slot - 1];
    }

    int to(int slot) {
        return end[slot];
    }

    int[] rows() {
        return row;
    }

    int[] buckets() {
        return bucket;
    }

    int[] places() {
        return place;
    }

    float[] shares() {
        return share;
    }
}
