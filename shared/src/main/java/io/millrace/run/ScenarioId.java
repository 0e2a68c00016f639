package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scenario of an own world: its id spells model and horizon, {@code <model>_<yyyymmdd>_<n>d} or
 * {@code <model>_<yyyymmdd>_live}. World design section 1.
 *
 * @param text the id
 * @param model of calendar_5B
 * @param startHour first hour, whole hours since 2020-01-01T00Z
 * @param days of the horizon; empty without end
 */
public record ScenarioId(String text, String model, int startHour, OptionalLong days) {
    /** 2020-01-01T00Z, hour 0. */
    public static final long EPOCH_MICROS = 1_577_836_800_000_000L;

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9_]*)_([0-9]{8})_(?:([1-9][0-9]{0,4})d|live)");
    private static final int HOURS_PER_DAY = 24;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    /** Sequence numbers give the hour 18 bits. */
    private static final int HOURS_MAX = 1 << 18;

    /** @throws PolicyException for a text of another form, no date, or a horizon outside 2020 to November 2049 */
    public static ScenarioId of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused(text, "must be <model>_<yyyymmdd>_<n>d or <model>_<yyyymmdd>_live");
        }
        long startHour;
        try {
            LocalDate date = LocalDate.parse(form.group(2), DateTimeFormatter.BASIC_ISO_DATE);
            startHour = (date.atStartOfDay(ZoneOffset.UTC).toEpochSecond() - EPOCH_MICROS / 1_000_000) / 3_600;
        } catch (DateTimeException e) {
            throw refused(text, "must hold a date yyyymmdd");
        }
        OptionalLong days =
                form.group(3) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(form.group(3)));
        if (startHour < 0 || startHour + days.orElse(1) * HOURS_PER_DAY > HOURS_MAX) {
            throw refused(text, "must start in 2020 or later and end before November 2049");
        }
        return new ScenarioId(text, form.group(1), (int) startHour, days);
    }

    /** First hour that is not in it; without end, the first that sequence numbers cannot name, in November 2049. */
    public int endHour() {
        return days.isEmpty() ? HOURS_MAX : startHour + Math.toIntExact(days.getAsLong()) * HOURS_PER_DAY;
    }

    /** Whether it goes on day after day. */
    public boolean isLive() {
        return days.isEmpty();
    }

    /** The scenario without end that has this one's model and start. */
    public ScenarioId live() {
        return isLive() ? this : of(text.substring(0, text.lastIndexOf('_')) + "_live");
    }

    /** As a receipt lists it. */
    public WorldReceipt.Scenario scenario() {
        return new WorldReceipt.Scenario(
                text, micros(startHour), days.isEmpty() ? OptionalLong.empty() : OptionalLong.of(micros(endHour())));
    }

    /** Start of an hour in microseconds since 1970. */
    public static long micros(int hour) {
        return EPOCH_MICROS + hour * MICROS_PER_HOUR;
    }

    private static PolicyException refused(String text, String expected) {
        return new PolicyException(Problem.of(
                ErrorCode.CONFIG_VALIDATION_FAILED, "--scenario", expected, text, "such as baseline_20260101_14d"));
    }
}
