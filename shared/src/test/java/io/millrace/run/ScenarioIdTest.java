package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.base.PolicyException;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioIdTest {
    @Test
    void theIdSpellsModelAndHorizon() {
        ScenarioId id = ScenarioId.of("black_friday_20260101_14d");
        assertThat(id.model()).isEqualTo("black_friday");
        assertThat(id.startHour()).isEqualTo(52_608);
        assertThat(id.endHour()).isEqualTo(52_608 + 14 * 24);
        assertThat(id.scenario().horizonStartMicros())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() * 1_000);
        assertThat(id.scenario().horizonEndMicros())
                .hasValue(Instant.parse("2026-01-15T00:00:00Z").toEpochMilli() * 1_000);
        assertThat(ScenarioId.of("baseline_20260101_live").scenario().horizonEndMicros())
                .isEqualTo(OptionalLong.empty());
    }

    @Test
    void aHorizonMayHoldALeapDayAndNewYear() {
        ScenarioId leap = ScenarioId.of("baseline_20280228_3d");
        assertThat(leap.scenario().horizonEndMicros())
                .hasValue(Instant.parse("2028-03-02T00:00:00Z").toEpochMilli() * 1_000);
        ScenarioId onIt = ScenarioId.of("baseline_20240229_1d");
        assertThat(onIt.endHour())
                .isEqualTo(ScenarioId.of("baseline_20240301_1d").startHour());
        ScenarioId newYear = ScenarioId.of("baseline_20261230_4d");
        assertThat(newYear.scenario().horizonEndMicros())
                .hasValue(Instant.parse("2027-01-03T00:00:00Z").toEpochMilli() * 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baseline",
                "baseline_20260101",
                "baseline_20260132_3d",
                "baseline_20260101_0d",
                "baseline_20191231_3d",
                "baseline_20260229_1d",
                "baseline_20270229_live",
                "baseline_20491101_90d",
                "Baseline_20260101_3d"
            })
    void anythingElseIsRefused(String text) {
        assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> ScenarioId.of(text));
    }
}
