package io.millrace.job.cli;

import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A report of a copy of the reference run.
 *
 * @param said by the command
 * @param page that it wrote
 */
record ReportPages(Said said, Path run, Path page) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBERS = "<script type=\"application/json\" id=\"numbers\">";

    static ReportPages of(ReferenceRun reference, Path folder) {
        Path run = DoctoredRun.of(reference, folder.resolve("runs")).root();
        Path page = folder.resolve("pages/report.html");
        return new ReportPages(report(reference, run, "--out", page.toString()), run, page);
    }

    static Said report(ReferenceRun reference, Path run, String... options) {
        return millrace(reference, "report", run, options);
    }

    /** A command that reads a run and the 6A tables of its world. */
    static Said millrace(ReferenceRun reference, String command, Path run, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                run.toString(),
                "--world",
                reference.world().world().toString(),
                "--upstream",
                reference.world().upstream().toString(),
                "--scratch",
                run.resolveSibling("scratch").toString()));
        arguments.addAll(List.of(options));
        return Said.millrace(arguments.toArray(String[]::new));
    }

    String html() throws IOException {
        return Files.readString(page);
    }

    /** What the page holds for its script. */
    JsonNode numbers() throws IOException {
        String html = html();
        int begin = html.indexOf(NUMBERS) + NUMBERS.length();
        return JSON.readTree(html.substring(begin, html.indexOf("</script>", begin)));
    }

    /** Sum of a column over the rows of a query in which another column has a value. */
    long sum(String query, String column, String where, Object value) throws IOException {
        JsonNode result = numbers().required("queries").required(query);
        JsonNode summed = values(result, column);
        JsonNode compared = values(result, where);
        long sum = 0;
        for (int row = 0; row < summed.size(); row++) {
            if (compared.get(row).asString().equals(value.toString())) {
                sum += summed.get(row).asLong();
            }
        }
        return sum;
    }

    private static JsonNode values(JsonNode result, String column) {
        for (int place = 0; place < result.required("columns").size(); place++) {
            if (result.required("columns").get(place).asString().equals(column)) {
                return result.required("values").get(place);
            }
        }
        throw new AssertionError("no column " + column + " in " + result.required("columns"));
    }

    /** Takes the flag away, and with it the run is one that somebody still writes. */
    static void withdraw(Path run) throws IOException {
        for (Path flag : RunFiles.named(run, "_passed[.]flag")) {
            Files.delete(flag);
        }
    }
}
