package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A new model takes over between two answers, and within none. */
class HotSwapTest {
    private static final String ASKED = "{\"examples\":[{\"user\":\"u1\"},{\"user\":\"u2\",\"price\":7}]}";
    private static final int CLIENTS = 3;
    private static final int SWAPS = 60;

    @Test
    void noRequestIsDroppedAndEachIsOfOneModel() throws Exception {
        Shop shop = new Shop();
        List<ServedModel> served = List.of(
                shop.learns(50).served(0, ""),
                shop.learns(50).served(0, ""),
                shop.learns(50).served(0, ""));
        Models models = Shop.models();
        Map<Long, JsonNode> alone = new LinkedHashMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (ThalwegServer server = Shop.serve(models, Shop.ANYWHERE)) {
            for (ServedModel one : served) {
                models.swap(one);
                alone.put(
                        one.manifest().version(),
                        Asking.post(server, "/v1/score", ASKED).good().path("results"));
            }
            assertThat(alone).hasSize(served.size());
            assertThat(alone.values()).doesNotHaveDuplicates();
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> asked = new ArrayList<>();
            Callable<Integer> client = () -> {
                int answers = 0;
                for (; !over.get(); answers++) {
                    JsonNode answer = Asking.post(server, "/v1/score", ASKED).good();
                    assertThat(answer.path("results"))
                            .isEqualTo(alone.get(answer.at("/model/version").asLong()));
                }
                return answers;
            };
            for (int i = 0; i < CLIENTS; i++) {
                asked.add(clients.submit(client));
            }
            for (int i = 0; i < SWAPS; i++) {
                models.swap(served.get(i % served.size()));
                Thread.sleep(5);
            }
            over.set(true);
            for (Future<Integer> one : asked) {
                assertThat(one.get()).isPositive();
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
