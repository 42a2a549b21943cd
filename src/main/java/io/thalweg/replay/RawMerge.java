package io.thalweg.replay;

import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The train log's order with the raw topics' content: each event is made again of the record that the log names. A
 * record that the log does not name (it was refused then) and that is good now comes right before the next one of its
 * partition that the log names. One owner thread.
 */
public final class RawMerge implements LogSource {
    private final LogSource log;
    private final RawRecords raw;
    private final RawDecoder decoder;
    private final Excision excision;
    private final RawAccount account = new RawAccount();
    private final boolean isWhole;
    private final Map<Partition, Long> next = new LinkedHashMap<>();
    private long lastOffset = -1;

    private record Partition(String topic, int number) {}

    /** @param from the offset that {@code log} begins at: at 0, nothing of a partition came before */
    public RawMerge(LogSource log, RawRecords raw, RawDecoder decoder, Excision excision, long from) {
        this.log = log;
        this.raw = raw;
        this.decoder = decoder;
        this.excision = excision;
        isWhole = from == 0;
    }

    /** What could not be made again, and what came in addition; to be asked at the end. */
    public RawAccount account() {
        return account;
    }

    @Override
    public @Nullable Block next(int most) {
        Block block = log.next(most);
        if (block == null) {
            return null;
        }
        List<Entry> merged = new ArrayList<>(block.entries().size());
        for (Entry entry : block.entries()) {
            if (entry.logged() instanceof LogRecord.Event event) {
                merge(entry, event.example(), merged);
            } else {
                merged.add(entry);
            }
            lastOffset = entry.offset();
        }
        return new Block(merged, block.records(), block.position());
    }

    private void merge(Entry entry, Example logged, List<Entry> to) {
        Source source = logged.source();
        if (!decoder.knows(source.topic())) {
            account.gone(RawAccount.NOT_CONFIGURED, source, "the configuration has no such topic");
            offer(new Entry(entry.offset(), entry.appendTime(), entry.logged(), null), null, to);
            return;
        }
        Partition partition = new Partition(source.topic(), source.partition());
        Long begun = next.get(partition);
        long from = begun != null ? begun : isWhole ? 0 : source.offset();
        if (from > source.offset()) {
            from = source.offset();
        }
        RawRecords.Raw found = raw.at(partition.topic(), partition.number(), from);
        while (found != null && found.offset() < source.offset()) {
            addUnnamed(entry, new Source(source.topic(), source.partition(), found.offset()), found, to);
            found = raw.at(partition.topic(), partition.number(), found.offset() + 1);
        }
        LogRecord learned = null;
        byte[] value = null;
        if (found == null || found.offset() > source.offset()) {
            account.gone(why(source), source, "the log names it, the topic has it no more");
        } else if (!decoder.isOriginOf(logged, found.value())) {
            account.gone(RawAccount.ANOTHER, source, "another event is there now: the topic was made anew");
        } else {
            value = found.value();
            learned = again(source, value);
        }
        next.put(partition, source.offset() + 1);
        offer(new Entry(entry.offset(), entry.appendTime(), entry.logged(), learned), value, to);
    }

    private String why(Source source) {
        return raw.begin(source.topic(), source.partition()) > source.offset()
                ? RawAccount.DELETED
                : RawAccount.NOT_THERE;
    }

    private @Nullable LogRecord again(Source source, byte @Nullable [] value) {
        Extracted extracted = decoder.decode(source, value);
        if (extracted instanceof Extracted.Accepted accepted) {
            account.madeAgain();
            return new LogRecord.Event(accepted.example());
        }
        Extracted.Rejected rejected = (Extracted.Rejected) extracted;
        account.rejected(rejected.reason().name(), source, rejected.detail());
        return null;
    }

    private void addUnnamed(Entry before, Source source, RawRecords.Raw found, List<Entry> to) {
        Extracted extracted = decoder.decode(source, found.value());
        if (extracted instanceof Extracted.Accepted accepted) {
            account.added();
            long offset = lastOffset >= 0 ? lastOffset : before.offset() - 1;
            LogRecord learned = new LogRecord.Event(accepted.example());
            offer(new Entry(offset, before.appendTime(), null, learned), found.value(), to);
        } else {
            account.refusedStill();
        }
    }

    private void offer(Entry entry, byte @Nullable [] value, List<Entry> to) {
        if (!excision.takes(entry, field -> decoder.field(field, value))) {
            to.add(entry);
        }
    }

    @Override
    public void close() {
        raw.close();
        log.close();
    }
}
