package io.thalweg.replay;

import io.thalweg.ingest.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the raw records of a replay. Used by the reading thread; to be asked when it has ended. */
public final class RawAccount {
    /** Retention has deleted it. */
    static final String DELETED = "DELETED";
    /** The topic does not reach that far, or has a gap there. */
    static final String NOT_THERE = "NOT_THERE";
    /** The topic was made anew. */
    static final String ANOTHER = "ANOTHER_EVENT";
    /** The configuration has no such topic. */
    static final String NOT_CONFIGURED = "TOPIC_NOT_CONFIGURED";

    private static final int LISTED = 5;

    private final Map<String, Long> gone = new TreeMap<>();
    private final Map<String, Long> rejected = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private long madeAgain;
    private long added;
    private long refusedStill;

    void madeAgain() {
        madeAgain++;
    }

    void added() {
        added++;
    }

    void refusedStill() {
        refusedStill++;
    }

    void gone(String reason, Source source, String detail) {
        gone.merge(reason, 1L, Long::sum);
        list(reason, source, detail);
    }

    void rejected(String reason, Source source, String detail) {
        rejected.merge(reason, 1L, Long::sum);
        list(reason, source, detail);
    }

    private void list(String reason, Source source, String detail) {
        if (examples.size() < LISTED) {
            examples.add("%s-%d offset %d: %s, %s"
                    .formatted(source.topic(), source.partition(), source.offset(), reason, detail));
        }
    }

    /** Events of the log that were made again of their raw records. */
    public long count() {
        return madeAgain;
    }

    /** Events that the log does not have, which the configuration accepts. */
    public long unnamed() {
        return added;
    }

    /** Raw records that were refused then and are refused again. */
    public long refused() {
        return refusedStill;
    }

    /** Events of the log whose raw record cannot be had, by reason. */
    public Map<String, Long> missing() {
        return gone;
    }

    /** Events of the log whose raw record the configuration refuses, by reason. */
    public Map<String, Long> rejections() {
        return rejected;
    }

    /** The first few of the missing and the refused, one line each. */
    public List<String> listed() {
        return examples;
    }
}
