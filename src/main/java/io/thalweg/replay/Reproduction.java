package io.thalweg.replay;

import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one event's prediction to be made again. An event is predicted when its batch is learned from, which may be
 * many records after its own; the reading ends then.
 */
public final class Reproduction implements Outputs {
    private final Prediction published;
    private volatile @Nullable Prediction made;

    public Reproduction(Prediction published) {
        this.published = published;
    }

    /** {@code log} up to the record that brings the prediction about, and what was read ahead of it. */
    public LogSource until(LogSource log) {
        return new LogSource() {
            @Override
            public @Nullable Block next(int most) {
                return made == null ? log.next(most) : null;
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }

    /** What was made again, or null if the log does not bring it about. */
    public @Nullable Prediction made() {
        return made;
    }

    /** Whether it is the same to the bit: version, tasks, scores, probabilities and labels. */
    public boolean isSame() {
        Prediction again = made;
        return again != null
                && again.version() == published.version()
                && Arrays.equals(again.key(), published.key())
                && Arrays.equals(again.tasks(), published.tasks())
                && Arrays.equals(again.scores(), published.scores())
                && Arrays.equals(again.labels(), published.labels())
                && Arrays.deepEquals(again.probabilities(), published.probabilities());
    }

    @Override
    public void prediction(Prediction prediction) {
        if (prediction.offset() == published.offset() && made == null) {
            made = prediction;
        }
    }
}
