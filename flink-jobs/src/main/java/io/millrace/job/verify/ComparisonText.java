package io.millrace.job.verify;

import io.millrace.job.verify.RunComparison.DatasetDifference;
import io.millrace.job.verify.RunComparison.Difference;
import io.millrace.job.verify.RunComparison.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison for people. */
final class ComparisonText {
    private static final int SHOWN = 20;
    private static final int DATES_SHOWN = 5;

    private final RunComparison comparison;
    private final List<String> lines = new ArrayList<>();

    ComparisonText(RunComparison comparison) {
        this.comparison = comparison;
    }

    List<String> lines() {
        side("A", comparison.a());
        side("B", comparison.b());
        differences("identity", comparison.identity());
        differences("policies", comparison.policies());
        if (!comparison.documents().isEmpty()) {
            lines.add("documents  " + comparison.documents().size() + " differ: "
                    + String.join(
                            ", ",
                            comparison.documents().stream()
                                    .map(Difference::what)
                                    .toList()));
        }
        comparison.datasets().forEach(this::dataset);
        comparison.rows().forEach(this::rows);
        for (Distribution distribution : comparison.distributions()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-60s %s %.4f%s",
                    distribution.name(),
                    distribution.measure() == Distribution.Measure.SHARES ? "Jensen-Shannon" : "largest difference",
                    distribution.distance(),
                    distribution.distance() == 0 ? "" : widest(distribution)));
        }
        lines.add("why: " + comparison.why());
        return lines;
    }

    private void side(String name, Side side) {
        lines.add(name + "  " + side.root() + "  bundle " + side.bundleDigest() + "  "
                + String.format(Locale.ROOT, "%,d files, %,d bytes", side.files(), side.bytes()));
        side.damage().stream().limit(SHOWN).forEach(damage -> lines.add("   " + damage));
    }

    private void differences(String title, List<Difference> differences) {
        for (Difference difference : differences.subList(0, Math.min(differences.size(), SHOWN))) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-10s %s  %s against %s",
                    title,
                    difference.what(),
                    cut(difference.a()),
                    cut(difference.b())));
        }
        if (differences.size() > SHOWN) {
            lines.add("           … and " + (differences.size() - SHOWN) + " more; --json lists all");
        }
    }

    private void dataset(DatasetDifference dataset) {
        if (dataset.isEqual()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %,d rows, equal, digest %s",
                    dataset.datasetId(),
                    dataset.rowsA(),
                    dataset.digestA()));
            return;
        }
        List<String> differing = dataset.differing();
        lines.add(String.format(
                Locale.ROOT,
                "%-28s %,d against %,d rows, %d of %d dates differ: %s%s",
                dataset.datasetId(),
                dataset.rowsA(),
                dataset.rowsB(),
                differing.size(),
                dataset.dates().size(),
                String.join(", ", differing.subList(0, Math.min(differing.size(), DATES_SHOWN))),
                differing.size() > DATES_SHOWN ? ", …" : ""));
    }

    private void rows(RowDifferences rows) {
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d rows in A alone, %,d in B alone, %,d changed%s",
                rows.datasetId(),
                rows.onlyInA(),
                rows.onlyInB(),
                rows.changed(),
                rows.doubled() == 0 ? "" : String.format(Locale.ROOT, ", %,d keys doubled", rows.doubled())));
        if (!rows.columns().isEmpty()) {
            List<String> columns = new ArrayList<>();
            rows.columns().forEach((column, count) -> columns.add(String.format(Locale.ROOT, "%s %,d", column, count)));
            lines.add("   columns: " + String.join(", ", columns));
        }
        rows.first().forEach(row -> lines.add("   " + row));
    }

    private static String widest(Distribution distribution) {
        String part = distribution.widest();
        return String.format(
                Locale.ROOT,
                ", most at %s: %.4f against %.4f",
                part,
                distribution.inA().getOrDefault(part, 0.0),
                distribution.inB().getOrDefault(part, 0.0));
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
