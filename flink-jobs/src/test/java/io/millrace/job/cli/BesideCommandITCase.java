package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.MadeRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedMadeRun;
import io.millrace.job.testing.SharedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Other runs beside the one that is judged, as a person and a script see them. */
@ExtendWith({SharedRuns.class, SharedMadeRun.class})
class BesideCommandITCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void runsThatCannotStandBesideAreRefusedAllAtOnceAndNothingIsMeasured(ReferenceRun reference) throws Exception {
        Path published = copy(reference.root(), "published");
        Path unfinished = copy(reference.root(), "unfinished");
        for (Path flag : RunFiles.named(unfinished, "_passed\\.flag")) {
            Files.delete(flag);
        }
        Path damaged = copy(reference.root(), "damaged");
        Path part = RunFiles.named(damaged, "part-.*\\.parquet").get(0);
        Files.writeString(part, "cut");

        Said said = verify(published, "--realism", "--beside", published + "," + unfinished + "," + damaged);

        assertThat(said.exit()).isNotZero();
        assertThat(said.out()).isEmpty();
        assertThat(said.problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("PUBLISHED_RUN_DAMAGED: " + unfinished
                                        + ": must be published to be compared with others, was a run without flag"),
                        problem -> assertThat(problem)
                                .startsWith("PUBLISHED_RUN_DAMAGED: " + damaged + ": " + damaged.relativize(part)),
                        problem -> assertThat(problem)
                                .startsWith("USAGE: --beside " + published
                                        + ": must be a run of its own, was one that is named already"));
        assertThat(published.resolve("reports/realism.json")).doesNotExist();
        assertThat(verify(published, "--beside", published.toString()))
                .returns(2, Said::exit)
                .extracting(Said::err)
                .asString()
                .contains("--beside needs --realism");
    }

    @Test
    void anotherSeedIsMeasuredOnceThenItsKeptCardIsReadAndARepeatIsToldAsSuch(MadeRun made) throws Exception {
        Path first = copy(made.root(), "first");
        Path second = MadeRun.make(7, folder.resolve("seed-7")).root();

        Said said = verify(first, "--realism", "--beside", second.toString());
        assertThat(said.out())
                .containsPattern("Q1 +- +n/a +seed stability\n +not measured: needs runs of 4 seeds, there are 2")
                .containsPattern("Q2 +0\\.\\d+ +\\w+ +seed distance\n.*of seeds 42 and 7 differs most");
        assertThat(said.err()).contains("seed 7: measuring run " + second.getFileName());
        double distance = largest(first);
        assertThat(distance).isBetween(0.0, 0.2);

        // The kept card is what is read: with another count in it the seeds lie elsewhere.
        Path kept = second.resolve("reports/realism.json");
        String text = Files.readString(kept);
        Files.writeString(kept, text.replaceFirst("(\"channel\":\\{\"ATM\":)", "$19999"));
        said = verify(first, "--realism", "--beside", second + "," + copy(made.root(), "again"));
        assertThat(said.err()).contains("seed 7: the card that lies with run " + second.getFileName());
        assertThat(largest(first)).isGreaterThan(distance + 0.1);

        assertThat(said.out())
                .containsPattern("Q4 \\* +- +n/a +digests that differ.*\n +not measured: these runs were all"
                        + " made alike, 1 start, 1 task; 1 start, 1 task");
        List<String> cards = new ArrayList<>();
        card(first)
                .get("beside")
                .get("runs")
                .forEach(run -> cards.add(run.get("card").asString()));
        assertThat(cards).containsExactly("JUDGED", "KEPT", "REPEAT");
    }

    private Path copy(Path run, String runs) {
        return RunFiles.copy(run, folder.resolve(runs).resolve(run.getFileName()));
    }

    private Said verify(Path run, String... options) {
        List<String> arguments = new ArrayList<>(List.of("verify", run.toString(), "--world", folder.toString()));
        arguments.addAll(List.of(options));
        return Said.millrace(arguments.toArray(String[]::new));
    }

    private static double largest(Path run) throws IOException {
        return card(run).get("beside").get("distances").get(0).get("distance").asDouble();
    }

    private static JsonNode card(Path run) throws IOException {
        return JSON.readTree(Files.readString(run.resolve("reports/realism.json")));
    }
}
