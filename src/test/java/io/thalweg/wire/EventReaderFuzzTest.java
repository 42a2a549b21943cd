package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random schemas, random records, random damage; Avro's own reader is the judge. */
@Timeout(120)
class EventReaderFuzzTest {
    private static final long SEED = Long.getLong("thalweg.seed", 42);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void whatAvroWritesIsReadAsAvroReadsIt() throws IOException {
        int accepted = 0;
        for (int i = 0; i < 600; i++) {
            EventScenario shop = shop();
            byte[] bytes = bytes(shop);
            Decoded decoded = shop.readBytes(bytes);
            assertThat(isNotAvro(decoded)).as(seed(i)).isFalse();
            accepted += agrees(shop, bytes, decoded, i) ? 1 : 0;
        }
        assertThat(accepted).isGreaterThan(200);
    }

    @Test
    void damageIsFoundOrHarmless() throws IOException {
        var outcomes = new TreeMap<String, Integer>();
        for (int i = 0; i < 400; i++) {
            EventScenario shop = shop();
            byte[] bytes = bytes(shop);
            for (int k = 0; k < 100; k++) {
                byte[] damaged = damage(bytes);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                Decoded decoded = shop.readBytes(damaged);
                long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
                assertThat(allocated).as(seed(i)).isLessThan(100_000 + 20L * damaged.length);
                outcomes.merge(outcome(decoded), 1, Integer::sum);
                if (Frame.complaint(damaged).isEmpty() && Frame.id(damaged) == shop.id()) {
                    agrees(shop, damaged, decoded, i);
                }
            }
        }
        assertThat(outcomes).containsKeys("accepted", "NOT_AVRO", "UNKNOWN_SCHEMA", "BAD_TIME");
    }

    /**
     * Whatever we do not call damaged, Avro reads to its last byte, and what we accept has the values that Avro finds.
     * Answers whether it was accepted.
     */
    private boolean agrees(EventScenario shop, byte[] bytes, Decoded decoded, int i) throws IOException {
        if (isNotAvro(decoded)) {
            return false;
        }
        GenericRecord record;
        try {
            record = Framed.record(shop.reader(), bytes);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new AssertionError(seed(i) + " Avro cannot read what we took as " + decoded, e);
        }
        if (!(decoded instanceof Decoded.Accepted accepted)) {
            return false;
        }
        Observation observation = accepted.observation();
        List<Column> columns = shop.map().columns();
        for (int c = 1; c < columns.size(); c++) {
            Object value = record.get(columns.get(c).field());
            Object found = switch (columns.get(c).kind()) {
                case TEXT -> EventScenario.text(observation, c);
                case NUMBER -> Double.isNaN(observation.number(c)) ? null : observation.number(c);
                case TEXTS -> EventScenario.texts(observation, c);
                case NUMBERS -> EventScenario.numbers(observation, c);
                case TIME -> null;
            };
            assertThat(found)
                    .as(seed(i) + columns.get(c))
                    .isEqualTo(expected(columns.get(c).kind(), value));
        }
        return true;
    }

    private static Object expected(Column.Kind kind, Object value) {
        return switch (kind) {
            case TEXT -> value == null ? null : value.toString();
            case NUMBER ->
                value instanceof Number number
                        ? (Double) number.doubleValue()
                        : value == null ? null : value.equals(true) ? 1.0 : 0.0;
            case TEXTS ->
                value == null
                        ? List.of()
                        : ((Collection<?>) value)
                                .stream()
                                        .filter(Objects::nonNull)
                                        .map(Object::toString)
                                        .toList();
            case NUMBERS ->
                value == null
                        ? List.of()
                        : ((Collection<?>) value)
                                .stream().map(EventReaderFuzzTest::single).toList();
            case TIME -> null;
        };
    }

    private static double single(Object value) {
        return value instanceof Number number ? (float) number.doubleValue() : value.equals(true) ? 1 : 0;
    }

    private static boolean isNotAvro(Decoded decoded) {
        return decoded instanceof Decoded.Rejected rejected && rejected.reason() == Reason.NOT_AVRO;
    }

    private static String outcome(Decoded decoded) {
        return decoded instanceof Decoded.Rejected rejected ? rejected.reason().name() : "accepted";
    }

    private byte[] damage(byte[] bytes) {
        byte[] damaged =
                random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 3)) : bytes.clone();
        for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private EventScenario shop() {
        EventScenario shop = EventScenario.events();
        List<String> fields = new ArrayList<>(List.of(EventScenario.field("at", "\"long\"")));
        for (int i = 0; i < 6; i++) {
            String type = type(i, 0);
            fields.add(EventScenario.field("f" + i, type));
            for (Column.Kind kind : suitable(type)) {
                if (random.nextInt(3) > 0) {
                    shop.column("f" + i, kind);
                }
            }
        }
        return shop.written(fields.toArray(String[]::new));
    }

    private String type(int field, int depth) {
        String[] simple = {"string", "int", "long", "boolean", "float", "double", "bytes", "null"};
        String plain = "\"" + simple[random.nextInt(simple.length)] + "\"";
        return switch (random.nextInt(depth > 1 ? 1 : 8)) {
            case 0, 1, 2 -> plain;
            case 3 -> "[\"null\",%s]".formatted(something(plain));
            case 4 -> "[\"string\",\"null\",\"long\"]";
            case 5 -> "{\"type\":\"array\",\"items\":%s}".formatted(something(type(field, depth + 1)));
            case 6 -> "{\"type\":\"map\",\"values\":%s}".formatted(type(field, depth + 1));
            default ->
                "{\"type\":\"enum\",\"name\":\"E%d_%d\",\"symbols\":[\"A\",\"BCD\"]}"
                        .formatted(field, random.nextInt(1 << 30));
        };
    }

    /** Of nulls Avro would make a list as long as its damaged count says. */
    private static String something(String type) {
        return type.equals("\"null\"") ? "\"int\"" : type;
    }

    private static List<Column.Kind> suitable(String type) {
        if (type.matches("\\{\"type\":\"array\",\"items\":\"(int|long|boolean)\"}")) {
            return List.of(Column.Kind.TEXTS, Column.Kind.NUMBERS);
        }
        if (type.matches("\\{\"type\":\"array\",\"items\":\"(float|double)\"}")) {
            return List.of(Column.Kind.NUMBERS);
        }
        if (type.startsWith("{\"type\":\"array\"")
                && type.matches(".*items\":(\"(string|int|long|boolean)\"|\\[\"string.*).")) {
            return List.of(Column.Kind.TEXTS);
        }
        return switch (type) {
            case "\"int\"", "\"long\"", "\"boolean\"", "[\"null\",\"int\"]", "[\"null\",\"long\"]" ->
                List.of(Column.Kind.TEXT, Column.Kind.NUMBER);
            case "\"float\"", "\"double\"", "[\"null\",\"float\"]", "[\"null\",\"double\"]" ->
                List.of(Column.Kind.NUMBER);
            case "\"string\"", "[\"null\",\"string\"]", "[\"string\",\"null\",\"long\"]" -> List.of(Column.Kind.TEXT);
            default -> type.startsWith("{\"type\":\"enum\"") ? List.of(Column.Kind.TEXT) : List.of();
        };
    }

    private byte[] bytes(EventScenario shop) {
        Schema schema = shop.schema();
        GenericRecord record = (GenericRecord)
                new RandomData(schema, 1, random.nextInt()).iterator().next();
        record.put("at", random.nextLong(1_400_000_000L, 1_500_000_000L));
        return Framed.bytes(shop.id(), schema, record);
    }

    private static String seed(int i) {
        return "event %d (-Dthalweg.seed=%d) ".formatted(i, SEED);
    }
}
