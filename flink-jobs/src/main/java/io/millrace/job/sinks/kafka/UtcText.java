package io.millrace.job.sinks.kafka;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Times as {@code 2026-02-13T10:04:27.318204Z}, always 27 characters, so that their texts order as they do. For one thread. */
final class UtcText {
    static final int LENGTH = 27;

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int DATE_CHARACTERS = 10;

    private final byte[] text = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);
    private long day = Long.MIN_VALUE;

    /** @return 27 ASCII characters, good until the next call */
    byte[] of(long micros) {
        long dayNow = Math.floorDiv(micros, MICROS_PER_DAY);
        if (dayNow != day) {
            // Rows come in the order of time, so a date is written once a day.
            byte[] date = LocalDate.ofEpochDay(dayNow).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(date, 0, text, 0, DATE_CHARACTERS);
            day = dayNow;
        }
        long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
        int second = (int) (ofDay / MICROS_PER_SECOND);
        digits(second / 3_600, 11, 2);
        digits(second / 60 % 60, 14, 2);
        digits(second % 60, 17, 2);
        digits((int) (ofDay % MICROS_PER_SECOND), 20, 6);
        return text;
    }

    private void digits(int number, int from, int count) {
        int left = number;
        for (int at = from + count - 1; at >= from; at--) {
            text[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
