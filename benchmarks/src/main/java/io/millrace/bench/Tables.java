package io.millrace.bench;

import io.millrace.bench.WriterMain.Who;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results as Markdown tables, for the terminal and for the page alike. */
final class Tables {
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;
    private static final double GIGA = 1e9;

    private Tables() {}

    static String of(PartResult part) {
        List<String> lines =
                switch (part.name()) {
                    case "job" -> job(part);
                    case "stock" -> stock(part);
                    case "writers" -> writers(part);
                    case "scaling" -> with(runs(part), scaling(part));
                    case "checkpoints" -> with(runs(part), checkpoints(part));
                    case "memory" -> with(runs(part), memory(part));
                    case "trend" -> with(runs(part), trend(part));
                    case "loops", "world" -> loops(part);
                    default -> throw new IllegalArgumentException("no table of " + part.name());
                };
        return String.join("\n", lines) + "\n";
    }

    private static List<String> runs(PartResult part) {
        List<String> lines = new ArrayList<>(List.of(
                "| run | arrivals | CPU-seconds | arrivals per CPU-s | rows per CPU-s | wall s | peak memory | bytes per row |",
                "|---|---|---|---|---|---|---|---|"));
        for (Series series : part.series()) {
            lines.add(line(
                    "| %s | %,d | %.1f | %,.0f k | %.2f M | %.1f | %.2f GB | %.1f |",
                    series.name(),
                    series.arrivals(),
                    series.cpuSeconds(),
                    series.arrivalsPerCpuSecond() / THOUSAND,
                    series.rowsPerCpuSecond() / MILLION,
                    series.wallSeconds(),
                    series.peakBytes() / GIGA,
                    series.bytesPerRow()));
        }
        return lines;
    }

    private static List<String> job(PartResult part) {
        List<String> lines = runs(part);
        slopeHead(lines);
        for (String prefix : List.of(JobPart.BEFORE, "")) {
            for (JobPart.Case one : JobPart.cases(Scale.valueOf(part.scale()))) {
                Slope.between(part, prefix + one.name(one.shortDays()), prefix + one.name(one.longDays()))
                        .ifPresent(slope -> lines.add(line(prefix + one.title(), slope)));
            }
        }
        return lines;
    }

    private static List<String> stock(PartResult part) {
        List<String> lines = runs(part);
        slopeHead(lines);
        List<Integer> days = StockPart.days(Scale.valueOf(part.scale()));
        Optional<Slope> ours = slope(part, StockPart.OURS, days);
        Optional<Slope> stock = slope(part, StockPart.STOCK, days);
        ours.ifPresent(slope -> lines.add(line(StockPart.OURS, slope)));
        stock.ifPresent(slope -> lines.add(line(StockPart.STOCK, slope)));
        if (ours.isPresent() && stock.isPresent()) {
            lines.add("");
            lines.add(line(
                    "An arrival costs the stock job %.1f times as much.",
                    stock.get().cpuSecondsPerArrival() / ours.get().cpuSecondsPerArrival()));
        }
        return lines;
    }

    private static Optional<Slope> slope(PartResult part, String who, List<Integer> days) {
        return Slope.between(part, StockPart.name(who, days.get(0)), StockPart.name(who, days.get(1)));
    }

    private static void slopeHead(List<String> lines) {
        lines.add("");
        lines.add(
                "| the same without its start | start, CPU-seconds | µs per arrival | arrivals per CPU-s | rows per CPU-s |");
        lines.add("|---|---|---|---|---|");
    }

    private static String line(String name, Slope slope) {
        return line(
                "| %s | %.1f | %.2f | %,.0f k | %.2f M |",
                name,
                slope.fixedCpuSeconds(),
                slope.microsPerArrival(),
                slope.arrivalsPerCpuSecond() / THOUSAND,
                slope.rowsPerCpuSecond() / MILLION);
    }

    private static List<String> writers(PartResult part) {
        StringBuilder head = new StringBuilder("| table | rows |");
        for (Who who : Who.values()) {
            head.append(' ').append(who.title()).append(" |");
        }
        List<String> lines = new ArrayList<>(List.of(
                "Million rows per CPU-second, and bytes per row.", "", head.toString(), "|---|---|---|---|---|---|"));
        List<String> tables = new ArrayList<>(
                WriterMain.TABLES.stream().map(SlabKind::datasetId).toList());
        tables.add(WritersPart.ALL_TABLES);
        for (String table : tables) {
            StringBuilder cells = new StringBuilder();
            long rows = 0;
            for (Who who : Who.values()) {
                Series series = part.find(WritersPart.name(who, table)).orElseThrow();
                rows = series.rows();
                cells.append(line(" %.2f M, %.1f B |", series.rowsPerCpuSecond() / MILLION, series.bytesPerRow()));
            }
            lines.add(line("| %s | %,d |%s", table, rows, cells));
        }
        return lines;
    }

    /** By the first and the last length of each. */
    private static List<String> scaling(PartResult part) {
        List<Series> one = of(part, VariantsPart.ONE_CORE);
        List<Series> two = of(part, VariantsPart.TWO_CORES);
        double whole = last(one).wallSeconds() / last(two).wallSeconds();
        double further =
                (last(one).wallSeconds() - one.get(0).wallSeconds()) / (last(two).wallSeconds() - two.get(0).wallSeconds());
        return List.of(line(
                "Two slots on two cores are %.2f times as fast as one on one, and %.2f times without the start. With neighbours"
                        + " on the machine the second core is not free, and this says less than it should.",
                whole, further));
    }

    private static List<Series> of(PartResult part, String name) {
        return part.series().stream()
                .filter(series -> series.name().startsWith(name))
                .toList();
    }

    private static Series last(List<Series> series) {
        return series.get(series.size() - 1);
    }

    /** What an arrival costs from each length to the next. */
    private static List<String> trend(PartResult part) {
        List<String> lines = new ArrayList<>(List.of("| from | to | µs per arrival |", "|---|---|---|"));
        for (int i = 1; i < part.series().size(); i++) {
            Series from = part.series().get(i - 1);
            Series to = part.series().get(i);
            Slope.between(part, from.name(), to.name())
                    .ifPresent(slope -> lines.add(
                            line("| %,d | %,d | %.2f |", from.arrivals(), to.arrivals(), slope.microsPerArrival())));
        }
        return lines;
    }

    private static List<String> checkpoints(PartResult part) {
        double with = part.find(VariantsPart.CHECKPOINTS).orElseThrow().cpuSeconds();
        double without = part.find(VariantsPart.NO_CHECKPOINTS).orElseThrow().cpuSeconds();
        return List.of(line("Checkpoints cost %.1f %% of CPU time.", (with / without - 1) * 100));
    }

    private static List<String> memory(PartResult part) {
        Series few = part.series().get(0);
        Series many = part.series().get(part.series().size() - 1);
        return List.of(line(
                "%.1f times the arrivals take %.1f %% more memory.",
                (double) many.arrivals() / few.arrivals(), (many.peakBytes() / few.peakBytes() - 1) * 100));
    }

    private static List<String> loops(PartResult part) {
        List<String> lines = new ArrayList<>(List.of("| loop | ns | M per second |", "|---|---|---|"));
        for (Series series : part.series()) {
            double nanos = series.cpuSeconds() * GIGA / series.rows();
            lines.add(line("| %s | %.1f | %.2f |", series.name(), nanos, THOUSAND / nanos));
        }
        return lines;
    }

    private static List<String> with(List<String> table, List<String> remarks) {
        List<String> lines = new ArrayList<>(table);
        lines.add("");
        lines.addAll(remarks);
        return lines;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
