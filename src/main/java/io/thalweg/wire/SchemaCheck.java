package io.thalweg.wire;

import io.thalweg.check.Verdict;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Looks whether the events that are published now could be learned from; registers nothing. */
public final class SchemaCheck {
    private final InputMap map;
    private final Registry registry;

    SchemaCheck(InputMap map, Registry registry) {
        this.map = map;
        this.registry = registry;
    }

    /** What is to be said of every input topic; of the registry only, if it does not answer in time. */
    public static List<Verdict> of(InputMap map, Map<String, ?> settings, Duration patience) {
        try (Registry registry = Registry.impatient(settings, patience)) {
            return new SchemaCheck(map, registry).verdicts();
        } catch (RegistryAwayException e) {
            return List.of(Verdict.warn(
                    "%s; no schema was looked at: start it, or correct registry: url", String.valueOf(e.getMessage())));
        } catch (RegistryException | IllegalArgumentException e) {
            return List.of(Verdict.fail("%s; correct the registry: block", String.valueOf(e.getMessage())));
        }
    }

    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (InputTopic topic : map.topics()) {
            String subject = topic.name() + "-value";
            OptionalInt latest = registry.latest(subject);
            verdicts.add(
                    latest.isPresent()
                            ? judge(topic, latest.getAsInt())
                            : Verdict.warn(
                                    "input topic %s: the registry has no subject %s, so its fields were not looked at;"
                                            + " check again when an event has been published",
                                    topic.name(), subject));
        }
        return verdicts;
    }

    private Verdict judge(InputTopic topic, int id) {
        try {
            Decoded.Rejected refusal = new ReadPlan(id, registry.schema(id), topic, map).refusal();
            return refusal == null
                    ? Verdict.pass(
                            "input topic %s: schema %d has all %d fields",
                            topic.name(), id, topic.columns().size())
                    : quarantined(topic, refusal.reason() + ": " + refusal.detail());
        } catch (UnknownSchemaException e) {
            return quarantined(topic, String.valueOf(e.getMessage()));
        }
    }

    private static Verdict quarantined(InputTopic topic, String why) {
        return Verdict.fail(
                "input topic %s: its events would go to quarantine (%s); correct the configuration, or what is published",
                topic.name(), why);
    }
}
