package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bad file is told: the key as typed, where it stands, the rule, the value, and what to do. */
class ConfigComplaintsTest {
    private static final String GOOD = """
            app: shop
            time: at
            key: id
            features:
              user: { type: categorical }
              price: { type: numeric, transform: [log1p] }
              both: { type: cross, of: [user, shelf] }
              past: { type: sequence, of: user }
              seen: { type: count, of: user }
            tasks:
              click: { topic: clicks, label: clicked, loss: logistic }
              dwell: { topic: visits, label: { field: dwell_s, transform: [log1p] }, loss: squared }
            model:
              layers: { shared: [64] }
            """;

    private static List<String> complaints(String yaml) {
        return catchThrowableOfType(
                        ConfigException.class, () -> ThalwegConfig.parse(yaml, "shop.yaml", Map.of("HOST", "broker")))
                .problems();
    }

    /** Complaints about the good file with something else in one place. */
    private static List<String> instead(String good, String bad) {
        assertThat(GOOD).contains(good);
        return complaints(GOOD.replace(good, bad));
    }

    private static List<String> with(String line) {
        return complaints(GOOD + line + "\n");
    }

    @Test
    void theGoodFileIsGood() {
        assertThat(ThalwegConfig.parse(GOOD, "shop.yaml", Map.of()).app()).isEqualTo("shop");
    }

    @Test
    void anUnknownKeyIsAnsweredWithTheNearestOne() {
        assertThat(instead("label: clicked", "lable: clicked"))
                .containsExactlyInAnyOrder(
                        "line 11: tasks.click.label is missing: the field with the label, or a block { field: ... }",
                        "line 11: there is no key tasks.click.lable (did you mean 'label'?); allowed in tasks.click:"
                                + " topic, label, loss, weight, event-weight, after");
        assertThat(with("optimizer: adam"))
                .singleElement()
                .asString()
                .startsWith("line 15: there is no key optimizer (did you mean 'optimiser'?); allowed: app, kafka,");
        assertThat(with("batch: { max_age: 5s }"))
                .singleElement()
                .asString()
                .startsWith("line 15: there is no key batch.max_age (did you mean 'max-age'?)");
        assertThat(with("zzzzzzz: 1").get(0)).startsWith("line 15: there is no key zzzzzzz; allowed: ");
    }

    @Test
    void severalProblemsAreToldAtOnceInTheFilesOrder() {
        ConfigException e = catchThrowableOfType(
                ConfigException.class,
                () -> ThalwegConfig.parse(
                        GOOD.replace("time: at\n", "").replace("[64]", "[0]") + "seed: many\n", "shop.yaml", Map.of()));
        assertThat(e).hasMessage("""
                        shop.yaml has 3 problems:
                          line 1: time is missing: the field with the event time, or a block { field: ..., unit: s }
                          line 13: model.layers.shared[0] must be a whole number from 1 to 4,096, got '0'
                          line 14: seed must be a whole number from -9,223,372,036,854,775,808 to \
                        9,223,372,036,854,775,807, got 'many'""");
    }

    @Test
    void whatIsMissingIsNamedWithItsMeaning() {
        assertThat(complaints("app: a\n"))
                .containsExactly(
                        "line 1: time is missing: the field with the event time, or a block { field: ..., unit: s }",
                        "line 1: features is missing: a block with a key for each input of the model",
                        "line 1: tasks is missing: a block with a key for each thing to predict");
        assertThat(instead("topic: clicks, ", ""))
                .containsExactly("line 11: tasks.click.topic is missing: the topic its events come on");
        assertThat(instead(", loss: logistic", ""))
                .containsExactly("line 11: tasks.click.loss is missing: one of logistic, softmax, focal, hinge,"
                        + " squared, huber, quantile, poisson, zero-inflated-log-normal");
        assertThat(instead("type: numeric, ", ""))
                .containsExactly(
                        "line 6: features.price.type is missing: one of categorical, numeric, cross, count, rate,"
                                + " vector, image, sequence");
        assertThat(instead(", of: [user, shelf]", ""))
                .containsExactly("line 7: features.both.of is missing: the list of features to cross, such as [user,"
                        + " category]");
        assertThat(instead("field: dwell_s, ", ""))
                .containsExactly("line 12: tasks.dwell.label.field is missing: the field with the label");
        assertThat(instead("time: at", "time: { unit: s }"))
                .containsExactly("line 2: time.field is missing: the field with the event time");
        assertThat(with("registry: { bearer.auth.token: \"${HOST}\" }"))
                .containsExactly("line 15: registry.url is missing: where the schema registry is, such as"
                        + " http://localhost:8081");
    }

    @Test
    void aKeyWithNothingBehindItIsNoDefault() {
        assertThat(with("seed:")).containsExactly("line 15: seed has no value; give it one or remove the line");
        assertThat(with("kafka: { bootstrap.servers: }"))
                .containsExactly("line 15: kafka.bootstrap.servers has no value; give it one or remove the line");
    }

    @Test
    void aKeyTwiceIsRefused() {
        assertThat(with("app: again")).containsExactly("line 15: app is there twice, first on line 1; keep one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "batch: { size: '0' } | batch.size must be a whole number from 1 to 8,192, got '0'",
                "batch: { size: [1] } | batch.size must be a whole number from 1 to 8,192, got a list",
                "batch: { size: 2.5 } | batch.size must be a whole number from 1 to 8,192, got '2.5'",
                "batch: 256 | batch must be a block with the keys size, max-age, schedule, got '256'",
                "batch: { max-age: 10 } | batch.max-age must be a duration such as 250ms, 10s, 5m, 2h or 1d, got '10'",
                "batch: { max-age: 0s } | batch.max-age must be longer than nothing, got '0s'",
                "optimiser: { type: sgd, rate: fast } | optimiser.rate must be a number, got 'fast'",
                "optimiser: { type: sgd, rate: -1 } | optimiser.rate must be in (0, 100], got -1.0",
                "optimiser: { type: adam, beta1: 1 } | optimiser.beta1 must be in [0, 1), got 1.0",
                "topics: { metrics: a/b } | topics.metrics must be a topic's name, at most 249 letters, digits, '.', '_'"
                        + " and '-', got 'a/b'",
                "duplicates: { window: -1 } | duplicates.window must be a whole number from 0 to 1,000,000, got '-1'",
                "snapshots: { every: 0 } | snapshots.every must be a whole number from 1 to 9,223,372,036,854,775,807,"
                        + " got '0'",
                "requests: [a] | requests must be a text, got a list",
                "requests: '' | requests must not be empty",
            })
    void aWrongValueIsShownWithTheRule(String line, String complaint) {
        assertThat(with(line)).containsExactly("line 15: " + complaint);
    }

    @Test
    void whatComesWithLaterVersionsIsRefusedWithWhatThereIsToday() {
        assertThat(instead("layers:", "sharing: adversarial\n  layers:"))
                .singleElement()
                .asString()
                .startsWith(
                        "line 14: model.sharing is 'adversarial'; allowed in this version: independent, hard, mmoe,");
        assertThat(instead("layers:", "sharing: { type: adversarial, strength: 1 }\n  layers:"))
                .singleElement()
                .asString()
                .startsWith(
                        "line 14: model.sharing.type is 'adversarial'; allowed in this version: independent, hard, mmoe,");
        assertThat(with("balance: { type: fairgrad }"))
                .containsExactly("line 15: balance.type is 'fairgrad'; allowed in this version: fixed, exponentiated,"
                        + " uncertainty, gradnorm, dwa, famo, pcgrad, cagrad, mgda, imtl, nash");
        assertThat(instead("of: user }", "of: user, encoder: transformer }"))
                .contains("line 8: features.past.encoder is 'transformer'; allowed in this version: mean, conv, gru,"
                        + " lstm, attention");
        assertThat(with("snapshots: { or-every: 5m }"))
                .containsExactly(
                        "line 15: snapshots.or-every is '5m', but this version takes snapshots by the number of"
                                + " examples only: use snapshots.every");
    }

    @Test
    void aWrongWordIsAnsweredWithTheNearest() {
        assertThat(instead("loss: logistic", "loss: logstic"))
                .containsExactly(
                        "line 11: tasks.click.loss is 'logstic'; allowed in this version: logistic, softmax,"
                                + " focal, hinge, squared, huber, quantile, poisson, zero-inflated-log-normal (did you mean 'logistic'?)");
        assertThat(instead("type: categorical", "type: category"))
                .contains("line 5: features.user.type is 'category'; allowed in this version: categorical, numeric,"
                        + " cross, count, rate, vector, image, sequence (did you mean 'categorical'?)");
        assertThat(instead("[log1p] }\n  both", "[log] }\n  both"))
                .containsExactly("line 6: features.price.transform[0] is 'log'; allowed in this version: log1p,"
                        + " standardise (did you mean 'log1p'?)");
        assertThat(with("optimiser: adagard"))
                .containsExactly("line 15: optimiser is 'adagard'; allowed in this version: adagrad, adam, ftrl, sgd"
                        + " (did you mean 'adagrad'?)");
    }

    @Test
    void aLabelIsNoFeature() {
        assertThat(instead("label: clicked", "label: price"))
                .containsExactly("line 11: tasks.click.label is 'price', which is also read as the feature 'price'; the"
                        + " model would be told what it is to predict: take another field for one of them");
        assertThat(instead("field: dwell_s", "field: shelf"))
                .containsExactly("line 12: tasks.dwell.label.field is 'shelf', which is also read as the feature"
                        + " 'both'; the model would be told what it is to predict: take another field for one of them");
        assertThat(instead("label: clicked", "label: at").get(0))
                .contains("tasks.click.label is 'at', which is also read as the event time;");
    }

    @Test
    void contradictionsAreRefused() {
        assertThat(instead("layers: { shared: [64] }", "layers: { shared: [], task: [] }\n  wide: false"))
                .containsExactly("line 15: model.wide is false, and there are no model.layers: nothing would be left of"
                        + " the model; set it to true or add layers");
        assertThat(instead("key: id\n", "duplicates: { window: 10 }\n"))
                .containsExactly("line 3: duplicates is set, but there is no 'key' to tell events apart by; add 'key:"
                        + " FIELD' or remove it");
        assertThat(instead("clicked, loss", "{ field: clicked, transform: log1p }, loss"))
                .containsExactly("line 11: tasks.click.label.transform cannot be combined with a loss for classes; a"
                        + " class has no size: remove the transform");
        assertThat(instead("field: dwell_s,", "field: dwell_s, above: 1, below: 2,"))
                .containsExactly(
                        "line 12: tasks.dwell.label has above and below together; a label is made by one rule");
        assertThat(instead("transform: [log1p] }, loss", "transform: [log1p, { divide: 2 }] }, loss"))
                .containsExactly("line 12: tasks.dwell.label.transform has 2 steps; allowed is one: [log1p] or [{"
                        + " divide: 10 }]");
        assertThat(instead("transform: [log1p] }\n  both", "transform: [standardise, log1p] }\n  both"))
                .containsExactly("line 6: features.price.transform must be [log1p, standardise]: the logarithm is taken"
                        + " first");
        assertThat(instead("time: at", "time: { field: at, earliest: 2020-01-01, latest: 2019-01-01 }"))
                .containsExactly("line 2: time has no believable time: earliest is not before latest; swap them");
    }

    @Test
    void noTopicIsUsedForTwoThings() {
        assertThat(with("requests: clicks"))
                .containsExactly("line 15: requests is 'clicks', and so is tasks.click.topic; give each a topic of its"
                        + " own");
        assertThat(with("topics: { metrics: visits }"))
                .containsExactly(
                        "line 15: topics.metrics is 'visits', and so is tasks.dwell.topic; give each a topic of"
                                + " its own");
        assertThat(instead("topic: clicks", "topic: thalweg.shop.train-log"))
                .containsExactly("line 1: topics.train-log is 'thalweg.shop.train-log', and so is tasks.click.topic;"
                        + " give each a topic of its own");
    }

    @Test
    void aRateIsOfTasksThatThereAre() {
        String good = "seen: { type: count, of: user }";
        assertThat(instead(good, "r: { type: rate, of: user, tasks: [click, clik] }"))
                .containsExactly("line 9: features.r.tasks[1] is 'clik', but there is no such task (did you mean"
                        + " 'click'?); there are click, dwell");
        assertThat(instead(good, "r: { type: rate, of: user, tasks: [click, click] }"))
                .containsExactly("line 9: features.r.tasks[1] names 'click' twice; keep one");
        assertThat(instead(good, "r: { type: rate, tasks: click }"))
                .containsExactly("line 9: features.r.of is missing: the feature or field whose events are remembered,"
                        + " or a list of them");
        assertThat(instead(good, "r: { type: rate, of: user, prior: 0 }"))
                .containsExactly("line 9: features.r.prior must be from 0.001 to 1,000,000 labels, got '0'");
        assertThat(instead(good, "r: { type: rate, of: price }"))
                .containsExactly("line 9: features.r.of names 'price', which is a numeric; only categorical features"
                        + " and fields can be crossed or counted");
        assertThat(instead(good, "r: { type: rate, of: user }\n  r.dwell: { type: categorical }"))
                .containsExactly("line 9: features.r has a rate of 'dwell' called 'r.dwell', and so is another"
                        + " feature; rename one of them");
    }

    @Test
    void namesOfFeaturesMustFit() {
        assertThat(instead("[user, shelf]", "[user]"))
                .containsExactly("line 7: features.both.of must name at least two features, got 1");
        assertThat(instead("[user, shelf]", "[user, user]"))
                .containsExactly("line 7: features.both.of[1] names 'user' twice; keep one");
        assertThat(instead("[user, shelf]", "[user, price]"))
                .containsExactly("line 7: features.both.of[1] names 'price', which is a numeric; only categorical"
                        + " features and fields can be crossed or counted");
        assertThat(instead("of: user }\n  seen", "of: price }\n  seen"))
                .containsExactly("line 8: features.past.of names 'price', which has no texts; a sequence is of a"
                        + " categorical feature");
        assertThat(instead("of: user }\n  seen", "of: user, embedding: 3 }\n  seen"))
                .containsExactly("line 8: features.past.embedding is 3, but the sequence shares the embedding of"
                        + " 'user', which has length 8; remove it or change 'of'");
        assertThat(instead("transform: [log1p] }\n  both", "transform: [log1p, log1p] }\n  both"))
                .containsExactly("line 6: features.price.transform[1] is there twice; keep one");
        assertThat(instead("of: user }\ntasks", "of: [] }\ntasks"))
                .containsExactly("line 9: features.seen.of names nothing; name a feature or field");
    }

    @Test
    void lossesAndLabelsSayWhatTheyNeed() {
        assertThat(instead("loss: logistic", "loss: softmax"))
                .containsExactly("line 11: tasks.click.loss needs the number of classes: { type: softmax, classes: 5 }"
                        + " for labels from 0 to 4");
        assertThat(instead("loss: squared", "loss: { type: huber, delta: 0 }"))
                .containsExactly("line 12: tasks.dwell.loss: huber delta must be positive, got 0.0");
        assertThat(instead("loss: squared", "loss: squared, weight: -1"))
                .containsExactly("line 12: tasks.dwell.weight must be from 0 to 1e6, got -1.0");
        assertThat(instead("transform: [log1p] }, loss", "transform: { divide: 0 } }, loss"))
                .containsExactly("line 12: tasks.dwell.label.transform.divide: divide must be positive, got 0.0");
        assertThat(instead("field: dwell_s,", "field: dwell_s, equals: often,"))
                .containsExactly("line 12: tasks.dwell.label.equals must be a number, got 'often'");
        assertThat(instead("click:", "click through:").get(0))
                .isEqualTo("line 11: tasks.click through must be called by at most 100 letters, digits, '_', '.' and"
                        + " '-'");
    }

    @Test
    void emptyBlocksAreRefused() {
        assertThat(complaints("app: a\ntime: at\nfeatures: {}\ntasks: []\n"))
                .containsExactly(
                        "line 3: features must have at least one feature",
                        "line 4: tasks must be a block with a key for each task, got a list");
        assertThat(complaints("app: a\ntime: at\nfeatures: { u: { type: categorical } }\ntasks: {}\n"))
                .containsExactly("line 4: tasks must have at least one task");
    }

    @Test
    void theModelMustFitIntoMemory() {
        assertThat(instead("model:\n", "model:\n  embedding: { buckets: 2^28, dimension: 64 }\n"))
                .containsExactly("line 14: model has a table of 268,435,456 rows of 128 numbers (parameters and the"
                        + " optimiser's state); allowed are 2^31 numbers in all: take fewer buckets or a shorter"
                        + " embedding");
        assertThat(instead("model:\n", "model:\n  embedding: { buckets: 1000 }\n"))
                .containsExactly("line 14: model.embedding.buckets must be a power of two such as 2^20, got '1000'");
    }

    @Test
    void timesAreDates() {
        assertThat(instead("time: at", "time: { field: at, unit: minutes, earliest: soon, latest: 17 }"))
                .containsExactly(
                        "line 2: time.unit is 'minutes'; allowed in this version: s, ms, d",
                        "line 2: time.earliest must be a date such as 2015-07-01 or 2015-07-01T12:00:00Z, got 'soon'",
                        "line 2: time.latest must be a date such as 2015-07-01 or 2015-07-01T12:00:00Z, got '17'");
    }

    @Test
    void whatIsNoYamlIsSaidSo() {
        assertThat(complaints("app: [a\nb: c\n").get(0)).startsWith("line 2: this is no YAML: ");
        assertThat(complaints("app: a\0\n").get(0)).contains("this is no YAML: special characters are not allowed");
        assertThat(complaints("")).containsExactly("line 1: the file is empty");
        assertThat(complaints("just words"))
                .containsExactly("line 1: the file must be keys with values, such as 'app: shop-ranker'");
        assertThat(complaints("app: a\n---\napp: b\n"))
                .containsExactly("line 3: a second document begins here; one is allowed");
        assertThat(complaints(GOOD + "? [a]\n: b\n").get(0)).contains("has a key that is no text");
    }

    @Test
    void theNameOfTheApplicationMustFitIntoTopics() {
        assertThat(instead("app: shop", "app: my shop"))
                .containsExactly("line 1: app names topics, so it must be at most 100 letters, digits, '.', '_' and"
                        + " '-', got 'my shop'");
    }

    @Test
    void aMissingVariableIsAnErrorAndItsValueIsNeverShown() {
        assertThat(with("kafka: { bootstrap.servers: \"${NOWHERE}:9092\" }"))
                .containsExactly("line 15: kafka.bootstrap.servers needs the environment variable NOWHERE, which is not"
                        + " set; set it, or write '$${' if you mean the characters themselves");
        assertThat(with("kafka: { bootstrap.servers: \"${no end\" }"))
                .containsExactly("line 15: kafka.bootstrap.servers has a '${' that begins no ${NAME} of letters, digits"
                        + " and '_', and no ${file:PATH}; write '$${' if you mean the characters themselves");
        assertThat(with("seed: ${HOST}"))
                .singleElement()
                .asString()
                .endsWith("got '${HOST}' (from the environment)")
                .doesNotContain("broker");
    }

    @Test
    void clientPropertiesThatWouldBreakTheLogAreRefused() {
        assertThat(with("kafka: { application.id: mine, processing.guarantee: at_least_once, producer: { acks: 1 } }"))
                .containsExactly(
                        "line 15: kafka.application.id cannot be set: it is made of 'app' (thalweg.APP.route and"
                                + " thalweg.APP.learn); remove it",
                        "line 15: kafka.processing.guarantee is 'at_least_once'; the model is a function of its log"
                                + " only with exactly_once_v2, which is set anyway: remove it",
                        "line 15: kafka.producer must be one value, got a block; write the property's whole name, such"
                                + " as 'bootstrap.servers', as one key");
        assertThat(with("registry: { url: \"ftp://me:${HOST}@host\" }"))
                .containsExactly(
                        "line 15: registry.url must begin with http:// or https://, got 'ftp://(hidden)@host'");
    }

    @Test
    void aFileThatCannotBeReadIsSaidSo(@TempDir Path directory) throws Exception {
        Path missing = directory.resolve("none.yaml");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ThalwegConfig.load(missing)))
                .hasMessage(missing + ", there is no such file");
        Path binary = Files.write(directory.resolve("b.yaml"), "é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(ConfigException.class, () -> ThalwegConfig.load(binary)))
                .hasMessage(binary + ", the file is not UTF-8 text");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ThalwegConfig.load(directory)))
                .hasMessageContaining("the file cannot be read: it is a directory");
    }

    @Test
    void aBalanceWithNothingToDoIsRefusedWithTheReason() {
        String round = "balance: nash\nbatch: { schedule: round }";
        assertThat(instead("layers:", "sharing: independent\n  layers:", round))
                .containsExactly("line 16: balance balances what tasks share, and these share nothing (model.layers are"
                        + " empty, or model.sharing is independent); remove it, or let them share layers");
        assertThat(instead("{ shared: [64] }", "{ shared: [], task: [8] }", round))
                .containsExactly("line 15: balance compares the tasks' gradients of the layers that they share, and no"
                        + " layer serves two tasks; give model.layers.shared a width, or take another model.sharing");
        assertThat(instead("layers: { shared: [64] }", "layers: { shared: [] }", round))
                .singleElement()
                .asString()
                .startsWith("line 15: balance balances what tasks share, and these share nothing");
        assertThat(with("balance: dwa"))
                .containsExactly("line 15: balance balances the tasks of a step, but every task has a topic of its own"
                        + " and a step takes the events of one buffer, so it never sees two tasks; set batch.schedule"
                        + " to round");
        String dwell =
                GOOD.lines().filter(line -> line.contains("dwell:")).findFirst().orElseThrow();
        assertThat(instead(dwell + "\n", "", round))
                .containsExactly("line 14: balance balances tasks, and there is only one; remove it");
    }

    private static List<String> instead(String good, String bad, String more) {
        assertThat(GOOD).contains(good);
        return complaints(GOOD.replace(good, bad) + more + "\n");
    }

    @Test
    void aBalancesSettingsAreRefusedByName() {
        assertThat(with("balance: { type: cagrad, conflict: 2 }\nbatch: { schedule: round }"))
                .containsExactly("line 15: balance: conflict must be in [0, 1), got 2.0");
        assertThat(with("balance: { type: nash, conflict: 0.1 }\nbatch: { schedule: round }"))
                .containsExactly("line 15: there is no key balance.conflict; allowed in balance: type, window");
    }
}
