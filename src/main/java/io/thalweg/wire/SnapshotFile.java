package io.thalweg.wire;

import io.thalweg.publish.ChunkWriter;
import io.thalweg.publish.SnapshotCheck;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.avro.SnapshotManifest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * A snapshot in one file of its own: a zip, not compressed, with the manifest in Avro's JSON, the schema of that, and
 * the snapshot's bytes. The same snapshot makes the same file, whenever and wherever it is written.
 */
public final class SnapshotFile {
    static final String SCHEMA = "manifest.avsc";
    static final String MANIFEST = "manifest.json";
    static final String BYTES = "snapshot.bin";

    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // the first one a zip can have
    private static final int LARGEST_TEXT = 64 << 20;

    private SnapshotFile() {}

    /**
     * Writes {@code file}, or puts it in the place of the old one once it is whole.
     *
     * @throws WireException if that cannot be; says why, and leaves nothing behind
     */
    public static void write(Path file, StoredSnapshot snapshot) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            writeWhole(part, snapshot);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw new WireException(
                    "cannot write %s: there is no directory %s"
                            .formatted(file, file.toAbsolutePath().getParent()),
                    e);
        } catch (IOException e) {
            part.toFile().delete(); // if it was begun
            throw new WireException("cannot write %s: %s".formatted(file, e), e);
        }
    }

    private static void writeWhole(Path file, StoredSnapshot snapshot) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            Schema schema = SnapshotManifest.getClassSchema();
            put(zip, SCHEMA, List.of((schema.toString(true) + "\n").getBytes(StandardCharsets.UTF_8)));
            put(zip, MANIFEST, List.of(json(SnapshotRecords.toWire(snapshot.manifest()))));
            put(zip, BYTES, snapshot.chunks());
            zip.finish();
            zip.flush();
            channel.force(true);
        }
    }

    private static void put(ZipOutputStream zip, String name, List<byte[]> pieces) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        pieces.forEach(crc::update);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(pieces.stream().mapToLong(piece -> piece.length).sum());
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        for (byte[] piece : pieces) {
            zip.write(piece);
        }
        zip.closeEntry();
    }

    private static byte[] json(SnapshotManifest manifest) throws IOException {
        Schema schema = SnapshotManifest.getClassSchema();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out, true);
        new SpecificDatumWriter<SnapshotManifest>(schema, new GeneratedClasses()).write(manifest, encoder);
        encoder.flush();
        out.write('\n');
        return out.toByteArray();
    }

    /**
     * Reads a file and believes it only if it is whole and its bytes agree with both digests.
     *
     * @throws WireException if it is no such file, or not whole, or was altered; says what is wrong
     */
    public static StoredSnapshot read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return read(zip);
        } catch (ZipException e) {
            throw new WireException(
                    "%s is no snapshot file, or only a part of one (%s)".formatted(file, e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw new WireException("there is no file " + file, e);
        } catch (IOException | UncheckedIOException e) {
            throw new WireException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        } catch (IllegalArgumentException | IllegalStateException | AvroRuntimeException e) {
            throw new WireException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static StoredSnapshot read(ZipFile zip) throws IOException {
        Schema written = new Schema.Parser(NameValidator.NO_VALIDATION)
                .parse(new String(text(zip, SCHEMA), StandardCharsets.UTF_8));
        Schema ours = SnapshotManifest.getClassSchema();
        SnapshotManifest manifest = new SpecificDatumReader<SnapshotManifest>(written, ours, new GeneratedClasses())
                .read(null, DecoderFactory.get().jsonDecoder(written, new ByteArrayInputStream(text(zip, MANIFEST))));
        StoredSnapshot snapshot =
                new StoredSnapshot(SnapshotRecords.toDomain(manifest), pieces(zip, manifest.getBytes()));
        complaint(snapshot).ifPresent(complaint -> {
            throw new IllegalStateException("it was altered: " + complaint);
        });
        return snapshot;
    }

    private static Optional<String> complaint(StoredSnapshot snapshot) {
        SnapshotCheck check = new SnapshotCheck(snapshot.manifest());
        snapshot.chunks().forEach(check::take);
        return check.complaint();
    }

    private static ZipEntry entry(ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IllegalStateException("it has no %s, so it is no snapshot file".formatted(name));
        }
        return entry;
    }

    private static byte[] text(ZipFile zip, String name) throws IOException {
        ZipEntry entry = entry(zip, name);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] text = in.readNBytes(LARGEST_TEXT);
            CRC32 crc = new CRC32();
            crc.update(text);
            if (text.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
                throw new IllegalStateException("its %s is not what was written".formatted(name));
            }
            return text;
        }
    }

    /** Cut as the chunks are. */
    private static List<byte[]> pieces(ZipFile zip, long bytes) throws IOException {
        ZipEntry entry = entry(zip, BYTES);
        if (entry.getSize() != bytes) {
            throw new IllegalStateException("its %s has %d bytes, not %d".formatted(BYTES, entry.getSize(), bytes));
        }
        List<byte[]> pieces = new ArrayList<>();
        try (InputStream in = zip.getInputStream(entry)) {
            for (long left = bytes; left > 0; left -= ChunkWriter.CHUNK) {
                pieces.add(in.readNBytes((int) Math.min(left, ChunkWriter.CHUNK)));
            }
        }
        return pieces;
    }
}
