package io.millrace.job.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import tools.jackson.databind.ObjectMapper;

/**
 * Puts the page together from its template: style, script, the chart library and the numbers, all inside one file. The
 * numbers stand in it as JSON that no text of theirs can leave.
 */
final class ReportPage {
    /** By which a page of ours is known again; it stands in the first lines of the template. */
    static final String MARK = "<meta name=\"generator\" content=\"Millrace report\">";

    private static final String LIBRARY = "META-INF/maven/org.webjars.npm/echarts/pom.properties";
    /** In the order in which they need one another. */
    private static final List<String> SCRIPTS = List.of(
            "report/page/base.js",
            "report/page/charts.js",
            "report/page/flows.js",
            "report/page/card.js",
            "report/page/report.js");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportPage() {}

    /** @param runId 32 hex digits; stands in the title as it is */
    static String of(String runId, Map<String, Object> numbers) {
        return text("report/page/report.html")
                .replace("{{run_id}}", runId)
                .replace("{{style}}", text("report/page/report.css"))
                .replace("{{library}}", library())
                .replace("{{script}}", SCRIPTS.stream().map(ReportPage::text).collect(Collectors.joining()))
                .replace("{{numbers}}", json(numbers));
    }

    /** Inside an element of script no {@code <} may stand: written as an escape it is the same JSON. */
    static String json(Map<String, Object> numbers) {
        return JSON.writeValueAsString(numbers).replace("<", "\\u003c");
    }

    /** ECharts as its own build; the licence stands at its head. */
    private static String library() {
        return text("META-INF/resources/webjars/echarts/" + libraryVersion() + "/dist/echarts.min.js");
    }

    /** Version of the chart library, as its artifact says. */
    static String libraryVersion() {
        Properties artifact = new Properties();
        try (InputStream stream = resource(LIBRARY)) {
            artifact.load(stream);
        } catch (IOException e) {
            throw new IllegalStateException(LIBRARY + " cannot be read", e);
        }
        return artifact.getProperty("version");
    }

    private static String text(String name) {
        try (InputStream stream = resource(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    private static InputStream resource(String name) {
        InputStream stream = ReportPage.class.getResourceAsStream("/" + name);
        if (stream == null) {
            throw new IllegalStateException("no " + name + " among the resources of the program");
        }
        return stream;
    }
}
