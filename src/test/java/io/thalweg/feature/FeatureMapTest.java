package io.thalweg.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.loss.Logistic;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureMapTest {
    private static final Feature USER = new Feature.Category("user", 0, 3);
    private static final Feature PRICE = new Feature.Numeric("price", 1, false, true);
    private static final Feature SEEN = new Feature.Sequence("seen", 2, "user", 4, 3);
    private static final Feature HOUR = new Feature.TimePart("hour", 3, Feature.Part.HOUR, 3);

    private static Task task(String name) {
        return new Task(name, new Logistic(), new LabelTransform.Identity(), 1);
    }

    private static FeatureMap map(List<Feature> features, Task... tasks) {
        return new FeatureMap(features, List.of(tasks), List.of(), 64);
    }

    @Test
    void aNameStandsForOneThing() {
        assertThatThrownBy(() -> map(List.of(USER, new Feature.Numeric("user", 1, false, false))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are two features called 'user'");
        assertThatThrownBy(() -> map(List.of(USER), task("click"), task("click")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are two tasks called 'click'");
    }

    @Test
    void aRateIsOfATaskThatThereIs() {
        Feature rate = new Feature.Rate("r", List.of(new Feature.Category("user", 0, 3)), "buy", 4);
        assertThatThrownBy(() -> map(List.of(rate), task("click")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature 'r' is the rate of task 'buy', but the tasks are [click]");
    }

    @Test
    void whateverIsRememberedOfAnEventIsTheLogsAffair() {
        var users = List.<Feature.Categorical>of(new Feature.Category("user", 0, 3));
        var hours = List.<Feature.Categorical>of(new Feature.TimePart("hour", 3, Feature.Part.HOUR, 3));
        List<Feature> features = List.of(
                new Feature.Count("f", users, 3),
                new Feature.Rate("f", users, "click", 4),
                new Feature.Rate("f", hours, "click", 4),
                new Feature.Rate("f", users, "buy", 4));
        assertThat(features.stream()
                        .map(feature -> map(List.of(feature), task("click"), task("buy"))
                                .fingerprint()))
                .doesNotHaveDuplicates();
        Feature drawnMore = new Feature.Rate("f", users, "click", 9);
        assertThat(map(List.of(drawnMore), task("click"), task("buy")).fingerprint())
                .isEqualTo(map(List.of(features.get(1)), task("click"), task("buy"))
                        .fingerprint());
    }

    @Test
    void originsAreFoundByName() {
        FeatureMap before = map(List.of(USER, PRICE, SEEN), task("click"), task("dwell"));
        FeatureMap after = map(List.of(SEEN, HOUR, USER), task("dwell"), task("buy"));
        Origins origins = Origins.of(before, after);
        assertThat(origins.tasks()).containsExactly(1, -1);
        assertThat(origins.slots()).as("hour and user, then seen").containsExactly(-1, 0, 1);
        assertThat(origins.numbers()).isEmpty();
        assertThat(Origins.of(after, before).slots()).containsExactly(1, 2);
        assertThat(Origins.of(after, before).numbers()).containsExactly(-1);
    }

    @Test
    void aDefinitionDoesNotTellWhereFieldsStand() {
        assertThat(new Feature.Category("user", 7, 3).definition()).isEqualTo(USER.definition());
        assertThat(HOUR.definition()).isNotEqualTo(USER.definition());
        var quoted = new Feature.Category("a', 'b", 0, 3);
        var plain = List.<Feature.Categorical>of(new Feature.Category("a", 0, 3), new Feature.Category("b", 0, 3));
        assertThat(new Feature.Cross("x", List.of(quoted), 3).definition())
                .isNotEqualTo(new Feature.Cross("x", plain, 3).definition());
    }
}
