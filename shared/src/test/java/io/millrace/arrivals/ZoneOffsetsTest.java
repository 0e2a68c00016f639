package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.digest.TupleDigest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneOffsetsTest {
    @Test
    void theDigestTellsOffsetsAndSwitchesInsideTheHorizon() {
        // Berlin leaves winter time at 2026-03-29T01:00Z; Tokyo never switches.
        Horizon horizon = new Horizon(490_896, 90 * 24);
        String text = "Asia/Tokyo 32400\nEurope/Berlin 3600 1774746000:7200\n";
        assertThat(ZoneOffsets.digest(List.of("Asia/Tokyo", "Europe/Berlin"), horizon))
                .isEqualTo(TupleDigest.sha256Hex(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(ZoneOffsets.digest(List.of(), horizon)).isEqualTo(TupleDigest.sha256Hex(new byte[0]));
        assertThat(ZoneOffsets.version()).matches("20\\d\\d[a-z]");
    }
}
