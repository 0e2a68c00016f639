package io.millrace.policy;

import java.io.Serializable;
import java.util.List;

/** {@code sessionisation_policy_6B}: the gap law, its caps and breakers. */
public record SessionisationPolicy(Gap gap, Caps caps, Breaks breaks) implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final long MICROS_PER_SECOND = 1_000_000;

    public SessionisationPolicy {
        if (gap.timeoutSeconds > caps.sessionSpanSecondsMax) {
            throw new IllegalArgumentException("timeout_seconds " + gap.timeoutSeconds
                    + " must not be above session_span_seconds_max " + caps.sessionSpanSecondsMax);
        }
    }

    /** @param root the file, as the schema accepted it */
    public static SessionisationPolicy of(PolicyNode root) {
        expect(root.get("session_key"), List.of("party_id"));
        expect(root.get("order"), List.of("ts_us", "merchant_id", "arrival_seq"));
        PolicyNode tie = root.get("summary").get("dominant_tie");
        if (!tie.text().equals("SMALLEST_ID")) {
            throw new IllegalStateException(tie.pointer() + " must be SMALLEST_ID, was " + tie.text());
        }
        PolicyNode gap = root.get("gap");
        PolicyNode caps = root.get("caps");
        PolicyNode breaks = root.get("breaks");
        return new SessionisationPolicy(
                new Gap(
                        gap.get("timeout_seconds").integer(),
                        gap.get("hard_break_seconds").integer(),
                        Ambiguous.valueOf(gap.get("ambiguous").text())),
                new Caps(
                        caps.get("arrivals_per_session_max").int32(),
                        caps.get("session_span_seconds_max").integer()),
                new Breaks(
                        breaks.get("on_utc_day_change").bool(),
                        breaks.get("on_channel_change").bool()));
    }

    /** The law is written for this key and order only; another text is a file for another program. */
    private static void expect(PolicyNode node, List<String> texts) {
        if (!node.texts().equals(texts)) {
            throw new IllegalStateException(node.pointer() + " must be " + texts + ", was " + node.texts());
        }
    }

    /** What happens to a gap between soft timeout and hard break. */
    public enum Ambiguous {
        LINEAR_RAMP,
        ALWAYS_BREAK
    }

    /**
     * @param timeoutSeconds gaps up to here, included, never break
     * @param hardBreakSeconds gaps from here, included, always break
     */
    public record Gap(long timeoutSeconds, long hardBreakSeconds, Ambiguous ambiguous) implements Serializable {
        private static final long serialVersionUID = 1L;

        public Gap {
            if (timeoutSeconds < 1 || hardBreakSeconds <= timeoutSeconds) {
                throw new IllegalArgumentException("0 < timeout_seconds < hard_break_seconds must hold, was "
                        + timeoutSeconds + " and " + hardBreakSeconds);
            }
        }

        public long timeoutMicros() {
            return timeoutSeconds * MICROS_PER_SECOND;
        }

        public long hardBreakMicros() {
            return hardBreakSeconds * MICROS_PER_SECOND;
        }
    }

    /** @param sessionSpanSecondsMax from the first to the last arrival, included */
    public record Caps(int arrivalsPerSessionMax, long sessionSpanSecondsMax) implements Serializable {
        private static final long serialVersionUID = 1L;

        public Caps {
            if (arrivalsPerSessionMax < 1 || sessionSpanSecondsMax < 1) {
                throw new IllegalArgumentException("session caps must be at least 1, was " + arrivalsPerSessionMax
                        + " and " + sessionSpanSecondsMax);
            }
        }

        public long sessionSpanMicrosMax() {
            return sessionSpanSecondsMax * MICROS_PER_SECOND;
        }
    }

    /** Breakers that come before the gap. */
    public record Breaks(boolean onUtcDayChange, boolean onChannelChange) implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
