package io.thalweg.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A rule by which a change of the mean of a stream is told from chance. */
public sealed interface Detector permits Adwin, PageHinkley {
    /** One that has seen nothing. */
    State start();

    /** What it has seen; bounded, however long the stream. */
    sealed interface State permits AdwinWindow, PageHinkleySums {
        /**
         * Takes one more value; the change that it completes, if it does. Begins anew behind a change.
         *
         * @param unit that the rule's settings are in: what the values' deviation is thought to be
         */
        @Nullable
        Shift observe(double value, double unit);

        void write(DataOutput out) throws IOException;

        /** Forgets everything and takes back what {@link #write} wrote. */
        void read(DataInput in) throws IOException;
    }
}
