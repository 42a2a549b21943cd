package io.thalweg.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRuleTest {
    private static final long NOON = 1_700_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 86_400_000})
    void aNumberCountsUnitsAndAnAbsurdOneStaysAbsurd(long unit) {
        var rule = new TimeRule(unit, 0, 4_000_000_000_000L);
        assertThat(rule.ofNumber(NOON / unit)).isEqualTo(NOON / unit * unit).matches(rule::believes);
        assertThat(rule.ofNumber(Long.MAX_VALUE)).matches(time -> !rule.believes(time));
        assertThat(rule.ofNumber(Long.MIN_VALUE)).matches(time -> !rule.believes(time));
    }
}
