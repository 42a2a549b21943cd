package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePageTest {
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theWholeSaysEverythingThatIsKnown() {
        JsonNode whole = json(PageScene.after(30).page.whole());
        assertThat(whole.path("app").asText()).isEqualTo("shop");
        assertThat(whole.path("model").path("offset").asLong()).isEqualTo(60_000);
        assertThat(whole.path("model").path("labelled").asLong()).isEqualTo(60_000);
        assertThat(whole.path("model").path("behind").asLong()).isEqualTo(37);
        assertThat(whole.path("tasks").findValuesAsText("name")).containsExactlyElementsOf(PageScene.TASKS);
        JsonNode click = whole.path("tasks").path(0);
        assertThat(click.path("curve").path("value")).hasSize(30);
        assertThat(click.path("best").asDouble()).isEqualTo(0.4417);
        assertThat(click.path("cosines").path("dwell").asDouble()).isEqualTo(0.46);
        assertThat(whole.path("quarantine").path("count").asLong()).isEqualTo(57);
        assertThat(whole.path("quarantine")
                        .path("reasons")
                        .path("UNKNOWN_SCHEMA")
                        .asLong())
                .isEqualTo(12);
        assertThat(whole.path("snapshots").path(0).path("id").asText()).isEqualTo("300000");
    }

    @Test
    void aFigureThatDoesNotExistIsNull() {
        JsonNode dwell = json(PageScene.after(2).page.whole()).path("tasks").path(1);
        assertThat(dwell.path("kind").asText()).isEqualTo("values");
        assertThat(dwell.path("curve").path("calibration").path(0).isNull()).isTrue();
        assertThat(dwell.path("window").has("calibration")).isFalse();
    }

    @Test
    void newsAreOnlyWhatIsNew() {
        PageScene scene = PageScene.after(30);
        assertThat(scene.page.news()).isPresent();
        assertThat(scene.page.news()).isEmpty();
        scene.learn();
        JsonNode news = json(scene.page.news().orElseThrow());
        assertThat(news.path("tasks").path(0).path("curve").path("whole").asBoolean())
                .isFalse();
        assertThat(news.path("tasks").path(0).path("curve").path("offset")).hasSize(1);
        assertThat(news.has("quarantine")).isFalse();
        assertThat(news.has("snapshots")).isFalse();
        scene.page.behind(1);
        assertThat(json(scene.page.news().orElseThrow()).path("tasks")).isEmpty();
        scene.alarm();
        JsonNode alarms = json(scene.page.news().orElseThrow()).path("alarms");
        assertThat(alarms.findValuesAsText("kind")).as("each once").containsExactly("loss", "price");
        assertThat(alarms.findValuesAsText("task")).containsExactly("buy", "");
        assertThat(alarms.path(0).path("detail").asText()).isEqualTo("from 0.2010 to 0.2430");
    }

    @Test
    void aTaskThatIsNotConfiguredIsNotShown() {
        LivePage page = new LivePage(new LivePage.Origin("shop", "run", List.of("other"), 10), Clock.systemUTC());
        JsonNode click = json(PageScene.after(1).page.whole());
        assertThat(click.path("tasks")).hasSize(3);
        PageScene.tell(page, 1);
        assertThat(json(page.whole()).path("tasks")).isEmpty();
        assertThat(json(page.whole()).path("model").path("version").asLong()).isEqualTo(-1);
    }

    @Test
    void memoryIsBoundedWhateverComes() {
        PageScene scene = new PageScene();
        for (int i = 0; i < 20_000; i++) {
            scene.page.trouble(new LivePage.Trouble("REASON " + i, "x".repeat(5_000), "shop.click/0/" + i, i));
            scene.page.snapshot(new LivePage.Snapshot("" + i, "OTHER", i, i, i, i));
            scene.alarm();
        }
        JsonNode whole = json(scene.page.whole());
        assertThat(whole.path("quarantine").path("count").asLong()).isEqualTo(20_000);
        assertThat(whole.path("quarantine").path("reasons").size()).isLessThanOrEqualTo(31);
        assertThat(whole.path("quarantine").path("last")).hasSize(8);
        assertThat(whole.path("quarantine").path("last").path(0).path("detail").asText())
                .hasSizeLessThan(310);
        assertThat(whole.path("snapshots")).hasSize(12);
        assertThat(whole.path("alarms")).hasSize(64);
    }

    @Test
    void oneDivergedTaskIsADivergedModel() {
        assertThat(json(PageScene.after(3).page.whole())
                        .path("model")
                        .path("diverged")
                        .asBoolean())
                .isFalse();
        assertThat(json(PageScene.after(3).diverges().page.whole())
                        .path("model")
                        .path("diverged")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aFeedThatHasGoneSaysWhy() {
        PageScene scene = PageScene.after(1);
        scene.page.news();
        scene.page.feed(LivePage.Feed.AWAY, "no broker answers");
        JsonNode feed = json(scene.page.news().orElseThrow()).path("feed");
        assertThat(feed.path("state").asText()).isEqualTo("away");
        assertThat(feed.path("detail").asText()).isEqualTo("no broker answers");
    }

    @Test
    void theRateFallsWhenNothingComesAnyMore() {
        PageScene scene = PageScene.after(5);
        for (int i = 0; i < 2; i++) {
            scene.pass(Duration.ofSeconds(1));
            scene.learn();
        }
        assertThat(json(scene.page.news().orElseThrow())
                        .path("model")
                        .path("rate")
                        .asDouble())
                .isPositive();
        scene.pass(Duration.ofMinutes(1));
        assertThat(json(scene.page.news().orElseThrow())
                        .path("model")
                        .path("rate")
                        .asDouble(-1))
                .isZero();
        assertThat(scene.page.news()).isEmpty();
    }

    @Test
    void howFarTheLearnerIsBehindIsUnknownWhileNobodyAnswers() {
        PageScene scene = PageScene.after(1);
        scene.page.feed(LivePage.Feed.AWAY, "no broker answers");
        assertThat(json(scene.page.whole()).path("model").path("behind").asLong())
                .isEqualTo(-1);
    }
}
