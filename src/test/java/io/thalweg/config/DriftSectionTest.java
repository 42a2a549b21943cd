package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.drift.Adwin;
import io.thalweg.drift.DriftSettings;
import io.thalweg.drift.FeatureDrift;
import io.thalweg.drift.PageHinkley;
import io.thalweg.drift.Reaction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand at {@code drift:}. */
class DriftSectionTest {
    private static final Adwin USUAL = new Adwin(0.002, 0.1);

    private static String shop(String drift, String optimiser) {
        return """
                app: shop
                kafka: { bootstrap.servers: "h:1" }
                registry: { url: "http://h:1" }
                time: at
                features:
                  item: { type: categorical }
                  price: { type: numeric }
                  history: { type: sequence, of: item, length: 3 }
                tasks:
                  click: { topic: t, label: clicked, loss: logistic }
                model: { embedding: { buckets: 64 }, layers: { shared: [8] } }
                optimiser: %s
                %s
                """.formatted(optimiser, drift);
    }

    private static DriftSettings read(String drift) {
        return ThalwegConfig.parse(shop("drift: " + drift, "adagrad"), "shop.yaml", Map.of())
                .lane()
                .drift();
    }

    @Test
    void whereNothingIsSaidNothingIsWatched() {
        assertThat(ThalwegConfig.parse(shop("", "adagrad"), "shop.yaml", Map.of())
                        .lane()
                        .drift()
                        .isNone())
                .isTrue();
    }

    @Test
    void aWordIsADetectorWithWhatIsUsual() {
        DriftSettings drift = read("{ loss: adwin, labels: page-hinkley }");
        assertThat(drift.loss()).contains(USUAL);
        assertThat(drift.labels()).contains(new PageHinkley(0.1, 100, 0.9999));
        assertThat(drift.features()).isEmpty();
        assertThat(drift.reaction()).isEqualTo(new Reaction.Note());
    }

    @Test
    void everythingCanBeSaid() {
        DriftSettings drift = read("""
                { loss: { type: page-hinkley, delta: 0.2, threshold: 50, forgetting: 0.999 },
                  labels: { type: adwin, delta: 0.01, tolerance: 0.3 },
                  features: { of: [price, item], numbers: page-hinkley, window: 2000, threshold: 0.5 },
                  reaction: { type: raise-rate, times: 3, for: 700 } }
                """.replace("\n", " "));
        assertThat(drift.loss()).contains(new PageHinkley(0.2, 50, 0.999));
        assertThat(drift.labels()).contains(new Adwin(0.01, 0.3));
        assertThat(drift.features())
                .contains(new FeatureDrift(List.of("price", "item"), new PageHinkley(0.1, 100, 0.9999), 2_000, 0.5));
        assertThat(drift.reaction()).isEqualTo(new Reaction.RaiseRate(3, 700));
        assertThat(read("{ loss: adwin, reaction: reset-head }").reaction()).isEqualTo(new Reaction.ResetHead());
    }

    private static String complaint(String drift, String optimiser) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> ThalwegConfig.parse(shop("drift: " + drift, optimiser), "shop.yaml", Map.of()))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                | drift watches nothing; give it loss, labels or features
        { reaction: note }                                | drift watches nothing
        { los: adwin }                                    | there is no key drift.los (did you mean 'loss'?)
        { loss: adwinn }                                  | drift.loss is 'adwinn'; allowed in this version: adwin, page-hinkley (did you mean 'adwin'?)
        { loss: { type: adwin, delta: 2 } }               | delta must be in (0, 1), got 2.0
        { loss: { type: adwin, tolerance: -1 } }          | tolerance must be from 0 to 10 deviations, got -1.0
        { loss: { type: adwin, threshold: 5 } }           | there is no key drift.loss.threshold
        { loss: { type: page-hinkley, delta: -1 } }       | delta must be from 0 to 10 deviations, got -1.0
        { loss: { type: page-hinkley, threshold: 0 } }    | threshold must be above 0
        { loss: { type: page-hinkley, forgetting: 2 } }   | forgetting must be above 0, at most 1, got 2.0
        { features: {} }                                  | drift.features.of is missing: the features to watch
        { features: { of: [] } }                          | drift.features.of names no feature
        { features: { of: [prize] } }                     | drift.features.of[0] is 'prize'; allowed in this version: item, price (did you mean 'price'?)
        { features: { of: [history] } }                   | drift.features.of[0] is 'history', which has many values in one event
        { features: { of: [price, price] } }              | drift.features.of[1] is 'price' a second time
        { features: { of: item, window: 10 } }            | drift.features.window must be a whole number from 1,000
        { features: { of: item, threshold: 0 } }          | threshold must be above 0
        { labels: adwin, reaction: reset-head }           | drift.reaction is to a loss that has risen, and drift.loss is not watched
        { loss: adwin, reaction: reset }                  | drift.reaction is 'reset'; allowed in this version: note, raise-rate, reset-head
        { loss: adwin, reaction: { type: raise-rate, times: 1 } } | times must be above 1
        { loss: adwin, reaction: { type: raise-rate, for: 0 } }   | drift.reaction.for must be a whole number from 1
        """)
    void whatMakesNoSenseIsRefusedWithTheReason(String drift, String why) {
        assertThat(complaint(drift, "adagrad")).contains(why);
    }

    @Test
    void parametersThatFtrlMakesOfItsSumsHaveNoOtherRate() {
        assertThat(complaint("{ loss: adwin, reaction: raise-rate }", "ftrl"))
                .contains("drift.reaction is raise-rate, but ftrl makes parameters of its sums by the rate");
    }
}
