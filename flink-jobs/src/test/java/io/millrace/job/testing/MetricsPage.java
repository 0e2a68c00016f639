package io.millrace.job.testing;

import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/metrics.md as tests read it. */
public final class MetricsPage {
    private static final Pattern LINE = Pattern.compile("^\\| `(flink_[A-Za-z0-9_]+)` \\|.*");
    private static final Pattern ALERT = Pattern.compile("^\\| \\*\\*(Millrace[A-Za-z]+)\\*\\* \\|.*");
    private static final Pattern NAME = Pattern.compile("\\b(flink_[A-Za-z0-9_]+|millrace:[a-z_]+)");

    private MetricsPage() {}

    /** First cells of the tables: metrics, in the order of the page. */
    public static List<String> names() throws IOException {
        return cells(LINE);
    }

    /** First cells of the table of alerts. */
    public static List<String> alerts() throws IOException {
        return cells(ALERT);
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

    private static List<String> cells(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(docs().resolve("metrics.md"))) {
            Matcher cell = pattern.matcher(line);
            if (cell.matches()) {
                found.add(cell.group(1));
            }
        }
        return found;
    }
}
