package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
    private final Curve curve = new Curve();

    private void add(long... offsets) {
        for (long offset : offsets) {
            curve.add(new Point(offset, 0, 0.5, 0.6, 0.7, 1, 0.4));
        }
    }

    private List<Long> offsets() {
        return curve.points().stream().map(Point::offset).toList();
    }

    @Test
    void howeverLongItRunsItStaysShortAndKeepsBeginningAndEnd() {
        for (long offset = 0; offset < 100_000; offset++) {
            add(offset);
        }
        List<Long> kept = offsets();
        assertThat(kept)
                .hasSizeLessThanOrEqualTo(Curve.LONGEST)
                .hasSizeGreaterThan(500)
                .isSorted();
        assertThat(kept.get(0)).isZero();
        assertThat(kept.subList(kept.size() - 256, kept.size())).first().isEqualTo(99_744L);
        long longestGap = 0;
        for (int i = 1; i < kept.size(); i++) {
            longestGap = Math.max(longestGap, kept.get(i) - kept.get(i - 1));
        }
        assertThat(longestGap).as("the past is thinned evenly").isLessThanOrEqualTo(512);
    }

    @Test
    void whoAddsWhatALookGivesHasTheCurve() {
        List<Point> shown = new ArrayList<>();
        int wholes = 0;
        for (long offset = 0; offset < 5_000; offset++) {
            add(offset);
            if (offset % 7 == 0) {
                Curve.Addition addition = curve.look();
                if (addition.isWhole()) {
                    wholes++;
                    shown.clear();
                }
                shown.addAll(addition.points());
                assertThat(shown).containsAll(curve.points());
            }
        }
        assertThat(wholes)
                .as("a whole curve is sent when it was thinned, and seldom else")
                .isBetween(2, 20);
    }

    @Test
    void whoOnlyAddsKeepsNoMoreThanTwiceAsMuch() {
        int kept = 0;
        int most = 0;
        for (long offset = 0; offset < 100_000; offset++) {
            add(offset);
            Curve.Addition addition = curve.look();
            kept = (addition.isWhole() ? 0 : kept) + addition.points().size();
            most = Math.max(most, kept);
        }
        assertThat(most).isLessThanOrEqualTo(2 * Curve.LONGEST);
    }

    @Test
    void anotherLogBeginsAnotherCurve() {
        add(10, 20, 30);
        curve.look();
        add(5);
        assertThat(offsets()).containsExactly(5L);
        assertThat(curve.look().isWhole()).isTrue();
    }

    @Test
    void whatIsSaidTwiceOfOneOffsetCountsAsSaidLast() {
        add(10, 20);
        curve.look();
        curve.add(new Point(20, 0, 0.9, 0.6, 0.7, 1, 0.4));
        assertThat(offsets()).containsExactly(10L, 20L);
        assertThat(curve.look().points()).last().extracting(Point::value).isEqualTo(0.9);
    }
}
