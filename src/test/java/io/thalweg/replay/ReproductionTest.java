package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.lane.Lane;
import io.thalweg.publish.Prediction;
import io.thalweg.scenario.Collected;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReproductionTest {
    private final History history = History.ofEvents(500);
    private final List<Prediction> published;

    ReproductionTest() {
        Lane lane = new Lane(History.settings());
        Collected collected = new Collected();
        for (Entry entry : history.entries()) {
            if (entry.logged() != null) {
                lane.apply(entry.offset(), entry.appendTime(), entry.logged(), collected);
            }
        }
        published = collected.predictions();
    }

    private static Reproduction replayed(Prediction prediction, TrainLog log) {
        Reproduction reproduction = new Reproduction(prediction);
        Course course = History.course(History.settings(), reproduction);
        new Replayer(course, null, 0).run(reproduction.until(log.read(0, log.end())), position -> {});
        return reproduction;
    }

    @Test
    void everyScoreOfTheLogIsMadeAgainToTheBit() {
        for (int i = 0; i < published.size(); i += 37) {
            assertThat(replayed(published.get(i), history).isSame())
                    .as("prediction %d", i)
                    .isTrue();
        }
    }

    @Test
    void aScoreOfAnotherModelIsNotTheSame() {
        Prediction was = published.get(300);
        float[] scores = was.scores().clone();
        scores[0] = Math.nextUp(scores[0]);
        Prediction altered = new Prediction(
                was.key(),
                was.eventTime(),
                was.offset(),
                was.version(),
                was.tasks(),
                scores,
                was.probabilities(),
                was.labels());
        Reproduction reproduction = replayed(altered, history);
        assertThat(reproduction.isSame()).isFalse();
        assertThat(reproduction.made()).isNotNull();
    }

    @Test
    void whatTheLogDoesNotScoreIsNotMadeAgain() {
        Reproduction reproduction = replayed(published.get(450), History.ofEvents(100));
        assertThat(reproduction.made()).isNull();
        assertThat(reproduction.isSame()).isFalse();
    }
}
