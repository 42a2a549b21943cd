package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.thalweg.publish.SnapshotManifest;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the document promises is what is answered. */
class OpenApiTest {
    private static ThalwegServer server;
    private static JsonNode document;

    @BeforeAll
    static void serve() {
        Shop shop = new Shop().learns(100);
        Models models = Shop.models();
        ServedModel model = shop.served(5, "click + dwell");
        SnapshotManifest manifest = model.manifest();
        models.list(new Models.Listed(manifest, Shop.NOW, ""));
        models.list(new Models.Listed(shop.snapshot().manifest(), Shop.NOW, ""));
        models.complain(manifest, "chunks [3] of 4 are missing");
        models.swap(model);
        models.trouble("the broker does not answer");
        server = Shop.serve(models, Shop.ANYWHERE);
        document = Asking.get(server, "/openapi.json").good();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Error> errors(JsonNode schema, JsonNode value) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.set("components", document.path("components"));
        root.setAll((ObjectNode) schema.deepCopy());
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root)
                .validate(value);
    }

    private static JsonNode promise(String path, String method, Asking.Answer answer) {
        JsonNode promised =
                document.path("paths").path(path).path(method).path("responses").path(String.valueOf(answer.status()));
        assertThat(promised.isMissingNode())
                .as("%s %s answers %d", method, path, answer.status())
                .isFalse();
        String type = answer.status() == 200 ? "application/json" : Problem.MEDIA_TYPE;
        assertThat(answer.type()).startsWith(type);
        return promised.path("content").path(type).path("schema");
    }

    private static void assertKept(String path, String method, Asking.Answer answer) {
        assertThat(errors(promise(path, method, answer), answer.body()))
                .as("%s", answer.body())
                .isEmpty();
    }

    @Test
    void everyPathAnswersAsItPromises() {
        TreeSet<String> gets = new TreeSet<>();
        document.path("paths").properties().forEach(path -> {
            if (path.getValue().has("get")) {
                gets.add(path.getKey());
                String query = path.getKey().equals("/v1/explain") ? "?features=%7B%22user%22%3A1%7D" : "";
                Asking.Answer answer = Asking.get(server, path.getKey() + query);
                answer.good();
                assertKept(path.getKey(), "get", answer);
            }
        });
        assertThat(gets)
                .containsExactly(
                        "/health/live",
                        "/health/ready",
                        "/openapi.json",
                        "/v1/explain",
                        "/v1/model",
                        "/v1/snapshots",
                        "/v1/tasks");
    }

    @Test
    void scoresAndTheirProblemsAreAsPromised() {
        JsonNode request = document.at("/components/schemas/ScoreRequest");
        for (String body : List.of(
                "{\"features\":{\"user\":\"u1\",\"looks\":[1,2,3]},\"tasks\":[\"click\",\"stars\"]}",
                "{\"examples\":[{\"user\":1},{\"user\":{}},{}],\"maxModelAge\":\"10s\",\"minOffset\":3}",
                "{\"features\":{\"nothing\":1}}",
                "{\"features\":{},\"tasks\":[\"nothing\"]}",
                "{\"features\":{},\"maxModelAge\":\"1s\"}",
                "{\"features\":{},",
                "{}")) {
            assertKept("/v1/score", "post", Asking.post(server, "/v1/score", body));
            assertKept("/v1/explain", "post", Asking.post(server, "/v1/explain", body));
        }
        assertThat(errors(request, json("{\"features\":{\"user\":1},\"maxModelAge\":\"1s\"}")))
                .isEmpty();
        assertThat(errors(request, json("{\"examples\":[]}"))).isNotEmpty();
        assertThat(errors(request, json("{\"features\":{},\"more\":1}"))).isNotEmpty();
    }

    @Test
    void whatIsNotPromisedWouldBeSeen() {
        JsonNode schema = promise("/v1/model", "get", Asking.get(server, "/v1/model"));
        assertThat(errors(schema, json("{\"version\":\"12\"}"))).isNotEmpty();
    }

    @Test
    void everyKindOfProblemHasAStatusThatIsPromisedSomewhere() {
        TreeSet<String> promised = new TreeSet<>();
        document.path("paths")
                .forEach(path ->
                        path.forEach(one -> one.path("responses").fieldNames().forEachRemaining(promised::add)));
        for (Problem.Kind kind : Problem.Kind.values()) {
            boolean isOfAPath = kind != Problem.Kind.NOT_FOUND
                    && kind != Problem.Kind.METHOD_NOT_ALLOWED
                    && kind != Problem.Kind.DEFECT;
            assertThat(promised.contains(String.valueOf(kind.status())))
                    .as("%s", kind)
                    .isEqualTo(isOfAPath);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
