package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ForAllSeeds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextTest {
    @Test
    void readsWhatTheCalendarSays() {
        assertThat(UtcText.micros("1970-01-01T00:00:00.000000Z")).isZero();
        assertThat(UtcText.micros("1969-12-31T23:59:59.999999Z")).isEqualTo(-1);
        assertThat(UtcText.micros("2026-01-02T19:58:41.527172Z")).isEqualTo(1_767_383_921_527_172L);
        assertThat(UtcText.micros("2024-02-29T23:59:59.000001Z")).isEqualTo(1_709_251_199_000_001L);
    }

    @Test
    void agreesWithJavaTime() {
        ForAllSeeds.of(500).check(seed -> {
            long micros = Math.floorMod(seed * 0x9E37_79B9_7F4A_7C15L, 8_000_000_000_000_000L) - 4_000_000_000_000_000L;
            Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            String text =
                    String.format("%s.%06dZ", instant.toString().substring(0, 19), Math.floorMod(micros, 1_000_000L));
            assertThat(UtcText.micros(text)).as(text).isEqualTo(micros);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00.000Z",
                "2026-01-01 00:00:00.000000Z",
                "2026-01-01T00:00:00.000000+",
                "2026-01-01T00:00:00.0000000Z",
                "2026-13-01T00:00:00.000000Z",
                "2026-00-01T00:00:00.000000Z",
                "2026-02-29T00:00:00.000000Z",
                "1900-02-29T00:00:00.000000Z",
                "2026-01-00T00:00:00.000000Z",
                "2026-04-31T00:00:00.000000Z",
                "2026-01-01T24:00:00.000000Z",
                "2026-01-01T00:60:00.000000Z",
                "2026-01-01T00:00:60.000000Z",
                "2026-01-01T00:00:0٣.000000Z",
                "+026-01-01T00:00:00.000000Z"
            })
    void refusesEverythingElse(String text) {
        assertThat(UtcText.micros(text)).isEqualTo(UtcText.UNPARSABLE);
    }
}
