package io.millrace.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.MetricsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Page, dashboard and alerts name the same metrics. */
class MetricsPageTest {
    private static final int GRID_COLUMNS = 24;

    @Test
    void thePageTellsEveryMetricOfOursOnceAndNoOther() throws IOException {
        assertThat(MetricsPage.names()).doesNotHaveDuplicates();
        assertThat(MetricsPage.rows(MetricsPage.OURS))
                .extracting(MetricsPage::name)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RunMetric.values())
                        .map(RunMetric::prometheusName)
                        .toList());
        assertThat(MetricsPage.rows(MetricsPage.FLINKS))
                .isNotEmpty()
                .extracting(MetricsPage::name)
                .allMatch(name -> name.startsWith("flink_") && !name.contains("millrace"));
    }

    @ParameterizedTest
    @ValueSource(strings = {MetricsPage.OURS, MetricsPage.FLINKS})
    void everyRowSaysUnitMeaningWhatIsNormalAndWhatToDo(String section) throws IOException {
        assertThat(MetricsPage.rows(section)).allSatisfy(row -> {
            assertThat(row).hasSize(5).allSatisfy(cell -> assertThat(cell).isNotEmpty());
            assertThat(row.subList(1, 3)).as("unit and meaning").doesNotContain("–");
        });
    }

    /** Names end in their unit, which the page repeats; of totals the page alone has it. */
    @ParameterizedTest
    @ValueSource(strings = {"seconds", "bytes"})
    void theUnitOfANameIsThatOfThePage(String unit) throws IOException {
        assertThat(MetricsPage.rows(MetricsPage.OURS))
                .filteredOn(row -> MetricsPage.name(row).endsWith("_" + unit))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get(1)).startsWith(unit));
    }

    @Test
    void theDashboardAsksForWhatThePageTells() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (JsonNode panel : dashboard().required("panels")) {
            assertThat(panel.required("title").asString()).isNotBlank();
            for (JsonNode target : panel.path("targets")) {
                List<String> names = MetricsPage.namesIn(target.required("expr").asString());
                assertThat(names).as(target.toString()).isNotEmpty();
                asked.addAll(names);
            }
        }
        for (JsonNode variable : dashboard().required("templating").required("list")) {
            asked.addAll(MetricsPage.namesIn(variable.path("definition").asString("")));
        }
        assertThat(MetricsPage.names()).containsAll(asked);
        assertThat(asked)
                .containsAll(Arrays.stream(RunMetric.values())
                        .map(RunMetric::prometheusName)
                        .toList());
    }

    @Test
    void theDashboardHasItsRowsAndVariablesAndNoPanelCoversAnother() throws IOException {
        List<String> rows = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : dashboard().required("panels")) {
            if (panel.required("type").asString().equals("row")) {
                rows.add(panel.required("title").asString());
            }
            assertThat(ids.add(panel.required("id").asInt())).isTrue();
            JsonNode place = panel.required("gridPos");
            int left = place.required("x").asInt();
            int top = place.required("y").asInt();
            for (int x = left; x < left + place.required("w").asInt(); x++) {
                for (int y = top; y < top + place.required("h").asInt(); y++) {
                    assertThat(taken.add(List.of(x, y))).as(panel.toString()).isTrue();
                    assertThat(x).isLessThan(GRID_COLUMNS);
                }
            }
        }
        assertThat(rows)
                .containsExactly(
                        "Throughput", "Event time", "Sessions and state", "Checkpoints", "Sinks and ledger", "Laws");
        List<String> variables = new ArrayList<>();
        dashboard()
                .required("templating")
                .required("list")
                .forEach(variable -> variables.add(variable.required("name").asString()));
        assertThat(variables).containsExactly("datasource", "run");
        assertThat(dashboard().required("schemaVersion").asInt()).isGreaterThanOrEqualTo(38);
    }

    @Test
    void theAlertsAskForWhatThePageTellsAndStandOnIt() throws IOException {
        Set<String> known = new HashSet<>(MetricsPage.names());
        List<String> alerts = new ArrayList<>();
        Object file = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(MetricsPage.docs().resolve("prometheus/alerts.yaml")));
        for (JsonNode group : JsonMapper.shared().valueToTree(file).required("groups")) {
            for (JsonNode rule : group.required("rules")) {
                List<String> names = MetricsPage.namesIn(rule.required("expr").asString());
                assertThat(names).isNotEmpty();
                assertThat(known).containsAll(names);
                if (rule.has("record")) {
                    known.add(rule.required("record").asString());
                } else {
                    alerts.add(rule.required("alert").asString());
                    assertThat(rule.required("annotations").required("summary").asString())
                            .isNotBlank();
                }
            }
        }
        assertThat(alerts).containsExactlyElementsOf(MetricsPage.alerts());
    }

    private static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(MetricsPage.docs().resolve("grafana/millrace.json")));
    }
}
