package io.millrace.job.testing;

import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/metrics.md as tests read it. */
public final class MetricsPage {
    /** Section of our own metrics. */
    public static final String OURS = "Ours";

    /** Section of Flink's. */
    public static final String FLINKS = "Flink's own that matter";

    private static final String TABLE = "| name | unit | meaning | normal | when not |";
    private static final Pattern ALERT = Pattern.compile("^\\| \\*\\*(Millrace[A-Za-z]+)\\*\\* \\|.*");
    private static final Pattern NAME = Pattern.compile("\\b(flink_[A-Za-z0-9_]+|millrace:[a-z_]+)");

    private MetricsPage() {}

    /** Metrics of both tables, in the order of the page. */
    public static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (String section : List.of(OURS, FLINKS)) {
            rows(section).forEach(row -> names.add(name(row)));
        }
        return names;
    }

    /** Name of the metric that a row tells of; the whole cell where it is not set as one. */
    public static String name(List<String> row) {
        return row.get(0).replaceFirst("^`(flink_[A-Za-z0-9_]+)`$", "$1");
    }

    /**
     * Rows of the table of metrics in a section.
     *
     * @param section its title
     * @return cells of each row
     */
    public static List<List<String>> rows(String section) throws IOException {
        List<String> page = Files.readAllLines(docs().resolve("metrics.md"));
        List<String> below = page.subList(page.indexOf("## " + section), page.size());
        List<List<String>> rows = new ArrayList<>();
        for (String line : below.subList(below.indexOf(TABLE) + 2, below.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            rows.add(Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                    .map(String::strip)
                    .toList());
        }
        return rows;
    }

    /** First cells of the table of alerts. */
    public static List<String> alerts() throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(docs().resolve("metrics.md"))) {
            Matcher cell = ALERT.matcher(line);
            if (cell.matches()) {
                found.add(cell.group(1));
            }
        }
        return found;
    }

    /** Metrics and recorded series that an expression asks for. */
    public static List<String> namesIn(String expression) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(expression);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    public static Path docs() {
        return PolicyFiles.root().resolve("docs");
    }
}
