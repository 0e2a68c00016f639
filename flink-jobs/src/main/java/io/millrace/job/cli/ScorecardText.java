package io.millrace.job.cli;

import io.millrace.job.verify.MetricReading;
import io.millrace.job.verify.MetricResult;
import io.millrace.job.verify.Scorecard;
import io.millrace.policy.SegmentValidationPolicy.Band;
import io.millrace.policy.SegmentValidationPolicy.Grade;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The scorecard as a table, grouped by family: id, part, value, grade, bands, name, and below it the source. */
final class ScorecardText {
    private static final MathContext DIGITS = new MathContext(4);
    /** Bands write an open end as a large number. */
    private static final double OPEN_END = 1_000_000;

    private ScorecardText() {}

    static void print(Scorecard card, Console console, String judged) {
        String family = "";
        for (MetricResult metric : card.metrics()) {
            if (!metric.family().equals(family)) {
                family = metric.family();
                console.heading(title(family));
            }
            metric(metric, console);
        }
        console.line(summary(card));
        if (card.failures().isEmpty()) {
            console.good("realistic: no required metric outside pass, " + judged);
        } else {
            console.line("VALIDATION_FAILED: required metrics outside pass: " + ids(card.failures()));
        }
    }

    private static void metric(MetricResult metric, Console console) {
        for (MetricReading reading : metric.readings()) {
            String id = metric.metricId() + (metric.required() ? " *" : "");
            String part = reading.part().equals("ALL") ? "" : reading.part();
            String value = reading.value().isPresent() ? number(reading.value().getAsDouble()) : "-";
            String grade = reading.grade().map(ScorecardText::word).orElse("n/a");
            String bands = "pass " + band(reading.corridor().pass()) + "  good "
                    + band(reading.corridor().good()) + "  excellent "
                    + band(reading.corridor().excellent());
            console.line(
                    String.format(Locale.ROOT, "  %-5s %-11s %10s  %-9s  %s", id, part, value, grade, metric.name()));
            String note = reading.grade().isEmpty()
                    ? "not measured: " + reading.note()
                    : bands + (reading.note().isEmpty() ? "" : "  (" + reading.note() + ")");
            console.line("        " + note);
        }
        console.line("        source: " + metric.source());
    }

    private static String summary(Scorecard card) {
        int measured = card.measured().size();
        return "score: " + card.atLeast(Grade.GOOD).size() + " of " + measured + " measured metrics good or better, "
                + card.atLeast(Grade.EXCELLENT).size() + " of them excellent; outside pass: "
                + (card.missed().isEmpty() ? "none" : ids(card.missed())) + "; not measured: "
                + (card.metrics().size() - measured);
    }

    private static String ids(List<MetricResult> metrics) {
        return metrics.stream().map(MetricResult::metricId).collect(Collectors.joining(", "));
    }

    private static String word(Grade grade) {
        return switch (grade) {
            case MISS -> "MISS";
            case PASS -> "pass";
            case GOOD -> "good";
            case EXCELLENT -> "excellent";
        };
    }

    private static String title(String family) {
        return switch (family) {
            case "E" -> "Entities";
            case "A" -> "Arrivals";
            case "G" -> "Geography";
            case "SE" -> "Sessions";
            case "B" -> "Bursts and habits";
            case "F" -> "Flows";
            case "L" -> "Timing";
            case "M" -> "Amounts";
            case "Q" -> "The set as a whole";
            default -> throw new IllegalArgumentException("no family " + family);
        };
    }

    private static String band(Band band) {
        if (band.min() == band.max()) {
            return number(band.min());
        }
        return number(band.min()) + ".." + (band.max() >= OPEN_END ? "" : number(band.max()));
    }

    private static String number(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
