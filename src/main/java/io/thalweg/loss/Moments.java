package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Running mean and spread (Welford 1962). */
final class Moments {
    private double count;
    private double mean;
    private double squares; // sum of squared distances from the mean

    void observe(double number) {
        count++;
        double distance = number - mean;
        mean += distance / count;
        squares += distance * (number - mean);
    }

    double count() {
        return count;
    }

    /** 0 before the first number. */
    double mean() {
        return mean;
    }

    /** Standard deviation, with one more number, 1 away from the mean, to begin with: so it is never 0. */
    double spread() {
        return Math.sqrt((squares + 1) / (count + 1));
    }

    double squaredError(double number) {
        return (number - mean) * (number - mean);
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
    }

    void read(DataInput in) throws IOException {
        count = in.readDouble();
        mean = in.readDouble();
        squares = in.readDouble();
    }
}
