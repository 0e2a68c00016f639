package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.explain.Explained;
import io.millrace.job.explain.HeldRow;
import io.millrace.job.explain.RowExplainer;
import io.millrace.job.explain.StoryText;
import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.GoldenText;
import io.millrace.job.testing.MadeRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedMadeRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.SmallWorld;
import io.millrace.slab.Columns;
import io.millrace.slab.SlabKind;
import io.millrace.story.Fact;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Rows are made again from world, policies and draws, and a run that has others is told so. */
@ExtendWith({SharedRuns.class, SharedMadeRun.class})
class ExplainCommandITCase {
    private static final List<SlabKind> KINDS =
            List.of(SlabKind.SESSIONED, SlabKind.SESSION_INDEX, SlabKind.FLOW, SlabKind.OUTCOME, SlabKind.EVENT);
    private static final int ROWS = 10_000;
    /** Flow of the small world: ids hang on world and seed alone. */
    private static final String RETRY = "6839494228104959978";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What a sample of stories spoke of. */
    private static final class Heard {
        final Map<String, Set<String>> columns = new TreeMap<>();
        final Set<String> told = new TreeSet<>();
        final Set<String> merchants = new TreeSet<>();
        final List<String> differences = new ArrayList<>();
        int stories;
        int rows;
        int widest;

        void hear(Explained explained) {
            stories++;
            rows += explained.rows().size();
            merchants.add(explained.arrival().replaceFirst(":.*", ""));
            differences.addAll(StoryText.differences(explained));
            for (HeldRow row : explained.rows()) {
                Set<String> names = columns.computeIfAbsent(row.datasetId(), absent -> new TreeSet<>());
                row.cells().forEach(cell -> names.add(cell.column()));
            }
            explained.chapters().forEach(chapter -> chapter.facts().forEach(this::hear));
            if (stories % 10 == 0) {
                StoryText.story(explained).forEach(line -> widest = Math.max(widest, line.length()));
            }
        }

        private void hear(Fact fact) {
            fact.draws().forEach(drawn -> told.add(drawn.decision().name()));
        }
    }

    @Test
    void everyRowOfAForeignWorldIsMadeAgain(ReferenceRun reference) {
        Heard heard = sample(reference.root(), reference.world().world());

        assertThat(heard.differences).isEmpty();
        assertThat(heard.stories).isEqualTo((int) SmallWorld.ARRIVALS);
        assertThat(heard.rows).isGreaterThan(5 * heard.stories);
        assertThat(heard.columns).isEqualTo(publishedColumns());
        assertThat(heard.told)
                .contains(
                        "VISIT_SLOT", "PARTY_SCOPE", "TRAVEL_AWAY", "SUBSTITUTE", "GAP_RAMP", "RETRY", "REFUND_AMOUNT");
        assertThat(heard.widest).isLessThanOrEqualTo(StoryText.WIDTH);
    }

    @Test
    void rowsOfAWorldWithoutFilesAreMadeAgainFromTheLawOfItsArrivalsOn(MadeRun made) {
        Heard heard = sample(made.root(), made.root().resolve("no-world"));

        assertThat(heard.differences).isEmpty();
        assertThat(heard.rows).isGreaterThan(ROWS);
        assertThat(heard.merchants).hasSizeGreaterThan(20);
        assertThat(heard.told)
                .contains("COUNT", "VISIT", "HEAD", "TILT", "GAP", "VISIT_SOURCE")
                .doesNotContain("VISIT_SLOT");
    }

    @Test
    void aValueThatIsNotWhatTheDrawsMakeIsNamed(@TempDir Path runs, ReferenceRun reference) throws Exception {
        Explained some = some(reference);
        DoctoredRun forged = DoctoredRun.of(reference, runs)
                .rows(
                        SlabKind.OUTCOME.datasetId(),
                        "SELECT * REPLACE (CASE WHEN flow_id = " + some.flowId()
                                + " THEN template + 1 ELSE template END AS template) FROM part");

        assertThat(explain(reference, forged.root(), "--flow", Long.toString(some.flowId())))
                .isEqualTo(9);
        assertThat(said())
                .contains("VALIDATION_FAILED")
                .containsPattern(
                        "s2_flow_outcome_baseline_6B " + some.flowId() + ": template is [0-9]+, made again [0-9]+")
                .containsPattern("(?m)^    ! template ");
        assertThat(explain(reference, forged.root(), "--sample", "50")).isEqualTo(9);
        assertThat(said()).contains("1 of 50 arrivals differ");
    }

    @Test
    void aPartyThatTheDrawsDoNotPickIsNamedThoughItsSessionsHangOnIt(@TempDir Path runs, ReferenceRun reference)
            throws Exception {
        Explained some = some(reference);
        DoctoredRun forged = DoctoredRun.of(reference, runs)
                .rows(
                        SlabKind.SESSIONED.datasetId(),
                        "SELECT * REPLACE (CASE WHEN CAST(merchant_id AS VARCHAR) || ':' || arrival_seq = '"
                                + some.arrival() + "' THEN party_id + 10 ELSE party_id END AS party_id) FROM part");

        assertThat(explain(reference, forged.root(), "--arrival", some.arrival()))
                .isEqualTo(9);
        assertThat(said()).containsPattern("s1_arrival_entities_6B .*: party_id is [0-9]+, made again [0-9]+");
        assertThat(said().lines().filter(line -> line.startsWith("    ! "))).hasSize(1);
    }

    @Test
    void aRowThatIsGoneOrCameTwiceIsNamed(@TempDir Path runs, ReferenceRun reference) throws Exception {
        Explained some = some(reference);
        DoctoredRun forged = DoctoredRun.of(reference, runs)
                .rows(SlabKind.FLOW.datasetId(), "SELECT * FROM part WHERE flow_id <> " + some.flowId())
                .rows(
                        SlabKind.EVENT.datasetId(),
                        "SELECT * FROM part UNION ALL SELECT * FROM part WHERE event_seq = 0 AND flow_id = "
                                + some.flowId());

        assertThat(explain(reference, forged.root(), "--flow", Long.toString(some.flowId())))
                .isEqualTo(9);
        assertThat(said())
                .contains("s2_flow_anchor_baseline_6B " + some.flowId() + ": ! no such row is stored")
                .contains("s2_event_stream_baseline_6B " + some.flowId() + " event 0: ! stored more than once");
    }

    @Test
    void anyIdLeadsToItsArrivalAndTheStoryIsTheSameForMachines(ReferenceRun reference) {
        Explained some = some(reference);
        assertThat(explain(reference, reference.root(), "--flow", Long.toString(some.flowId()), "--json"))
                .isZero();
        JsonNode story = new ObjectMapper().readTree(said());

        assertThat(story.required("arrival").asString()).isEqualTo(some.arrival());
        assertThat(story.required("agrees").asBoolean()).isTrue();
        assertThat(story.required("chapters")).hasSameSizeAs(some.chapters());
        assertThat(story.required("rows")).hasSameSizeAs(some.rows());
        String order = cell(some, SlabKind.FLOW, "order_id");
        String session = cell(some, SlabKind.FLOW, "session_id");
        assertThat(explain(reference, reference.root(), "--order", order)).isZero();
        assertThat(said()).containsPattern("order_id +" + order).containsPattern("attempt_index +0 ");
        assertThat(explain(reference, reference.root(), "--session", session)).isZero();
        assertThat(said()).containsPattern("session_id +" + session).containsPattern("session_seq +0 ");
    }

    @Test
    void whatIsNoArrivalOfTheRunIsWrongUsage(ReferenceRun reference) {
        assertThat(explain(reference, reference.root(), "--flow", "1")).isEqualTo(2);
        assertThat(said())
                .contains(
                        "USAGE: flow_id 1: must name an arrival of the run, was an id that no merchant of the world makes; ");
        assertThat(explain(reference, reference.root(), "--flow", "-1")).isEqualTo(2);
        assertThat(explain(reference, reference.root(), "--arrival", "1:1")).isEqualTo(2);
        assertThat(said())
                .contains(
                        "arrival 1:1: must name an arrival of the run, was a merchant that the world does not have; ");
        assertThat(explain(reference, reference.root(), "--arrival", merchant(reference) + ":999999999"))
                .isEqualTo(2);
        assertThat(said()).contains("was arrival 999999999, which merchant " + merchant(reference) + " does not have");
        assertThat(explain(reference, reference.root(), "--arrival", "here")).isEqualTo(2);
        assertThat(said()).contains("--arrival must be merchant_id:arrival_seq, was here");
        assertThat(explain(reference, reference.root(), "--sample", "0")).isEqualTo(2);
    }

    @Test
    void withoutAnIdItListsFlowsThatWentDifferentlyEachAsACommand(ReferenceRun reference) {
        assertThat(explain(reference, reference.root())).isZero();
        String listed = said();
        TreeMap<String, String> flows = new TreeMap<>();
        Matcher command = Pattern.compile("(?m)^  [.]/millrace explain "
                        + Pattern.quote(reference.root() + " --world "
                                + reference.world().world()) + " --flow ([0-9]+) +(.*)$")
                .matcher(listed);
        while (command.find()) {
            flows.put(command.group(2), command.group(1));
        }
        assertThat(flows).containsKeys("approved and cleared", "declined", "refunded", "stepped up", "still open");
        assertThat(listed).hasLineCount(flows.size() + 1);
        for (String life : List.of("declined", "refunded")) {
            assertThat(explain(reference, reference.root(), "--flow", flows.get(life)))
                    .isZero();
            assertThat(said()).containsPattern("final_state +" + life.toUpperCase(Locale.ROOT));
        }
        assertThat(explain(reference, reference.root())).isZero();
        assertThat(said()).isEqualTo(listed);
        assertThat(explain(reference, reference.root(), "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(said());
        assertThat(json.required("flows")).hasSize(flows.size());
    }

    /** A second try after a decline. */
    @Test
    void theStoryOfARetryReadsAsReviewed(ReferenceRun reference) throws Exception {
        assertThat(explain(reference, reference.root(), "--flow", RETRY)).isZero();

        GoldenText.of("story-small.txt").isEqualTo(said());
    }

    /** The first arrival of every sample. */
    private static Explained some(ReferenceRun reference) {
        List<Explained> found = new ArrayList<>();
        try (RowExplainer explainer =
                RowExplainer.open(reference.root(), reference.world().world())) {
            explainer.sample(1, 1, found::add);
        }
        return found.get(0);
    }

    private static String merchant(ReferenceRun reference) {
        return some(reference).arrival().replaceFirst(":.*", "");
    }

    private static String cell(Explained explained, SlabKind kind, String column) {
        return explained.rows().stream()
                .filter(row -> row.datasetId().equals(kind.datasetId()))
                .flatMap(row -> row.cells().stream())
                .filter(cell -> cell.column().equals(column))
                .map(HeldRow.HeldCell::stored)
                .findFirst()
                .orElseThrow();
    }

    private static Heard sample(Path root, Path world) {
        Heard heard = new Heard();
        try (RowExplainer explainer = RowExplainer.open(root, world)) {
            explainer.sample(ROWS, 1, heard::hear);
        }
        return heard;
    }

    private static Map<String, Set<String>> publishedColumns() {
        Map<String, Set<String>> columns = new TreeMap<>();
        for (SlabKind kind : KINDS) {
            columns.put(
                    kind.datasetId(),
                    kind.empty(1).columns().published().stream()
                            .map(Columns.Column::name)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return columns;
    }

    private int explain(ReferenceRun reference, Path root, String... which) {
        out.reset();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                false);
        List<String> arguments = new ArrayList<>(
                List.of(root.toString(), "--world", reference.world().world().toString()));
        arguments.addAll(List.of(which));
        return Millrace.commandLine(new ExplainCommand(console), console).execute(arguments.toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
