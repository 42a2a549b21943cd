package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.balance.Fixed;
import io.thalweg.balance.PcGrad;
import io.thalweg.lane.LaneSettings;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Sharing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariantsTest {
    private static final String SHOP = """
            time: { field: at, earliest: 2015-07-01 }
            features:
              user: { type: categorical }
              "odd: name": { type: categorical }
            tasks:
              click: { topic: visits, label: clicked, loss: logistic }
              dwell: { topic: visits, label: dwell_s, loss: squared }
              stars: { topic: visits, label: stars, loss: { type: softmax, classes: 5 } }
            """;

    private static LaneSettings settings(String more) {
        return ThalwegConfig.lane(SHOP + more);
    }

    @Test
    void bothAreReplacedAndNothingElse() {
        LaneSettings before = settings("model: { layers: { shared: [8] } }\nbatch: { size: 7 }\n");
        LaneSettings after = new Variants(before).with("mmoe", "pcgrad");
        assertThat(after.model().sharing()).isEqualTo(new Sharing.Mmoe(4));
        assertThat(after.model().balance()).isInstanceOf(PcGrad.class);
        assertThat(after.model().shared()).containsExactly(8);
        assertThat(after.map()).isEqualTo(before.map());
        assertThat(after.batch()).isEqualTo(before.batch());
    }

    @Test
    void aModelThatSaysNothingIsHardAndFixed() {
        Variants variants = new Variants(settings(""));
        assertThat(variants.sharing()).isEqualTo("hard");
        assertThat(variants.balance()).isEqualTo("fixed");
        assertThat(variants.with("independent", "fixed").model().sharing()).isEqualTo(new Sharing.Independent());
    }

    @Test
    void wordsThatTheConfigurationUsesKeepTheirSettings() {
        Variants variants = new Variants(
                settings("model: { sharing: { type: mmoe, experts: 7 } }\nbalance: { type: pcgrad, window: 3 }\n"));
        assertThat(variants.sharing()).isEqualTo("mmoe");
        assertThat(variants.balance()).isEqualTo("pcgrad");
        assertThat(variants.with("mmoe", "fixed").model().sharing()).isEqualTo(new Sharing.Mmoe(7));
        assertThat(variants.with("mmoe", "fixed").model().balance()).isEqualTo(new Fixed());
        assertThat(variants.with("hard", "pcgrad").model().balance()).isEqualTo(new PcGrad(3));
    }

    @Test
    void aHierarchyWithoutGroupsIsOfClassesAndValues() {
        assertThat(new Variants(settings(""))
                        .with("hierarchical", "fixed")
                        .model()
                        .sharing())
                .isEqualTo(new Hierarchical(Map.of("classes", List.of("click", "stars"), "values", List.of("dwell"))));
    }

    @Test
    void layersOfTheTasksAreSharedWhereNoneCanBeTheirOwn() {
        LaneSettings before = settings("model: { layers: { shared: [8], task: [4] } }\n");
        assertThat(new Variants(before).with("relation", "fixed").model().shared())
                .containsExactly(8, 4);
        assertThat(new Variants(before).with("kernel", "fixed").model().task()).isEmpty();
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedWithTheReason() {
        assertThatThrownBy(() -> new Variants(settings("")).with("independent", "pcgrad"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("balances what tasks share, and these share nothing");
    }

    @Test
    void everyWordIsOneOfTheConfiguration() {
        assertThat(Variants.sharings()).contains("independent", "hard", "mmoe").doesNotHaveDuplicates();
        assertThat(Variants.balances()).contains("fixed", "pcgrad").doesNotHaveDuplicates();
    }
}
