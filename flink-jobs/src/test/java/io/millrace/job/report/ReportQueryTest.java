package io.millrace.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportQueryTest {
    private static final Pattern FIGURE = Pattern.compile("<figure data-query=\"([a-z_]+)\" data-chart=\"([a-z_]+)\"");

    @Test
    void theListsNameEveryQueryOfTheFoldersInOrder() throws Exception {
        assertThat(ReportQuery.NAMES).containsExactlyElementsOf(queries("/report"));
        assertThat(ReportQuery.TABLES).containsExactlyElementsOf(queries("/report/tables"));
    }

    @Test
    void everyQuerySaysWhatItShowsAndWhatItReads() {
        for (String name : ReportQuery.NAMES) {
            ReportQuery query = ReportQuery.load(name);
            assertThat(query.title()).as(name).isNotBlank().doesNotEndWith(".");
            assertThat(query.reads()).as(name).isNotBlank();
        }
    }

    @Test
    void everyQueryHasOnePlaceOnThePageAndEveryPictureAFunction() throws Exception {
        List<String> placed = new ArrayList<>();
        String functions = resource("/report/page/charts.js") + resource("/report/page/flows.js");
        Matcher figure = FIGURE.matcher(resource("/report/page/report.html"));
        while (figure.find()) {
            placed.add(figure.group(1));
            if (!figure.group(2).equals("none")) {
                assertThat(functions).contains("\n  " + figure.group(2) + "(rows, colours");
            }
        }
        assertThat(placed)
                .containsExactlyInAnyOrderElementsOf(ReportQuery.NAMES.stream()
                        .map(name -> ReportQuery.load(name).id())
                        .toList());
    }

    /** What a browser takes for the end of a script, or for its comment, is not in the numbers. */
    @Test
    void noTextOfTheNumbersCanLeaveItsElement() {
        String json = ReportPage.json(Map.of("name", "</script><!--<b>"));
        assertThat(json).isEqualTo("{\"name\":\"\\u003c/script>\\u003c!--\\u003cb>\"}");
    }

    @Test
    void thePageIsOneFileThatAsksForNothing() throws Exception {
        String page = ReportPage.of("0123456789abcdef0123456789abcdef", Map.of());
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>Millrace run 0123456789abcdef0123456789abcdef</title>")
                .contains("default-src 'none'")
                .contains("Licensed to the Apache Software Foundation")
                .doesNotContain("{{");
        assertThat(resource("/report/page/report.html"))
                .doesNotContain("<link")
                .doesNotContainPattern("(src|href)=\"(?!#)");
        assertThat(page.indexOf(ReportPage.MARK)).isBetween(0, 200);
        // One end for the library, one for the numbers, one for our own script.
        assertThat(page.split("</script", -1)).hasSize(4);
    }

    private static List<String> queries(String folder) throws Exception {
        URI place =
                Objects.requireNonNull(ReportQuery.class.getResource(folder)).toURI();
        try (Stream<Path> files = Files.list(Path.of(place))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String resource(String name) throws Exception {
        try (InputStream stream = Objects.requireNonNull(ReportQuery.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
