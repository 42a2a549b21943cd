package io.thalweg.wire;

import io.thalweg.feature.Example;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.avro.ControlRecord;
import io.thalweg.wire.avro.TrainExample;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What stands in a train log, as bytes. Examples are written and read by hand, in the order of
 * {@code TrainExample.avsc}; one of another version of that schema is first brought to ours by Avro's resolution, which
 * is slow and rare. One owner thread.
 */
public final class TrainLogCodec {
    private static final int KNOWN_TOPICS = 64;

    private final Registry registry;
    private final Subject<TrainExample> examples;
    private final Subject<ControlRecord> controls;
    private final int exampleId;
    private final int controlId;
    private final AvroOutput output = new AvroOutput();
    private final AvroInput input = new AvroInput();
    private final List<TopicName> topics = new ArrayList<>();

    private record TopicName(String text, byte[] utf8) {}

    /** Registers the log's two schemas, {@code <topic>-<record name>}. */
    public TrainLogCodec(Registry registry, String topic) {
        this.registry = registry;
        examples = new Subject<>(registry, topic, TrainExample.getClassSchema());
        controls = new Subject<>(registry, topic, ControlRecord.getClassSchema());
        exampleId = examples.id();
        controlId = controls.id();
    }

    public byte[] encode(LogRecord record) {
        if (record instanceof LogRecord.Event event) {
            return encode(event.example());
        }
        return controls.write(ControlRecords.toWire(record));
    }

    /** @throws WireException if the bytes are no record of a train log */
    public LogRecord decode(byte[] bytes) {
        String complaint = Frame.complaint(bytes);
        if (!complaint.isEmpty()) {
            throw new WireException("no record of a train log: " + complaint);
        }
        int id = Frame.id(bytes);
        if (id == exampleId) {
            return new LogRecord.Event(example(bytes));
        }
        return id == controlId ? control(bytes) : resolve(id, bytes);
    }

    private byte[] encode(Example example) {
        AvroOutput out = output.begin(exampleId);
        out.writeLong(example.layout());
        byte[] key = example.key();
        if (key == null) {
            out.writeLong(0);
        } else {
            out.writeLong(1);
            out.writeBytes(key);
        }
        out.writeLong(example.time());
        out.writeBytes(topic(example.source().topic()));
        out.writeLong(example.source().partition());
        out.writeLong(example.source().offset());
        out.writeInts(example.categories());
        writeSequences(out, example.sequences());
        out.writeFloats(example.numbers());
        out.writeInts(example.tasks());
        out.writeFloats(example.labels());
        out.writeFloats(example.weights());
        return out.end();
    }

    private static void writeSequences(AvroOutput out, int[][] sequences) {
        if (sequences.length > 0) {
            out.writeLong(sequences.length);
            for (int[] sequence : sequences) {
                out.writeInts(sequence);
            }
        }
        out.writeLong(0);
    }

    private Example example(byte[] bytes) {
        AvroInput in = input;
        in.begin(bytes);
        try {
            int layout = in.readInt();
            byte[] key = in.readIndex(2) == 0 ? null : bytes(in);
            long time = in.readLong();
            Source source = new Source(topic(in), in.readInt(), in.readLong());
            Example example = new Example(
                    layout,
                    key,
                    time,
                    source,
                    in.readInts(),
                    in.readIntArrays(),
                    in.readFloats(),
                    in.readInts(),
                    in.readFloats(),
                    in.readFloats());
            if (in.remaining() > 0) {
                throw new Malformed("%d bytes behind the record's end".formatted(in.remaining()));
            }
            return example;
        } catch (Malformed e) {
            throw new WireException(
                    "no train example, at byte %d of %d: %s".formatted(in.position(), bytes.length, e.getMessage()), e);
        }
    }

    private static byte[] bytes(AvroInput in) {
        int size = in.readLength();
        int from = in.advance(size);
        return Arrays.copyOfRange(in.bytes(), from, from + size);
    }

    private LogRecord control(byte[] bytes) {
        return ControlRecords.toDomain(controls.read(bytes));
    }

    private LogRecord resolve(int id, byte[] bytes) {
        Schema written = RecordReader.schemaOf(registry, id);
        if (written.getFullName().equals(ControlRecord.getClassSchema().getFullName())) {
            return control(bytes);
        }
        return new LogRecord.Event(example(examples.write(examples.read(bytes))));
    }

    private byte[] topic(String text) {
        for (int i = 0; i < topics.size(); i++) {
            if (topics.get(i).text.equals(text)) {
                return topics.get(i).utf8;
            }
        }
        return remember(text).utf8;
    }

    private String topic(AvroInput in) {
        int size = in.readLength();
        int from = in.advance(size);
        byte[] bytes = in.bytes();
        for (int i = 0; i < topics.size(); i++) {
            byte[] known = topics.get(i).utf8;
            if (Arrays.equals(known, 0, known.length, bytes, from, from + size)) {
                return topics.get(i).text;
            }
        }
        return remember(new String(bytes, from, size, StandardCharsets.UTF_8)).text;
    }

    private TopicName remember(String text) {
        var name = new TopicName(text, text.getBytes(StandardCharsets.UTF_8));
        if (topics.size() < KNOWN_TOPICS) {
            topics.add(name);
        }
        return name;
    }
}
