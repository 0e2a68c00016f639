package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results as Markdown tables, for the terminal and for the page alike. */
final class Tables {
    private static final double MILLION = 1e6;
    private static final double GIGA = 1e9;

    private Tables() {}

    static String of(PartResult part) {
        return switch (part.name()) {
            case "job" -> job(part);
            case "writers" -> writers(part);
            default -> throw new IllegalArgumentException("no table of " + part.name());
        };
    }

    private static String job(PartResult part) {
        List<String> lines = new ArrayList<>(List.of(
                "| main job | arrivals | CPU-seconds | arrivals per CPU-s | rows per CPU-s | wall s | peak memory | bytes per row |",
                "|---|---|---|---|---|---|---|---|"));
        for (Series series : part.series()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.1f | %,.0f k | %.2f M | %.1f | %.2f GB | %.1f |",
                    series.name(),
                    series.arrivals(),
                    series.cpuSeconds(),
                    series.arrivalsPerCpuSecond() / 1e3,
                    series.rowsPerCpuSecond() / MILLION,
                    series.wallSeconds(),
                    series.peakBytes() / GIGA,
                    series.bytesPerRow()));
        }
        lines.add("");
        lines.add(
                "| the same without its start | start, CPU-seconds | µs per arrival | arrivals per CPU-s | rows per CPU-s |");
        lines.add("|---|---|---|---|---|");
        for (String prefix : List.of(JobPart.BEFORE, "")) {
            for (JobPart.Case one : JobPart.cases(Scale.valueOf(part.scale()))) {
                slope(part, one, prefix).ifPresent(slope -> lines.add(line(one, prefix, slope)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    static Optional<Slope> slope(PartResult part, JobPart.Case one, String prefix) {
        Optional<Series> small = part.find(prefix + one.name(one.shortDays()));
        Optional<Series> large = part.find(prefix + one.name(one.longDays()));
        return small.isPresent() && large.isPresent()
                ? Optional.of(Slope.of(small.get(), large.get()))
                : Optional.empty();
    }

    private static String line(JobPart.Case one, String prefix, Slope slope) {
        return String.format(
                Locale.ROOT,
                "| %s%s | %.1f | %.2f | %,.0f k | %.2f M |",
                prefix,
                one.title(),
                slope.fixedCpuSeconds(),
                slope.microsPerArrival(),
                slope.arrivalsPerCpuSecond() / 1e3,
                slope.rowsPerCpuSecond() / MILLION);
    }

    private static String writers(PartResult part) {
        List<String> lines = new ArrayList<>(List.of(
                "| writer, table | rows | CPU-seconds | M rows per CPU-s | bytes per row |", "|---|---|---|---|---|"));
        for (Series series : part.series()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.3f | %.2f | %.1f |",
                    series.name(),
                    series.rows(),
                    series.cpuSeconds(),
                    series.rowsPerCpuSecond() / MILLION,
                    series.bytesPerRow()));
        }
        return String.join("\n", lines) + "\n";
    }
}
