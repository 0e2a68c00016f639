package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The page in a real browser, Chromium without a window. Where there is none the test is left out, and says so. */
@ExtendWith(SharedRuns.class)
class ReportBrowserITCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FIGURE = Pattern.compile("<figure (.*?)</figure>", Pattern.DOTALL);
    private static final Pattern READING = Pattern.compile(
            "data-metric=\"([A-Z0-9]+)\" data-part=\"([^\"]+)\".*?data-value=\"([^\"]*)\"", Pattern.DOTALL);
    private static final Pattern TILE = Pattern.compile("data-tile=\"([a-z]+)\" data-value=\"([0-9]+)\"");

    /** Opens what can be opened and chooses what is last, as a reader would. */
    private static final String READER = """
            <script>
            document.querySelectorAll("details").forEach(details => { details.open = true; });
            document.querySelectorAll("select").forEach(select => {
              select.selectedIndex = select.options.length - 1;
              select.dispatchEvent(new Event("change"));
            });
            </script>
            """;

    @TempDir
    private static Path folder;

    private static ReportPages report;
    private static String dom;
    private static String console;

    @BeforeAll
    static void open(ReferenceRun reference) throws Exception {
        Optional<Path> browser = browser();
        if (browser.isEmpty()) {
            System.err.println("NOT TESTED: no chromium on this machine, so nobody looks at the report page");
        }
        assumeTrue(browser.isPresent(), "no chromium on this machine");
        report = ReportPages.of(reference, folder);
        assertThat(report.said().exit()).as(report.said().err()).isZero();
        // Behind the page's own script; the library has the same word in a text of its own.
        String html = report.html();
        int end = html.lastIndexOf("</body>");
        Path read =
                Files.writeString(folder.resolve("read.html"), html.substring(0, end) + READER + html.substring(end));
        Path out = folder.resolve("dom.html");
        Path err = folder.resolve("console.txt");
        Process process = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--user-data-dir=" + folder.resolve("profile"),
                        // So tall that several sections stand where the first is read.
                        "--window-size=1280,4000",
                        "--enable-logging=stderr",
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        read.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        // What the script made, without the script.
        dom = Files.readString(out).replaceAll("(?s)<script.*?</script>", "");
        console = Files.readString(err);
    }

    @Test
    void theScriptRunsToItsEndAndTheConsoleIsSilent() {
        assertThat(dom).contains("data-ready=\"yes\"");
        assertThat(console.lines().filter(line -> line.contains("CONSOLE"))).isEmpty();
    }

    @Test
    void theSectionThatIsReadIsMarkedAndNoLaterOne() {
        assertThat(dom.split("aria-current=\"true\"", -1)).hasSize(2);
        assertThat(dom).contains("<a href=\"#identity\" aria-current=\"true\">");
    }

    @Test
    void everyPictureIsDrawnAndToldInWords() {
        List<String> undrawn = new ArrayList<>();
        int pictures = 0;
        Matcher figure = FIGURE.matcher(dom);
        while (figure.find()) {
            String text = figure.group(1);
            if (text.contains("data-chart=\"none\"")) {
                assertThat(text).contains("data-drawn=\"table\"").contains("<td");
                continue;
            }
            pictures++;
            boolean drawn = text.contains("data-drawn=\"yes\"")
                    && text.split("<path", -1).length > 5
                    && text.contains("role=\"img\"")
                    && text.matches("(?s).*aria-label=\"[^\"]{40,}\".*")
                    && text.contains("<summary>Data</summary>")
                    && text.contains("<td")
                    && text.contains("<summary>Query</summary>");
            if (!drawn) {
                undrawn.add(text.substring(0, Math.min(200, text.length())));
            }
        }
        assertThat(undrawn).isEmpty();
        assertThat(pictures).isEqualTo(16);
    }

    @Test
    void theNumbersOnThePageAreThoseOfVerify(ReferenceRun reference) throws Exception {
        Said verify = ReportPages.millrace(reference, "verify", report.run(), "--realism", "--json");
        List<String> measured = new ArrayList<>();
        for (JsonNode metric : JSON.readTree(verify.out()).required("metrics")) {
            for (JsonNode reading : metric.required("readings")) {
                JsonNode value = reading.required("value");
                measured.add(metric.required("metric_id").asString() + " "
                        + reading.required("part").asString() + " " + (value.isNull() ? "" : value.asDouble()));
            }
        }
        List<String> shown = new ArrayList<>();
        Matcher reading = READING.matcher(dom);
        while (reading.find()) {
            String value = reading.group(3);
            shown.add(reading.group(1) + " " + reading.group(2) + " "
                    + (value.isEmpty() ? "" : Double.parseDouble(value)));
        }
        assertThat(shown).isNotEmpty().containsExactlyInAnyOrderElementsOf(measured);
    }

    @Test
    void theTilesSayWhatTheManifestSays(ReferenceRun reference) {
        JsonNode datasets = JSON.readTree(reference.manifest()).required("datasets");
        List<String> tiles = new ArrayList<>();
        Matcher tile = TILE.matcher(dom);
        while (tile.find()) {
            tiles.add(tile.group(1) + " " + tile.group(2));
        }
        assertThat(tiles)
                .containsExactly(
                        "arrivals " + rows(datasets, "s1_arrival_entities_6B"),
                        "sessions " + rows(datasets, "s1_session_index_6B"),
                        "events " + rows(datasets, "s2_event_stream_baseline_6B"));
    }

    /** Landmarks, one heading of the first order, a way past the links, names for all that can be chosen or scrolled. */
    @Test
    void thePageCanBeReadWithoutSeeingIt() {
        assertThat(dom)
                .contains("<html lang=\"en-GB\"")
                .contains("class=\"skip\" href=\"#content\"")
                .contains("<main id=\"content\"")
                .contains("<nav aria-label=\"Sections\">");
        assertThat(dom.split("<h1>", -1)).hasSize(2);
        assertThat(dom.split("<table", -1).length).isEqualTo(dom.split("<caption", -1).length);
        assertThat(dom.split("<select", -1).length).isEqualTo(dom.split("<label>", -1).length);
    }

    private static long rows(JsonNode datasets, String id) {
        for (JsonNode dataset : datasets) {
            if (dataset.required("dataset_id").asString().equals(id)) {
                return dataset.required("rows").asLong();
            }
        }
        throw new AssertionError("no " + id);
    }

    private static Optional<Path> browser() throws IOException {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
                Path file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }
}
