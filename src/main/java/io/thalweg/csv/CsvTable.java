package io.thalweg.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.thalweg.ingest.Column;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One reading of a file from its first row to its last, as cells by mapped column. */
final class CsvTable implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final int width; // cells in a row
    private final int[] places; // of each column of the map: its position in the file
    private long row;

    private CsvTable(Path file, List<Column> columns) throws IOException {
        this.file = file;
        reader = CsvReader.builder()
                .detectBomHeader(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(stream(file), StandardCharsets.UTF_8);
        records = reader.iterator();
        List<String> header = records.hasNext() ? records.next().getFields() : List.of();
        width = header.size();
        places = places(file, header, columns);
    }

    static CsvTable open(Path file, List<Column> columns) {
        try {
            return new CsvTable(file, columns);
        } catch (NoSuchFileException e) {
            throw new CsvException(file + ": there is no such file");
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw unreadable(file, e);
        }
    }

    private static InputStream stream(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CsvException(file + " is a directory; give a CSV file, plain or .gz");
        }
        BufferedInputStream plain = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        plain.mark(2);
        boolean zipped = plain.read() == 0x1f && plain.read() == 0x8b;
        plain.reset();
        return zipped ? new BufferedInputStream(new GZIPInputStream(plain, BUFFER), BUFFER) : plain;
    }

    private static int[] places(Path file, List<String> header, List<Column> columns) {
        List<String> missing = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        int[] places = new int[columns.size()];
        for (int column = 0; column < places.length; column++) {
            String field = columns.get(column).field();
            places[column] = header.indexOf(field);
            if (places[column] < 0 && !missing.contains(field)) {
                missing.add(field);
            } else if (places[column] != header.lastIndexOf(field)) {
                twice.add(field);
            }
        }
        if (!missing.isEmpty() || !twice.isEmpty()) {
            throw new CsvException("%s: the header %s; it has: %s"
                    .formatted(
                            file,
                            missing.isEmpty()
                                    ? "has these columns twice: " + String.join(", ", twice)
                                    : "lacks columns that the configuration maps: " + String.join(", ", missing),
                            header.isEmpty() ? "nothing" : String.join(", ", header)));
        }
        return places;
    }

    private static CsvException unreadable(Path file, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new CsvException("%s cannot be read as CSV: %s".formatted(file, cause.getMessage()));
    }

    /** The next row, or null behind the last. */
    @Nullable
    Row next() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord found = records.next();
            int cells = found.getFieldCount();
            if (cells != width) {
                String[] none = new String[places.length];
                java.util.Arrays.fill(none, "");
                String wrong = "the row has %d cells, the header %d".formatted(cells, width);
                return new Row(row++, none, wrong);
            }
            String[] own = new String[places.length];
            for (int column = 0; column < own.length; column++) {
                own[column] = found.getField(places[column]);
            }
            return new Row(row++, own, "");
        } catch (UncheckedIOException | CsvParseException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One row.
     *
     * @param number from 0, the header not counted
     * @param cells text of each column of the map
     * @param wrong why the cells cannot be told apart, or empty
     */
    record Row(long number, String[] cells, String wrong) {}
}
