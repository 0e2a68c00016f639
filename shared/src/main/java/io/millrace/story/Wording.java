package io.millrace.story;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as stories write them: the same on every machine. */
public final class Wording {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Wording() {}

    /** Chance or unit, six digits. */
    public static String share(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** Factor or size, six digits at most. */
    public static String factor(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
    }

    /** {@code 2026-01-24T19:02:08.000000Z}. */
    public static String utc(long micros) {
        return UTC.format(Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000L));
    }

    /** {@code 2026-01-24}, of days since 1970. */
    public static String date(long day) {
        return LocalDate.ofEpochDay(day).toString();
    }

    /** {@code 47.250000 s}. */
    public static String seconds(long micros) {
        return String.format(
                Locale.ROOT,
                "%d.%06d s",
                Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND));
    }

    /** Sixteen hex digits. */
    public static String word(long bits) {
        return String.format(Locale.ROOT, "%016x", bits);
    }

    /** Share of all words that lie below an unsigned one. */
    public static double shareBelow(long threshold) {
        return (threshold >>> 1) * 0x1p-63;
    }
}
