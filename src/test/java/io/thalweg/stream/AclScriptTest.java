package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator is given to run. {@link AclIT} says that it is enough, and not too much. */
class AclScriptTest {
    private final List<String> lines = AclScript.lines(new Scene().config);

    @Test
    void aScriptNamesEverybodyOnceAndThenGrants() {
        assertThat(lines)
                .startsWith(
                        "ADMIN=admin.properties # how an administrator connects",
                        "LEARNER=User:shop-learner # run",
                        "SERVER=User:shop-server # serve; together with LEARNER, run --listen",
                        "SOURCE=User:shop-source # produce, shop, and your own services that write events",
                        "READER=User:shop-reader # snapshots (all but import), replay, explain-score",
                        "OPERATOR=User:shop-operator # promote, snapshots import",
                        "AS= # the NAME, where READER may replay --as NAME, too")
                .contains(
                        "kafka-acls.sh --bootstrap-server localhost:9092 --command-config \"$ADMIN\" --add"
                                + " --allow-principal \"$LEARNER\" --operation Read --operation Write --operation"
                                + " DescribeConfigs --topic thalweg.shop.train-log",
                        "kafka-acls.sh --bootstrap-server localhost:9092 --command-config \"$ADMIN\" --add"
                                + " --allow-principal \"$LEARNER\" --operation Write --transactional-id"
                                + " thalweg.shop.learn- --resource-pattern-type prefixed",
                        "kafka-acls.sh --bootstrap-server localhost:9092 --command-config \"$ADMIN\" --add"
                                + " --allow-principal \"$SOURCE\" --operation Write --topic shop.click",
                        "kafka-acls.sh --bootstrap-server localhost:9092 --command-config \"$ADMIN\" --add"
                                + " --allow-principal \"$OPERATOR\" --operation Write --transactional-id"
                                + " thalweg.shop.copy- --resource-pattern-type prefixed");
    }

    @Test
    void theEnginesOwnTopicIsMadeInAdvanceToo() {
        assertThat(lines)
                .contains(
                        "kafka-topics.sh --bootstrap-server localhost:9092 --command-config \"$ADMIN\" --create --topic"
                                + " thalweg.shop.learn-checkpoints-changelog --partitions 1 --config cleanup.policy=compact"
                                + " --config max.compaction.lag.ms=3600000 --config max.message.bytes=4194304 --config"
                                + " min.cleanable.dirty.ratio=0.2 --config segment.bytes=67108864");
        assertThat(lines).noneMatch(line -> line.contains("--operation Create"));
    }

    @Test
    void whoPublishesReplaysIsLeftOutUnlessTheirNameIsGiven() {
        assertThat(lines.subList(lines.indexOf("if [ \"$AS\" ]; then"), lines.size()))
                .endsWith("fi")
                .hasSize(9)
                .contains("  kafka-acls.sh --bootstrap-server localhost:9092 --command-config \"$ADMIN\" --add"
                        + " --allow-principal \"$READER\" --operation Write --transactional-id thalweg.$AS.replay");
        assertThat(lines.stream().filter(line -> line.contains("$AS.")))
                .hasSize(7)
                .allMatch(line -> line.startsWith("  kafka-"));
    }

    @Test
    void whoeverReadsTheScriptFindsWhichRoleACommandNeeds() {
        assertThat(lines)
                .contains(
                        "# LEARNER: run",
                        "# SERVER: serve; together with LEARNER, run --listen",
                        "# SOURCE: produce, shop, and your own services that write events",
                        "# READER: snapshots (all but import), replay, explain-score",
                        "# OPERATOR: promote, snapshots import");
    }

    @Test
    void aServerOnlyReads() {
        assertThat(lines.stream().filter(line -> line.contains("$SERVER")))
                .isNotEmpty()
                .noneMatch(line -> line.matches(".*--operation (Write|Alter|Delete|All).*"));
    }

    @Test
    void programsGetTheSame() {
        assertThat(String.valueOf(AclScript.report(new Scene().config).get("acls")))
                .contains("{role=LEARNER, operation=READ, resourceType=GROUP, name=thalweg.shop.learn,"
                        + " patternType=LITERAL}");
    }
}
