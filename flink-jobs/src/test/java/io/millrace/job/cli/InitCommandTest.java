package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.run.RunProfile;
import io.millrace.testing.PackFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    private Path shipped;

    @BeforeEach
    void shippedPacks() {
        shipped = PackFolder.copyTo(folder.resolve("shipped")).root();
    }

    @Test
    void whatItWritesIsSoundAndHasTheLawsOfTheProduct() {
        Path mine = folder.resolve("my-world");
        assertThat(init(mine, "--like", "small", "--name", "corner_shops")).isZero();

        List<io.millrace.base.Problem> problems = new ArrayList<>();
        PolicyPacks written = PolicyPacks.read(mine, problems);
        PolicyPacks original = PolicyPacks.read(shipped, problems);
        assertThat(problems).isEmpty();
        assertThat(written.worldSpecs()).containsOnlyKeys("corner_shops");
        assertThat(written.withWorldSpec("corner_shops").worldParameterHash())
                .as("comments are no values")
                .isEqualTo(original.withWorldSpec("small").worldParameterHash());
        assertThat(RunProfile.read(mine.resolve("run/corner_shops.yaml"), SchemaStore.shipped(), problems))
                .hasValueSatisfying(profile -> {
                    assertThat(profile.worldSpec()).contains("corner_shops");
                    assertThat(profile.universe()).isEqualTo(RunProfile.Universe.PROCEDURAL);
                });
        assertThat(problems).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("is written and sound", "generate --config " + mine + " --world-spec corner_shops");
        assertThat(folder).isDirectoryNotContaining("glob:**/.init-*");
    }

    @Test
    void everyPlaceHolderOfTheTemplatesIsFilledIn() throws IOException {
        Path mine = folder.resolve("my-world");
        assertThat(init(mine, "--like", "full")).isZero();
        for (String file : List.of("world/mine.yaml", "run/mine.yaml", "README.md")) {
            assertThat(Files.readString(mine.resolve(file))).as(file).doesNotContainPattern("[{][a-z_]+[}]");
        }
        assertThat(Files.readString(mine.resolve("world/mine.yaml"))).contains("'NO'", "parties: 3280000");
    }

    @Test
    void aFolderWithFilesIsLeftAlone() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("my-world"));
        Files.writeString(mine.resolve("notes.txt"), "mine");
        assertThat(init(mine)).isEqualTo(5);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("must be a new or empty folder");
        try (Stream<Path> files = Files.list(mine)) {
            assertThat(files).containsExactly(mine.resolve("notes.txt"));
        }
    }

    @Test
    void nothingIsWrittenAmongThePacksItCopies() {
        assertThat(init(shipped.resolve("mine"))).isEqualTo(5);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("IO_WRITE_CONFLICT: " + shipped.resolve("mine") + ": must lie outside the config folder "
                        + shipped);
        assertThat(shipped.resolve("mine")).doesNotExist();
    }

    @Test
    void commandsOfAFolderWithBlanksCanBeCopied() throws IOException {
        Path mine = folder.resolve("my world");
        assertThat(init(mine)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("lint --config '" + mine + "'", "generate --config '" + mine + "' --world-spec mine");
        assertThat(Files.readString(mine.resolve("README.md")))
                .contains("generate --config '" + mine + "' --world-spec mine");
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        assertThat(init(Files.createDirectories(folder.resolve("empty")))).isZero();
    }

    @Test
    void aWorldThatIsNotShippedIsToldWithTheNearestOne() {
        assertThat(init(folder.resolve("my-world"), "--like", "tinny")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("did you mean tiny?");
        assertThat(folder.resolve("my-world")).doesNotExist();
    }

    @Test
    void aNameThatNoProfileCouldHaveIsWrongUsage() {
        assertThat(init(folder.resolve("my-world"), "--name", "My World")).isEqualTo(2);
        assertThat(folder.resolve("my-world")).doesNotExist();
    }

    private int init(Path target, String... more) {
        List<String> arguments = new ArrayList<>(List.of("init", target.toString(), "--config", shipped.toString()));
        arguments.addAll(List.of(more));
        return Millrace.run(console, arguments.toArray(String[]::new));
    }
}
