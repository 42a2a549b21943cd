package io.thalweg.csv;

/** A file that cannot be read as events at all; the message says what to do. */
public final class CsvException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CsvException(String message) {
        super(message);
    }
}
