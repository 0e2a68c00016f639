package io.millrace.arrivals;

import java.time.LocalDate;

/** Instants written as {@code YYYY-MM-DDThh:mm:ss.ffffffZ}, exactly 27 characters and nothing else. */
public final class UtcText {
    /** No instant: the text has another form or names no moment of the calendar. */
    public static final long UNPARSABLE = Long.MIN_VALUE;

    private static final String FORM = "dddd-dd-ddTdd:dd:dd.ddddddZ";
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int[] DAYS_OF_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private UtcText() {}

    /** @return microseconds since 1970, or {@link #UNPARSABLE} */
    public static long micros(String text) {
        if (text.length() != FORM.length()) {
            return UNPARSABLE;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char found = text.charAt(i);
            char wanted = FORM.charAt(i);
            if (wanted == 'd' ? found < '0' || found > '9' : found != wanted) {
                return UNPARSABLE;
            }
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (month < 1 || month > 12 || day < 1 || day > days(year, month) || hour > 23 || minute > 59 || second > 59) {
            return UNPARSABLE;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400L + hour * 3_600L + minute * 60L + second;
        return seconds * MICROS_PER_SECOND + number(text, 20, 26);
    }

    private static int days(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS_OF_MONTH[month - 1];
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }
}
