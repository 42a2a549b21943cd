package io.thalweg.serve.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** What went to quarantine: how much for which reason, and the last of it in words. */
final class Troubles {
    private static final int LAST = 8;
    private static final int LONGEST_DETAIL = 300;
    private static final int MOST_REASONS = 30; // there are half as many; this bounds what a stranger could write

    private final Deque<LivePage.Trouble> last = new ArrayDeque<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long count;
    private boolean isWhole = true;

    void add(LivePage.Trouble trouble) {
        count++;
        reasons.merge(
                reasons.size() < MOST_REASONS || reasons.containsKey(trouble.reason()) ? trouble.reason() : "OTHER",
                1L,
                Long::sum);
        last.addFirst(trouble);
        if (last.size() > LAST) {
            last.removeLast();
        }
    }

    /** There were more before those that are told of. */
    void isPartial() {
        isWhole = false;
    }

    void write(ObjectNode to) {
        to.put("count", count);
        to.put("whole", isWhole);
        ObjectNode counts = to.putObject("reasons");
        reasons.forEach(counts::put);
        ArrayNode list = to.putArray("last");
        for (LivePage.Trouble trouble : last) {
            String detail = trouble.detail();
            list.addObject()
                    .put("reason", trouble.reason())
                    .put(
                            "detail",
                            detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + " …")
                    .put("place", trouble.place())
                    .put("time", trouble.time());
        }
    }
}
