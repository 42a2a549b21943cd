package io.thalweg.app.evaluate;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.csv.CsvSource;
import java.nio.file.Path;

/**
 * A file of events, and what is to be learned from it.
 *
 * @param most only so many events are read
 */
record Dataset(ThalwegConfig config, Path csv, long most) {
    String name() {
        return config.app();
    }

    CsvSource open() {
        return CsvSource.open(csv, config.input());
    }
}
