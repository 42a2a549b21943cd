package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.thalweg.feature.Example;
import io.thalweg.publish.Prediction;
import io.thalweg.serve.Problem.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreRoutesTest {
    private static final long AGE = 30;

    private static Shop shop;
    private static ServedModel served;
    private static ThalwegServer server;

    @BeforeAll
    static void learn() {
        shop = new Shop().learns(300);
        Models models = Shop.models();
        served = shop.served(AGE, "click^0.5 * (1 + dwell)");
        models.swap(served);
        server = Shop.serve(models, Shop.ANYWHERE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Asking.Answer score(String request) {
        return Asking.post(server, "/v1/score", request);
    }

    private static JsonNode result(String features) {
        return score("{\"features\":" + features + "}").good().at("/results/0");
    }

    private static void assertSame(JsonNode result, Prediction said) {
        for (int i = 0; i < said.tasks().length; i++) {
            assertThat(result.path("scores").path(said.tasks()[i]).floatValue())
                    .as(said.tasks()[i])
                    .isEqualTo(said.scores()[i]);
        }
        for (int k = 0; k < 4; k++) {
            assertThat(result.at("/probabilities/stars/" + k).floatValue()).isEqualTo(said.probabilities()[2][k]);
        }
    }

    @Test
    void anExampleIsScoredAsTheLearnerWould() {
        Example request = shop.request("u3", 12.5, 3, 1, 1);
        JsonNode result = result("{\"at\":%d,\"user\":\"u3\",\"price\":12.5,\"looks\":[3,1,1]}".formatted(Shop.NOON));
        assertSame(result, shop.says(request));
        double click = result.at("/scores/click").floatValue();
        double dwell = result.at("/scores/dwell").floatValue();
        assertThat(result.path("fused").doubleValue()).isEqualTo(StrictMath.pow(click, 0.5) * (1 + dwell));
    }

    @Test
    void manyAreScoredInOrderAndWhatIsNotKnownIsLeftOut() {
        JsonNode results = score("""
                {"examples":[{"user":"u1","price":null},{"user":"ü\\u20ac1","id":"x"},{"user":"u2","price":3e1}]}""").good().path("results");
        assertSame(results.path(0), shop.says(shop.request("u1", Double.NaN)));
        assertSame(results.path(1), shop.says(shop.request("ü€1", Double.NaN)));
        assertSame(results.path(2), shop.says(shop.request("u2", 30)));
        assertThat(results.size()).isEqualTo(3);
    }

    @Test
    void anEventWithoutATimeIsNow() {
        assertThat(result("{\"user\":\"u1\"}")).isEqualTo(result("{\"at\":%d,\"user\":\"u1\"}".formatted(Shop.NOON)));
        assertThat(result("{\"user\":\"u1\",\"at\":null}"))
                .isEqualTo(result("{\"user\":\"u1\",\"at\":\"2023-11-15T00:00:00Z\"}"));
    }

    @Test
    void numbersAndTruthsAreCategoriesByTheirText() {
        assertThat(result("{\"user\":17}")).isEqualTo(result("{\"user\":\"17\"}"));
        assertThat(result("{\"user\":-0}")).isEqualTo(result("{\"user\":\"0\"}"));
        assertThat(result("{\"user\":true}")).isEqualTo(result("{\"user\":\"true\"}"));
        assertThat(result("{\"price\":true}")).isEqualTo(result("{\"price\":1.0}"));
        assertThat(result("{\"past\":[1,\"u2\"]}")).isEqualTo(result("{\"past\":[\"1\",\"u2\"]}"));
    }

    @Test
    void onlyTheTasksThatAreWantedAreAnswered() {
        JsonNode result =
                score("{\"tasks\":[\"dwell\"],\"features\":{}}").good().at("/results/0");
        assertThat(result.path("scores").size()).isEqualTo(1);
        assertThat(result.path("scores").has("dwell")).isTrue();
        assertThat(result.has("probabilities")).isFalse();
        assertThat(result.has("fused")).isTrue();
    }

    @Test
    void theAnswerSaysWhichModelItWas() {
        JsonNode model = score("{\"features\":{}}").good().path("model");
        assertThat(model.path("version").asLong()).isEqualTo(served.manifest().version());
        assertThat(model.path("trainLogOffset").asLong()).isEqualTo(299);
        assertThat(model.path("chain").asText())
                .isEqualTo(served.manifest().proof().chain());
        assertThat(model.path("ageSeconds").asDouble()).isEqualTo(AGE);
    }

    @Test
    void aBadExampleHasItsErrorInItsPlace() {
        JsonNode results = score("""
                {"examples":[{"user":"u1"},{"price":"cheap"},{"user":"u1"},7,{"usr":"u1"}]}""").good().path("results");
        assertThat(results.path(0)).isEqualTo(results.path(2));
        assertThat(results.at("/1/error/reason").asText()).isEqualTo("WRONG_TYPE");
        assertThat(results.at("/1/error/detail").asText())
                .isEqualTo("field 'price' is the text 'cheap'; allowed is a number, true or false");
        assertThat(results.at("/1").has("scores")).isFalse();
        assertThat(results.at("/3/error/detail").asText()).contains("must be an object");
        assertThat(results.at("/4/error/detail").asText()).isEqualTo("there is no field 'usr' (did you mean 'user'?)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"user\":1.5};WRONG_TYPE;field 'user' is 1.5; allowed is a text, a whole number",
                "{\"user\":{\"a\":[1]}};WRONG_TYPE;field 'user' is an object",
                "{\"user\":[\"a\"]};WRONG_TYPE;field 'user' is a list",
                "{\"past\":\"u1\"};WRONG_TYPE;allowed is a list of texts",
                "{\"past\":[null]};WRONG_TYPE;has a null in it",
                "{\"past\":[[\"u1\"]]};WRONG_TYPE;field 'past' is a list; allowed is texts",
                "{\"looks\":[1,\"2\",3]};WRONG_TYPE;is the text '2'; allowed is numbers in a list",
                "{\"looks\":[1,2]};WRONG_LENGTH;has 2 numbers; feature 'looks' needs 3",
                "{\"price\":1e300};NOT_FINITE;field 'price' is 1.0E300",
                "{\"price\":1e30};OUT_OF_RANGE;feature 'price' is",
                "{\"at\":\"soon\"};BAD_TIME;is no ISO-8601 time",
                "{\"at\":12345678901234567890};BAD_TIME;is no ISO-8601 time",
                "{\"at\":5};BAD_TIME;is 5 ms after 1970",
                "{\"at\":true};WRONG_TYPE;allowed is a whole number or an ISO-8601 text",
                "{\"clicked\":1};UNKNOWN_FIELD;field 'clicked' is a label",
                "{\"zzz\":1};UNKNOWN_FIELD;there is no field 'zzz'",
                "{\"user\":1,\"user\":2};DUPLICATE_FIELD;field 'user' is there twice",
                "[];WRONG_TYPE;must be an object",
                "null;WRONG_TYPE;must be an object",
            })
    void anOnlyExampleThatCannotBeScoredIsAProblem(String features, String reason, String detail) {
        String all = "{\"features\":" + features + "}";
        Asking.Answer answer = score(all);
        assertThat(answer.problem(Kind.CANNOT_BE_SCORED)).contains(detail.split("; ", 2)[0]);
        assertThat(answer.body().path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void textsAndListsAreBounded() {
        assertThat(score("{\"features\":{\"user\":\"" + "x".repeat(5_000) + "\"}}")
                        .problem(Kind.CANNOT_BE_SCORED))
                .contains("is a text of 5000 bytes; allowed are 4096");
        assertThat(score("{\"features\":{\"past\":[" + "1,".repeat(5_000) + "1]}}")
                        .problem(Kind.CANNOT_BE_SCORED))
                .contains("a sequence of 5001 texts; allowed are 4096");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``;must be a JSON object",
                "[];must be a JSON object",
                "{;the body is no JSON at line 1, column",
                "{\"features\":{\"user\":\"u;the body is no JSON at line 1, column",
                "{\"features\":{\"user\":nul}};the body is no JSON at line 1, column 21",
                "{\"features\":{}}x;the body is no JSON at line 1, column",
                "{\"features\":{}}{};something stands behind",
                "{};give either 'examples' or 'features'",
                "{\"features\":{},\"examples\":[{}]};give either 'examples' or 'features'",
                "{\"features\":{},\"features\":{}};'features' is there twice",
                "{\"example\":[{}]};there is no member 'example' (did you mean 'examples'?); allowed: examples,",
                "{\"examples\":{}};'examples' must be a list",
                "{\"examples\":[]};must have at least one",
                "{\"features\":{},\"tasks\":\"click\"};'tasks' must be a list of names",
                "{\"features\":{},\"tasks\":[]};'tasks' must name at least one",
                "{\"features\":{},\"tasks\":[1]};'tasks' must be a list of names",
                "{\"features\":{},\"tasks\":[\"click\",\"click\"]};names 'click' twice",
                "{\"features\":{},\"maxModelAge\":30};must be a duration such as",
                "{\"features\":{},\"maxModelAge\":\"soon\"};must be a duration such as",
                "{\"features\":{},\"minOffset\":-1};must be a train-log offset",
                "{\"features\":{},\"minOffset\":1.5};must be a train-log offset",
                "{\"features\":{},\"minOffset\":99999999999999999999};must be a train-log offset",
            })
    void whatIsNoRequestIsToldWhereAndWhy(String body, String detail) {
        assertThat(score(body).problem(Kind.MALFORMED)).contains(detail);
    }

    @Test
    void depthIsBounded() {
        String deep = "{\"features\":{\"user\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}}";
        assertThat(score(deep).problem(Kind.MALFORMED)).contains("no JSON");
    }

    @Test
    void anUnknownTaskIsAnsweredWithTheNearestOne() {
        assertThat(score("{\"features\":{},\"tasks\":[\"clik\"]}").problem(Kind.UNKNOWN_TASK))
                .isEqualTo("there is no task 'clik' (did you mean 'click'?); there are click, dwell, stars");
        assertThat(score("{\"features\":{},\"tasks\":[\"click\",\"dwell\",\"stars\",\"x\"]}")
                        .problem(Kind.MALFORMED))
                .contains("more names than there are tasks");
    }

    @Test
    void aModelThatIsTooOldIsNotSilentlyAsked() {
        score("{\"features\":{},\"maxModelAge\":\"30s\",\"minOffset\":299}").good();
        Asking.Answer old = score("{\"features\":{},\"maxModelAge\":\"29s\"}");
        assertThat(old.problem(Kind.MODEL_TOO_OLD)).isEqualTo("the model is 30.0 s old, and maxModelAge is 29.0 s");
        assertThat(old.raw().headers().firstValue("Retry-After")).contains("2");
        assertThat(score("{\"minOffset\":300,\"features\":{}}").problem(Kind.MODEL_TOO_OLD))
                .isEqualTo("the model has seen the train log up to offset 299, and minOffset is 300");
    }

    @Test
    void withoutAModelThereAreNoScores() {
        try (ThalwegServer empty = Shop.serve(Shop.models(), Shop.ANYWHERE)) {
            Asking.Answer answer = Asking.post(empty, "/v1/score", "{\"features\":{}}");
            assertThat(answer.problem(Kind.NO_MODEL)).contains("no snapshot of this application is whole yet");
            assertThat(Asking.get(empty, "/health/ready").problem(Kind.NO_MODEL))
                    .isNotBlank();
            Asking.get(empty, "/health/live").good();
        }
    }

    @Test
    void aScoreIsBrokenDownByItsFields() {
        String example = "{\"user\":\"u3\",\"price\":12.5}";
        JsonNode answer = Asking.post(server, "/v1/explain", "{\"tasks\":[\"dwell\"],\"features\":" + example + "}")
                .good();
        assertThat(answer.path("explanations").size()).isEqualTo(1);
        JsonNode dwell = answer.at("/explanations/0");
        double sum = dwell.path("base").asDouble();
        for (JsonNode part : dwell.path("parts")) {
            sum += part.path("contribution").asDouble();
        }
        assertThat(sum).isCloseTo(dwell.path("score").asDouble(), within(1e-6));
        assertThat(dwell.path("score").floatValue())
                .isEqualTo(result(example).at("/scores/dwell").floatValue());
        JsonNode asked = Asking.get(server, explain(example)).good();
        assertThat(asked.at("/explanations/1")).isEqualTo(dwell);
    }

    @Test
    void membersOfAnAddressAreThoseOfABody() {
        JsonNode dwell = Asking.get(server, explain("{\"user\":\"u3\"}") + "&tasks=dwell,click")
                .good();
        assertThat(dwell.path("explanations").findValuesAsText("task")).containsExactly("dwell", "click");
        assertThat(Asking.get(server, explain("{}") + "&minOffset=999999").problem(Kind.MODEL_TOO_OLD))
                .contains("999999");
        assertThat(Asking.get(server, explain("{}") + "&maxModelAge=soon").problem(Kind.MALFORMED))
                .contains("'maxModelAge' must be a duration");
        assertThat(Asking.get(server, explain("{}") + "&task=click").problem(Kind.MALFORMED))
                .contains("no parameter 'task'", "tasks");
        assertThat(Asking.get(server, explain("{}") + "&tasks=click&tasks=buy").problem(Kind.MALFORMED))
                .contains("'tasks' is there twice");
        assertThat(Asking.get(server, explain("{},\"tasks\":[\"click\"]")).problem(Kind.MALFORMED))
                .startsWith("'features' is no JSON at line 1, column 3");
        assertThat(Asking.get(server, "/v1/explain?features=%ff").problem(Kind.MALFORMED))
                .contains("cannot be decoded");
        assertThat(Asking.get(server, explain("[]")).problem(Kind.MALFORMED))
                .isEqualTo("'features' must be one JSON object");
        assertThat(Asking.get(server, explain("{\"user\":")).problem(Kind.MALFORMED))
                .startsWith("'features' is no JSON at line 1, column 9");
    }

    private static String explain(String features) {
        return "/v1/explain?features=" + URLEncoder.encode(features, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsFoundIsSaidInWordsOfJson() {
        assertThat(Asking.post(server, "/v1/score", "{\"features\":{},\"tasks\":\"click\"}")
                        .problem(Kind.MALFORMED))
                .isEqualTo("'tasks' must be a list of names, got a text");
        assertThat(Asking.post(server, "/v1/score", "{\"features\":{},\"minOffset\":-1}")
                        .problem(Kind.MALFORMED))
                .endsWith("got -1");
        assertThat(Asking.post(server, "/v1/score", "{\"features\":{\"price\":NaN}}")
                        .problem(Kind.MALFORMED))
                .doesNotContain("JsonReadFeature");
        assertThat(Asking.post(server, "/v1/score", "{\"features\":{]").problem(Kind.MALFORMED))
                .doesNotContain("Source");
    }

    @Test
    void oneExampleIsExplainedAtATime() {
        assertThat(Asking.post(server, "/v1/explain", "{\"examples\":[{},{}]}").problem(Kind.MALFORMED))
                .contains("one example is explained at a time");
        assertThat(Asking.get(server, "/v1/explain").problem(Kind.MALFORMED)).contains("?features={...}");
        assertThat(Asking.post(server, "/v1/explain", "{\"features\":{\"price\":\"x\"}}")
                        .problem(Kind.CANNOT_BE_SCORED))
                .contains("is the text 'x'");
    }
}
