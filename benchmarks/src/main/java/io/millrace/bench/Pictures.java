package io.millrace.bench;

import io.millrace.bench.BarChart.Bar;
import io.millrace.bench.BarChart.Kind;
import io.millrace.bench.BarChart.Panel;
import io.millrace.bench.WriterMain.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What of the results is worth a bar. */
final class Pictures {
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;
    /** Measured elsewhere on machines of the same kind: the reference engine in Python and polars. */
    private static final double REFERENCE_200K = 100e3;

    private static final double REFERENCE_3280K = 43e3;

    private Pictures() {}

    static String of(Results results) {
        BarChart chart = new BarChart();
        results.part("job").ifPresent(part -> chart.add(job(part)));
        results.part("stock").ifPresent(part -> chart.add(stock(part)));
        results.part("writers").ifPresent(part -> chart.add(writers(part)));
        return chart.svg();
    }

    private static Panel job(PartResult part) {
        List<Bar> bars = new ArrayList<>();
        for (JobPart.Case one : JobPart.cases(Scale.valueOf(part.scale()))) {
            part.find(one.name(one.longDays()))
                    .ifPresent(series ->
                            bars.add(thousands("Millrace, " + one.title(), series.arrivalsPerCpuSecond(), Kind.OURS)));
        }
        bars.add(thousands("reference engine, 200 k parties", REFERENCE_200K, Kind.QUOTED));
        bars.add(thousands("reference engine, 3.28 M parties", REFERENCE_3280K, Kind.QUOTED));
        return new Panel(
                "Whole job: arrivals in, published Parquet out",
                "thousand arrivals per CPU-second, start included; longer is better; hatched: quoted, two events per flow",
                bars);
    }

    private static Panel stock(PartResult part) {
        List<Bar> bars = new ArrayList<>();
        List<Integer> days = StockPart.days(Scale.valueOf(part.scale()));
        for (String who : List.of(StockPart.OURS, StockPart.STOCK)) {
            Slope.between(part, StockPart.name(who, days.get(0)), StockPart.name(who, days.get(1)))
                    .ifPresent(slope -> bars.add(thousands(
                            who, slope.arrivalsPerCpuSecond(), who.equals(StockPart.OURS) ? Kind.OURS : Kind.OTHERS)));
        }
        return new Panel(
                "The same arrivals through a Flink job in the usual way",
                "thousand arrivals per CPU-second, start taken off; longer is better; the stock job has no laws and attaches nothing",
                bars);
    }

    private static Panel writers(PartResult part) {
        List<Bar> bars = new ArrayList<>();
        for (Who who : Who.values()) {
            part.find(WritersPart.name(who, WritersPart.ALL_TABLES))
                    .ifPresent(series -> bars.add(new Bar(
                            who.title(),
                            series.rowsPerCpuSecond(),
                            String.format(
                                    Locale.ROOT,
                                    "%.2f M, %.0f B/row",
                                    series.rowsPerCpuSecond() / MILLION,
                                    series.bytesPerRow()),
                            who == Who.MILLRACE ? Kind.OURS : Kind.OTHERS)));
        }
        return new Panel(
                "Writing alone: all five tables from memory to zstd Parquet",
                "million rows per CPU-second, one thread; longer is better; ours with row digests and counters",
                bars);
    }

    private static Bar thousands(String label, double value, Kind kind) {
        return new Bar(label, value, String.format(Locale.ROOT, "%.0f k", value / THOUSAND), kind);
    }
}
