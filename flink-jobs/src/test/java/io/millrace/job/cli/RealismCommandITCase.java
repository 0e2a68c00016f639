package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The scorecard as a person and a script see it. */
@ExtendWith(SharedRuns.class)
class RealismCommandITCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void aMissedRequiredMetricEndsWithNine(ReferenceRun reference) throws Exception {
        assertThat(realism(reference, singletons(reference).root())).isEqualTo(9);
        assertThat(text())
                .contains("Sessions")
                .containsPattern("SE1 \\* +1 +MISS +singletons\n +pass 0\\.2\\.\\.0\\.9  good 0\\.4\\.\\.0\\.85")
                .contains("source: R T19 <= .85 / .75; U about .70 one-purchase sessions")
                .contains("VALIDATION_FAILED: required metrics outside pass: SE1");
    }

    /** Travellers of the small world are everywhere, which is no required metric. */
    @Test
    void otherMissedMetricsAreToldAndEndWithZero(ReferenceRun reference) {
        DoctoredRun run = DoctoredRun.of(reference, folder.resolve("runs"));

        assertThat(realism(reference, run.root())).isZero();
        assertThat(text())
                .containsPattern("G2 +POS +0\\.\\d+ +MISS +home share by channel")
                .containsPattern("outside pass: .*G2.*; not measured: \\d+\n")
                .contains("not measured: the horizon has 3.0 days, at least 7 are needed")
                .contains("realistic: no required metric outside pass");
    }

    @Test
    void theCardOfJsonIsKeptWithTheRun(ReferenceRun reference) throws Exception {
        DoctoredRun run = singletons(reference);
        realism(reference, run.root(), "--json");

        assertThat(text()).isEqualTo(Files.readString(run.root().resolve("reports/realism.json")));
        JsonNode card = JSON.readTree(text());
        assertThat(card.get("overall_status").asString()).isEqualTo("FAIL");
        assertThat(card.get("score").get("required_missed").get(0).asString()).isEqualTo("SE1");
        JsonNode first = card.get("metrics").get(0);
        assertThat(first.get("metric_id").asString()).isEqualTo("E1");
        assertThat(first.get("readings").get(0).get("excellent").toString()).isEqualTo("{\"max\":3,\"min\":2.4}");
    }

    @Test
    void memoryThatIsNoneIsRefusedBeforeAnythingIsRead(ReferenceRun reference) {
        assertThat(realism(reference, reference.root(), "--memory", "much")).isEqualTo(2);
        assertThat(text()).contains("--memory must be like 4GB or 800MB, was much");
    }

    /** A run whose sessions all have one arrival. */
    private DoctoredRun singletons(ReferenceRun reference) throws Exception {
        return DoctoredRun.of(reference, folder.resolve("runs"))
                .rows("s1_session_index_6B", "SELECT * REPLACE (1::INTEGER AS arrival_count) FROM part");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int realism(ReferenceRun reference, Path root, String... options) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                false);
        List<String> arguments = new ArrayList<>(List.of(
                root.toString(),
                "--realism",
                "--world",
                reference.world().world().toString(),
                "--upstream",
                reference.world().upstream().toString(),
                "--scratch",
                folder.resolve("scratch").toString()));
        arguments.addAll(List.of(options));
        return Millrace.commandLine(new VerifyCommand(console), console).execute(arguments.toArray(String[]::new));
    }
}
