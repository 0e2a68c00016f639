package io.millrace.job.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A UTC date, which stands for its first instant, or an instant; in microseconds since 1970. */
final class EventTime implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            Instant instant = text.length() == "2026-03-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException(
                    "must be a date such as 2026-03-01 or a time such as 2026-03-01T12:00:00Z, was " + text);
        }
    }
}
