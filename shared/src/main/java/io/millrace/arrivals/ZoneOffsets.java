package io.millrace.arrivals;

import io.millrace.digest.TupleDigest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.List;

/** What the platform's time zone database says about a horizon, as a digest: another answer is another local time. */
public final class ZoneOffsets {
    private ZoneOffsets() {}

    /** Release of the platform's database, e.g. {@code 2025b}. */
    public static String version() {
        return ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
    }

    /**
     * SHA-256, hex64, of one line per zone in the given order: {@code <tzid> <offset at the start>}, then
     * {@code  <epoch second>:<offset after>} for each switch before the end; offsets in seconds.
     */
    public static String digest(List<String> tzids, Horizon horizon) {
        Instant start = Instant.EPOCH.plus(horizon.startMicros(), ChronoUnit.MICROS);
        Instant end = Instant.EPOCH.plus(horizon.endMicros(), ChronoUnit.MICROS);
        StringBuilder text = new StringBuilder();
        for (String tzid : tzids) {
            ZoneRules rules = ZoneId.of(tzid).getRules();
            text.append(tzid).append(' ').append(rules.getOffset(start).getTotalSeconds());
            ZoneOffsetTransition next = rules.nextTransition(start);
            while (next != null && next.getInstant().isBefore(end)) {
                text.append(' ')
                        .append(next.toEpochSecond())
                        .append(':')
                        .append(next.getOffsetAfter().getTotalSeconds());
                next = rules.nextTransition(next.getInstant());
            }
            text.append('\n');
        }
        return TupleDigest.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
