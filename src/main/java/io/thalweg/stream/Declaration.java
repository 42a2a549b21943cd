package io.thalweg.stream;

import io.thalweg.lane.Evolution;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a changed configuration into the train log, where everybody will find it who learns from the log again; the lane
 * takes it up when that record comes. The newest word counts: a process that is older than the last one keeps its own
 * to itself, or two files in a rolling deploy would take the model back and forth.
 *
 * @param ours what this process is configured with
 * @param since where the log ended when this process was started
 * @param controls appends to the log
 */
record Declaration(LaneSettings ours, long since, Consumer<LogRecord> controls) {
    private static final Logger log = LoggerFactory.getLogger(Declaration.class);
    private static final int SHORT = 12; // digits of a fingerprint

    /**
     * Says it, if the log says something else and has said so for long enough.
     *
     * @throws IllegalStateException if the lane cannot take it up
     */
    void make(Succession lanes) {
        if (lanes.isDeclared(ours)) {
            return;
        }
        if (lanes.declaredAt() >= since) {
            log.warn(
                    "configuration {} was put into the train log at offset {}, after this process was started with {}:"
                            + " this process learns with the newer one and does not put its own back. In a rolling deploy"
                            + " it will be restarted with the new file; to have its own back, restart it when no process"
                            + " with the newer file runs any more",
                    lanes.declared().substring(0, SHORT),
                    lanes.declaredAt(),
                    ours.fingerprint().substring(0, SHORT));
            return;
        }
        requireFit(lanes.lane().settings());
        log.info("the configuration has changed: a control record says so in the train log");
        controls.accept(new LogRecord.Configure(lanes.lane().eventTime(), ours.configuration()));
    }

    private void requireFit(LaneSettings present) {
        List<String> obstacles =
                present.fingerprint().equals(ours.fingerprint()) ? List.of() : Evolution.obstacles(present, ours);
        if (!obstacles.isEmpty()) {
            throw new IllegalStateException(
                    ("the running model cannot take this configuration up, and nothing has been changed:\n  %s\n"
                                    + "Put the old values back; or learn another model from the log with './thalweg replay"
                                    + " -c OLD.yaml --config NEW.yaml --export model.zip' (and '--source raw' if features"
                                    + " differ), then './thalweg promote -c OLD.yaml model.zip' if only the model is"
                                    + " another, or './thalweg run -c NEW.yaml --from model.zip' under another name"
                                    + " (app:)")
                            .formatted(String.join("\n  ", obstacles)));
        }
    }
}
