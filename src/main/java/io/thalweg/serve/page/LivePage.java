package io.thalweg.serve.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thalweg.learn.TaskMetrics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the live page shows, in bounded memory: whoever follows the topics tells it, and it is asked for JSON. Times are
 * epoch milliseconds. Safe for use by several threads.
 */
public final class LivePage {
    private static final int SNAPSHOTS = 12;
    private static final int ALARMS = 64;

    private final Origin origin;
    private final InstantSource clock;
    private final Map<String, TaskView> tasks = new LinkedHashMap<>();
    private final Map<String, Possible> possible = new LinkedHashMap<>();
    private final LabelRate rate = new LabelRate();
    private final Troubles troubles = new Troubles();
    private final Deque<Snapshot> snapshots = new ArrayDeque<>();
    private final Deque<Alarm> alarms = new ArrayDeque<>();
    private Feed feed = Feed.WAITING;
    private String feedDetail = "";
    private long modelTaken;
    private long behind = -1;
    private double toldRate = Double.NaN; // falls by itself when nothing comes any more
    private boolean isChanged;
    private boolean isTroubled; // since the last news
    private boolean hasSnapshots;
    private boolean isAlarmed;

    /**
     * Who shows itself.
     *
     * @param app name of the application
     * @param command that shows it: demo, run or serve
     * @param tasks in configuration order; others are not shown
     * @param window labels after which one has faded to 1/e in metrics
     */
    public record Origin(String app, String command, List<String> tasks, long window) {}

    /** What who knows the truth would have reached on as many labels, in the task's main figure. */
    public record Truth(long labelled, double error) {}

    /** How the page's own source of news is. */
    public enum Feed {
        /** For topics, broker or registry to be there. */
        WAITING,
        /** What came before now is being read. */
        READING,
        LIVE,
        /** The broker does not answer any more. */
        AWAY
    }

    /** An event that nobody could learn from; {@code place} says where it stands. */
    public record Trouble(String reason, String detail, String place, long time) {}

    /** A snapshot, by its manifest. */
    public record Snapshot(String id, String cause, long version, long nextOffset, long bytes, long taken) {}

    /**
     * Something changed, at a place of the log.
     *
     * @param task empty for a feature, which is no task's own
     * @param kind what changed: loss, labels or the feature's name
     */
    private record Alarm(String task, String kind, String detail, long offset, long time) {}

    public LivePage(Origin origin, InstantSource clock) {
        this.origin = origin;
        this.clock = clock;
        origin.tasks().forEach(task -> possible.put(task, new Possible(origin.window())));
    }

    /** @param taken when the log took the record that they are of */
    public synchronized void metrics(TaskMetrics metrics, long taken) {
        Possible best = possible.get(metrics.task());
        if (best == null) {
            return;
        }
        TaskView view = tasks.get(metrics.task());
        if (view == null) {
            tasks.put(metrics.task(), new TaskView(metrics, best));
        } else {
            view.add(metrics, best);
        }
        metrics.drift().alarms().forEach(alarm -> alarm(shown(alarm, taken)));
        modelTaken = taken;
        if (feed == Feed.LIVE) {
            rate.add(clock.millis(), labelled());
        }
        isChanged = true;
    }

    /** By task, on all labels that are published; shown when they are learned. */
    public synchronized void best(Map<String, Truth> truths) {
        truths.forEach((task, truth) -> {
            Possible best = possible.get(task);
            if (best != null) {
                best.add(truth);
            }
        });
    }

    public synchronized void trouble(Trouble trouble) {
        troubles.add(trouble);
        isTroubled = true;
        isChanged = true;
    }

    /** The count of troubles lacks older ones, which nobody reads any more. */
    public synchronized void troublesArePartial() {
        troubles.isPartial();
    }

    public synchronized void snapshot(Snapshot snapshot) {
        snapshots.addFirst(snapshot);
        if (snapshots.size() > SNAPSHOTS) {
            snapshots.removeLast();
        }
        hasSnapshots = true;
        isChanged = true;
    }

    /** A feature is no task's own, and each task has its alarm; one is shown. */
    private static Alarm shown(io.thalweg.drift.Alarm alarm, long taken) {
        boolean isOfFeature = !alarm.feature().isEmpty();
        return new Alarm(
                isOfFeature ? "" : alarm.task(),
                isOfFeature ? alarm.feature() : alarm.signal().name().toLowerCase(Locale.ROOT),
                String.format(Locale.ROOT, "from %.4g to %.4g", alarm.before(), alarm.after()),
                alarm.offset(),
                taken);
    }

    private void alarm(Alarm alarm) {
        if (alarms.contains(alarm)) {
            return;
        }
        alarms.addFirst(alarm);
        if (alarms.size() > ALARMS) {
            alarms.removeLast();
        }
        isAlarmed = true;
        isChanged = true;
    }

    /** @param detail why, in a sentence, or empty */
    public synchronized void feed(Feed state, String detail) {
        isChanged |= feed != state || !feedDetail.equals(detail) || state == Feed.AWAY && behind >= 0;
        feed = state;
        feedDetail = detail;
        if (state == Feed.AWAY) {
            behind = -1; // nobody knows
        }
    }

    /** @param records of the train log that the learner has still to learn */
    public synchronized void behind(long records) {
        behind = records;
        isChanged = true;
    }

    private long labelled() {
        return tasks.values().stream()
                .mapToLong(view -> view.newest().labelled())
                .sum();
    }

    /** Everything, as JSON. */
    public synchronized String whole() {
        ObjectNode root = head();
        ArrayNode views = root.putArray("tasks");
        shown().forEach(view -> view.write(views.addObject()));
        troubles.write(root.putObject("quarantine"));
        writeSnapshots(root.putArray("snapshots"));
        writeAlarms(root.putArray("alarms"));
        return root.toString();
    }

    /** What has changed since the last time that this was asked, as JSON: sections, and within {@code tasks} tasks. */
    public synchronized Optional<String> news() {
        double speed = rate.perSecond(clock.millis());
        if (!isChanged && Double.compare(speed, toldRate) == 0) {
            return Optional.empty();
        }
        toldRate = speed;
        isChanged = false;
        ObjectNode root = head();
        ArrayNode views = root.putArray("tasks");
        shown().stream().filter(TaskView::isChanged).forEach(view -> view.writeNews(views.addObject()));
        if (isTroubled) {
            troubles.write(root.putObject("quarantine"));
        }
        if (hasSnapshots) {
            writeSnapshots(root.putArray("snapshots"));
        }
        if (isAlarmed) {
            writeAlarms(root.putArray("alarms"));
        }
        isTroubled = false;
        hasSnapshots = false;
        isAlarmed = false;
        return Optional.of(root.toString());
    }

    /** What the clock of all these times says now, as JSON: a sign of life. */
    public String beat() {
        return JsonNodeFactory.instance.objectNode().put("now", clock.millis()).toString();
    }

    private List<TaskView> shown() {
        List<TaskView> shown = new ArrayList<>();
        for (String task : origin.tasks()) {
            TaskView view = tasks.get(task);
            if (view != null) {
                shown.add(view);
            }
        }
        return shown;
    }

    private ObjectNode head() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("now", clock.millis()).put("app", origin.app()).put("command", origin.command());
        root.putObject("feed")
                .put("state", feed.name().toLowerCase(Locale.ROOT))
                .put("detail", feedDetail);
        ObjectNode model = root.putObject("model");
        List<TaskView> shown = shown();
        model.put(
                "version",
                shown.stream().mapToLong(view -> view.newest().version()).max().orElse(-1));
        model.put(
                "offset",
                shown.stream().mapToLong(view -> view.newest().offset()).max().orElse(-1));
        model.put(
                "eventTime",
                shown.stream()
                        .mapToLong(view -> view.newest().eventTime())
                        .max()
                        .orElse(0));
        model.put("taken", modelTaken);
        model.put("labelled", labelled());
        model.put(
                "diverged",
                shown.stream().anyMatch(view -> view.newest().standing().isDiverged()));
        model.put("behind", behind);
        TaskView.number(model, "rate", rate.perSecond(clock.millis()));
        return root;
    }

    private void writeSnapshots(ArrayNode to) {
        for (Snapshot snapshot : snapshots) {
            to.addObject()
                    .put("id", snapshot.id())
                    .put("cause", snapshot.cause())
                    .put("version", snapshot.version())
                    .put("nextOffset", snapshot.nextOffset())
                    .put("bytes", snapshot.bytes())
                    .put("taken", snapshot.taken());
        }
    }

    private void writeAlarms(ArrayNode to) {
        for (Alarm alarm : alarms) {
            to.addObject()
                    .put("task", alarm.task())
                    .put("kind", alarm.kind())
                    .put("detail", alarm.detail())
                    .put("offset", alarm.offset())
                    .put("time", alarm.time());
        }
    }
}
