package io.thalweg.csv;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Source;
import io.thalweg.ingest.TimeRule;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file as events, in time order: as they stand where the file is in order, otherwise sorted by event time
 * in memory, rows of the same time in the file's order. One owner thread.
 *
 * <p>Where the configuration has several topics, a row is an event on each topic it has a label for, and a request when
 * it has none.
 */
public final class CsvSource implements AutoCloseable {
    private final Cells cells;
    private final CsvTable table;
    private final @Nullable Iterator<CsvTable.Row> sorted; // or null: the table's rows are in order
    private final long rows;
    private final Deque<InputTopic> topics = new ArrayDeque<>(); // that the current row is still to be given for
    private CsvTable.@Nullable Row row;
    private InputTopic topic;

    private CsvSource(Path file, InputMap map, Order order) {
        cells = new Cells(map);
        table = CsvTable.open(file, map.columns());
        rows = order.rows;
        sorted = order.isSorted ? null : sortedRows(table, map);
        topic = map.topics().get(0);
    }

    /**
     * Reads the file once to see whether it is in order, and opens it.
     *
     * @throws CsvException if it is no CSV file, or lacks a mapped column
     */
    public static CsvSource open(Path file, InputMap map) {
        return new CsvSource(file, map, Order.of(file, map));
    }

    /** Rows of the file, the header not counted. */
    public long rows() {
        return rows;
    }

    /** Whether the file was not in time order, so that its rows had to be sorted. */
    public boolean isSortedInMemory() {
        return sorted != null;
    }

    /** What became of the next event, or null behind the last. */
    public @Nullable Decoded next() {
        if (topics.isEmpty()) {
            row = sorted == null ? table.next() : sorted.hasNext() ? sorted.next() : null;
            if (row == null) {
                return null;
            }
            topics.addAll(cells.topics(row));
        }
        CsvTable.Row current = java.util.Objects.requireNonNull(row);
        topic = topics.remove();
        return cells.read(current, topic, new Source(topic.name(), 0, current.number()));
    }

    /** The topic of the last event. */
    public InputTopic topic() {
        return topic;
    }

    /** The text of a column of the last event's row; empty where there is none. */
    public String cell(int column) {
        return row == null ? "" : row.cells()[column];
    }

    @Override
    public void close() {
        table.close();
    }

    private static Iterator<CsvTable.Row> sortedRows(CsvTable table, InputMap map) {
        record Timed(long time, CsvTable.Row row) {}
        List<Timed> all = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
            last = time(row, map, last);
            all.add(new Timed(last, row));
        }
        all.sort(Comparator.comparingLong(Timed::time));
        return all.stream().map(Timed::row).iterator();
    }

    /** The row's event time; where it has none, that of the row before it. */
    private static long time(CsvTable.Row row, InputMap map, long before) {
        long time = map.timeRule().parse(row.cells()[map.time()]);
        return time == TimeRule.NOT_A_TIME ? before : time;
    }

    /** Whether a file is in time order, and how long it is. */
    private record Order(boolean isSorted, long rows) {
        static Order of(Path file, InputMap map) {
            List<Column> columns = map.columns();
            try (CsvTable table = CsvTable.open(file, columns)) {
                long last = Long.MIN_VALUE;
                long rows = 0;
                boolean isSorted = true;
                for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                    long time = time(row, map, last);
                    isSorted &= time >= last;
                    last = time;
                    rows++;
                }
                return new Order(isSorted, rows);
            }
        }
    }
}
