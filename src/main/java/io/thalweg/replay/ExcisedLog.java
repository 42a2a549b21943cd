package io.thalweg.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The train log without what is dropped. */
public final class ExcisedLog implements LogSource {
    private final LogSource log;
    private final Excision excision;

    public ExcisedLog(LogSource log, Excision excision) {
        this.log = log;
        this.excision = excision;
    }

    @Override
    public @Nullable Block next(int most) {
        Block block = log.next(most);
        if (block == null) {
            return null;
        }
        List<Entry> left = block.entries().stream()
                .filter(entry -> !excision.takes(entry, Excision.RawFields.NONE))
                .toList();
        return new Block(left, block.records(), block.position());
    }

    @Override
    public void close() {
        log.close();
    }
}
