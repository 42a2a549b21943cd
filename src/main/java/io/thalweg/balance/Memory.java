package io.thalweg.balance;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers that a rule remembers of tasks and of ordered pairs of them; all begin at 0. */
public final class Memory {
    private final int tasks;
    private final double[][] ofTasks; // [numbers][tasks]
    private final double[][][] ofPairs; // [numbers][tasks][tasks]

    Memory(Balance balance, int tasks) {
        this.tasks = tasks;
        ofTasks = new double[balance.numbersOfTask()][tasks];
        ofPairs = new double[balance.numbersOfPair()][tasks][tasks];
    }

    /** The live numbers of one kind, by task. */
    double[] ofTasks(int number) {
        return ofTasks[number];
    }

    /** The live numbers of one kind, by task and other task. */
    double[][] ofPairs(int number) {
        return ofPairs[number];
    }

    /** Overwrites all numbers with those of {@code other}, which is of the same rule and tasks. */
    void copy(Memory other) {
        for (int i = 0; i < ofTasks.length; i++) {
            System.arraycopy(other.ofTasks[i], 0, ofTasks[i], 0, tasks);
        }
        for (int i = 0; i < ofPairs.length; i++) {
            for (int task = 0; task < tasks; task++) {
                System.arraycopy(other.ofPairs[i][task], 0, ofPairs[i][task], 0, tasks);
            }
        }
    }

    /** @param origins of each task its position in the old memory, or -1 */
    void inherit(Memory old, int[] origins) {
        for (int task = 0; task < tasks; task++) {
            for (int i = 0; i < ofTasks.length && origins[task] >= 0; i++) {
                ofTasks[i][task] = old.ofTasks[i][origins[task]];
            }
            for (int i = 0; i < ofPairs.length && origins[task] >= 0; i++) {
                inherit(old.ofPairs[i][origins[task]], ofPairs[i][task], origins);
            }
        }
    }

    private static void inherit(double[] from, double[] to, int[] origins) {
        for (int other = 0; other < to.length; other++) {
            if (origins[other] >= 0) {
                to[other] = from[origins[other]];
            }
        }
    }

    void write(DataOutput out) throws IOException {
        for (double[] numbers : ofTasks) {
            write(out, numbers);
        }
        for (double[][] pairs : ofPairs) {
            for (double[] numbers : pairs) {
                write(out, numbers);
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (double[] numbers : ofTasks) {
            read(in, numbers);
        }
        for (double[][] pairs : ofPairs) {
            for (double[] numbers : pairs) {
                read(in, numbers);
            }
        }
    }

    static void write(DataOutput out, double[] numbers) throws IOException {
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    static void read(DataInput in, double[] numbers) throws IOException {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
    }
}
