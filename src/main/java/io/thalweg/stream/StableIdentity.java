package io.thalweg.stream;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A store that keeps nothing. An application without a persistent store gets a new process id at every start, and with
 * it a new transactional id: after a crash the open transaction of the dead process would hold back every reader of the
 * train log until it times out, instead of being ended by its successor.
 */
final class StableIdentity implements StateStore {
    private static final String NAME = "identity";

    private boolean open;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = true;
        context.register(root, (key, value) -> {});
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    @SuppressWarnings("deprecation") // the only way to say that there is no offset file to look for
    public boolean managesOffsets() {
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // the engine's contract: null means none
    public Long committedOffset(TopicPartition partition) {
        return null;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Makes the store, without a changelog. */
    static final class Builder implements StoreBuilder<StableIdentity> {
        @Override
        public StableIdentity build() {
            return new StableIdentity();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public StoreBuilder<StableIdentity> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<StableIdentity> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<StableIdentity> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<StableIdentity> withLoggingDisabled() {
            return this;
        }
    }
}
