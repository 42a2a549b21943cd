package io.thalweg.stream;

import io.thalweg.check.Verdict;
import io.thalweg.client.ClientSettings;
import io.thalweg.client.Failures;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;

/** Looks whether the topics are fit for a run, and creates and changes nothing. */
public final class TopicCheck {
    private final TopicAdmin topics;
    private final RightsCheck rights;
    private final String bootstrap;

    private TopicCheck(Admin admin, String bootstrap) {
        this.bootstrap = bootstrap;
        topics = new TopicAdmin(admin, bootstrap);
        rights = new RightsCheck(admin, new Answers(bootstrap));
    }

    /** What is to be said of every topic of {@code config}; of the broker only, if none answers in time. */
    public static List<Verdict> of(ThalwegConfig config, Duration patience) {
        String bootstrap = String.valueOf(config.kafka().get("bootstrap.servers"));
        try (Admin admin = Admin.create(settings(config, patience))) {
            return new TopicCheck(admin, bootstrap).verdicts(config);
        } catch (RuntimeException e) {
            String words = Failures.explain(e);
            return List.of(
                    isAway(e)
                            ? Verdict.warn(
                                    "no broker answers at %s, so no topic was looked at; start it, or correct kafka:"
                                            + " bootstrap.servers (%s)",
                                    bootstrap, words)
                            : Verdict.fail("kafka at %s: %s; correct the kafka: block", bootstrap, words));
        }
    }

    /** Under every name by which a client may be told for how long to wait. */
    private static Map<String, Object> settings(ThalwegConfig config, Duration patience) {
        Map<String, Object> settings = new ClientSettings(config.app(), config.kafka()).admin();
        int millis = (int) patience.toMillis();
        settings.put("default.api.timeout.ms", millis);
        settings.put("request.timeout.ms", millis);
        return settings;
    }

    private static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap urls")) {
                return true;
            }
        }
        return false;
    }

    private List<Verdict> verdicts(ThalwegConfig config) {
        List<Verdict> verdicts = new ArrayList<>();
        for (InputTopic input : config.input().topics()) {
            verdicts.add(input(input.name()));
        }
        for (TopicSpec ours : ThalwegStreams.topics(config.topics(), EnumSet.allOf(ThalwegStreams.Part.class))) {
            verdicts.addAll(ours(ours));
        }
        for (Right missing : rights.missing(Role.rights(config, EnumSet.allOf(ThalwegStreams.Part.class)))) {
            verdicts.add(Verdict.warn("this user has no right of %s, which 'run' needs; see --acls", missing));
        }
        return verdicts;
    }

    private Verdict input(String name) {
        Integer partitions = topics.partitions(List.of(name)).get(name);
        return partitions == null
                ? Verdict.fail("%s", topics.noSuchInput(name))
                : Verdict.pass("input topic %s: %s", name, counted(partitions));
    }

    private List<Verdict> ours(TopicSpec spec) {
        Integer partitions = topics.partitions(List.of(spec.name())).get(spec.name());
        if (partitions == null) {
            return List.of(Verdict.pass(
                    "%s topic %s: not there yet; the first run creates it, or you do: %s",
                    spec.use(), spec.name(), spec.createCommand(bootstrap)));
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (TopicRules.Finding finding : topics.findings(List.of(spec), Map.of(spec.name(), partitions))) {
            verdicts.add(finding.error() ? Verdict.fail("%s", finding.text()) : Verdict.warn("%s", finding.text()));
        }
        return verdicts.isEmpty()
                ? List.of(Verdict.pass("%s topic %s: %s", spec.use(), spec.name(), counted(partitions)))
                : verdicts;
    }

    private static String counted(int partitions) {
        return partitions == 1 ? "1 partition" : partitions + " partitions";
    }
}
