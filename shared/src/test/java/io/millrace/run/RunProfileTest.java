package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.policy.SchemaStore;
import io.millrace.run.RunProfile.Encoding;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunProfileTest {
    private static final Path SAMPLE = PolicyFiles.root().resolve("config/run/sample.yaml");

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void theSampleProfileIsAForeignWorldWithNineGates() {
        RunProfile sample =
                RunProfile.read(SAMPLE, SchemaStore.shipped(), problems).orElseThrow();
        assertThat(problems).isEmpty();
        assertThat(sample.worldKind()).isEqualTo(WorldKind.FOREIGN);
        assertThat(sample.worldSpec()).isEmpty();
        assertThat(sample.seed()).isEqualTo(42);
        assertThat(sample.scenarioId()).isEqualTo("baseline_v1");
        assertThat(sample.requiredSegments()).containsExactly("1A", "1B", "2A", "2B", "3A", "3B", "5A", "5B", "6A");
        assertThat(sample.roots().upstream()).contains("samples/upstream");
        assertThat(sample.sink()).isEqualTo(new RunProfile.Sink(Encoding.COMPACT));
        assertThat(sample.limits()).isEqualTo(new RunProfile.Limits(4_000_000, 1_000_000));
        assertThat(sample.keyBuckets()).isEqualTo(128);
    }

    @Test
    void relationsAreCheckedTogether() throws IOException {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(
                file,
                Files.readString(SAMPLE)
                        .replace("world_kind: FOREIGN", "world_kind: OWN")
                        .replace("seed: \"42\"", "seed: \"18446744073709551616\"")
                        .replace("parallelism: 2", "parallelism: 200"));
        assertThat(RunProfile.read(file, SchemaStore.shipped(), problems)).isEmpty();
        assertThat(problems)
                .extracting(Problem::expected)
                .containsExactly(
                        "must be at most 18446744073709551615",
                        "must name a file of config/world",
                        "must be null for an own world",
                        "must be among 5B, 6A for an own world",
                        "must not be above key_buckets (128)");
        assertThat(problems).allSatisfy(problem -> assertThat(problem.line()).isPositive());
    }

    @Test
    void onlyAnOwnWorldIsMadeOnTheFly() throws IOException {
        Path file = folder.resolve("foreign.yaml");
        Files.writeString(file, Files.readString(SAMPLE).replace("universe: index", "universe: procedural"));
        assertThat(RunProfile.read(file, SchemaStore.shipped(), problems)).isEmpty();
        assertThat(problems).extracting(Problem::expected).containsExactly("must be index for a foreign world");
        problems.clear();
        Path own = folder.resolve("own.yaml");
        Path tiny = PolicyFiles.root().resolve("config/run/tiny.yaml");
        Files.writeString(own, Files.readString(tiny).replace("universe: index", "universe: procedural"));
        assertThat(RunProfile.read(own, SchemaStore.shipped(), problems))
                .hasValueSatisfying(
                        profile -> assertThat(profile.universe()).isEqualTo(RunProfile.Universe.PROCEDURAL));
    }

    @Test
    void unknownKeysAndMissingFilesAreRefused() throws IOException {
        Path file = folder.resolve("typo.yaml");
        Files.writeString(file, Files.readString(SAMPLE).replace("slab_rows:", "slab_row:"));
        Optional<RunProfile> none = RunProfile.read(file, SchemaStore.shipped(), problems);
        assertThat(none).isEmpty();
        assertThat(problems).extracting(Problem::fix).contains("did you mean slab_rows?");
        problems.clear();
        RunProfile.read(folder.resolve("absent.yaml"), SchemaStore.shipped(), problems);
        assertThat(problems).singleElement().extracting(Problem::found).isEqualTo("no such file");
    }
}
