package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.thalweg.lane.Lane;
import io.thalweg.lane.Succession;
import io.thalweg.publish.Outputs;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointStoreTest {
    private static final TaskId TASK = new TaskId(0, 0);

    private final Scene scene = new Scene();
    private final List<byte[]> records = scene.log(200);
    private final Map<Bytes, byte[]> changelog = new LinkedHashMap<>();
    private final KeyValueStore<Bytes, byte[]> logged = logging();
    private final Checkpoints checkpoints = new Checkpoints(() -> scene.lanes());
    private StateRestoreCallback restoring;
    private CheckpointStore store;

    @BeforeEach
    void open() {
        store = (CheckpointStore) checkpoints.get();
        store.init(context(), store);
    }

    /** Remembers the restore callback; knows nothing else. */
    private StateStoreContext context() {
        return (StateStoreContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStoreContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("register")) {
                        restoring = (StateRestoreCallback) arguments[1];
                    }
                    return method.getName().equals("taskId") ? TASK : null;
                });
    }

    /** Puts into {@link #changelog}, as the engine's layer above the store does. */
    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> logging() {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("put");
                    changelog.put((Bytes) arguments[0], (byte[]) arguments[1]);
                    return null;
                });
    }

    private void learn(Succession lanes, int from, int to) {
        for (int offset = from; offset < to; offset++) {
            lanes.apply(offset, Scene.NOON, scene.trainLog().decode(records.get(offset)), Outputs.NONE);
        }
    }

    private void restore() {
        changelog.forEach((key, value) -> restoring.restore(key.get(), value));
    }

    @Test
    void aRestoredLaneGoesOnAsIfNothingHadHappened() {
        Succession lanes = store.resume();
        learn(lanes, 0, 70);
        store.checkpoint(logged);
        learn(lanes, 70, 150);
        store.checkpoint(logged);
        learn(lanes, 150, 201);

        open();
        restore();
        Succession resumed = store.resume();
        Lane restored = resumed.lane();
        assertThat(store.checkpointed()).isEqualTo(150);
        assertThat(restored.nextOffset()).isEqualTo(150);
        learn(resumed, 150, 201);
        assertThat(restored.parametersSha256()).isEqualTo(lanes.lane().parametersSha256());
        assertThat(restored.totals()).isEqualTo(lanes.lane().totals());
        assertThat(restored.metrics()).isEqualTo(lanes.lane().metrics());
    }

    /** A trace context that says where its event stands in the log. */
    private static Headers trace(long offset) {
        String parent = "00-%032x-%016x-01".formatted(offset + 1, 7);
        return new RecordHeaders().add("traceparent", parent.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void tracesOfWhatWaitsComeBackAndThoseOfWhatWasLearnedAreTakenAway() {
        Succession lanes = store.resume();
        for (int offset = 0; offset < 70; offset++) {
            store.traces().came(offset, trace(offset));
        }
        learn(lanes, 0, 70);
        Set<Long> waiting = lanes.lane().waiting();
        assertThat(waiting).isNotEmpty();
        int blocks = changelog.size();
        store.checkpoint(logged);

        open();
        restore();
        Succession resumed = store.resume();
        Map<Long, Headers> restored = new TreeMap<>();
        for (long offset = 0; offset < 70; offset++) {
            Headers headers = store.traces().take(offset);
            if (headers != null) {
                restored.put(offset, headers);
            }
        }
        assertThat(restored.keySet()).containsExactlyInAnyOrderElementsOf(waiting);
        restored.forEach((offset, headers) -> assertThat(headers).isEqualTo(trace(offset)));

        learn(resumed, 70, 201);
        store.checkpoint(logged);
        assertThat(blocks).isZero();
        assertThat(changelog.values().stream().filter(value -> value == null)).hasSize(waiting.size());
    }

    @Test
    void withoutTracesACheckpointHasNothingOfThem() {
        learn(store.resume(), 0, 70);
        store.checkpoint(logged);
        assertThat(changelog.keySet())
                .noneMatch(key -> ByteBuffer.wrap(key.get()).getInt() < 0);
    }

    @Test
    void aSecondInitForgetsEverything() {
        learn(store.resume(), 0, 70);
        store.checkpoint(logged);
        store.init(context(), store);
        assertThat(store.resume().lane().nextOffset()).isZero();
        assertThat(store.checkpointed()).isEqualTo(-1);
    }

    @Test
    void aSuspendedTaskKeepsItsLane() {
        Succession lanes = store.resume();
        learn(lanes, 0, 70);
        store.checkpoint(logged);
        learn(lanes, 70, 80);
        assertThat(store.resume()).isSameAs(lanes);
        assertThat(lanes.lane().nextOffset()).isEqualTo(80);
        assertThat(store.checkpointed()).isEqualTo(70);
    }

    @Test
    void aStandbyFollowsEveryCheckpointAndTakesOver() {
        CheckpointStore standby = (CheckpointStore) checkpoints.get();
        Succession lanes = store.resume();
        standby.init(context(), standby);
        learn(lanes, 0, 70);
        store.checkpoint(logged);
        restore();
        assertThat(standby.resume().lane().nextOffset()).isEqualTo(70);
        learn(standby.resume(), 70, 90);

        learn(lanes, 70, 150); // back with the other one, which was ahead of nobody
        store.checkpoint(logged);
        restore();
        Lane again = standby.resume().lane();
        assertThat(again.nextOffset()).isEqualTo(150);
        assertThat(again.parametersSha256()).isEqualTo(lanes.lane().parametersSha256());
    }

    @Test
    void lookingAtAStoreCostsNoLane() {
        assertThat(checkpoints.of(TASK)).isSameAs(store);
        store.close();
        assertThat(store.isOpen()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> checkpoints.of(TASK));
    }
}
