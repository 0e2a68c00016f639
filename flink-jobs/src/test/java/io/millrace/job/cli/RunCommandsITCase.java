package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.RunFiles;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** stop, resume, rewind, clean and runs, as somebody would type them. */
class RunCommandsITCase {
    @TempDir
    Path folder;

    @Test
    void aPublishedRunIsLeftAloneByAllOfThem() throws IOException {
        SmallWorld world = SmallWorld.preparedIn(folder);
        Said generated = world.generate();
        assertThat(generated.exit()).as(generated.err()).isZero();
        String run = world.run().toString();

        assertThat(Said.millrace("resume", run, "--parallelism", "1"))
                .returns(0, Said::exit)
                .satisfies(said -> assertThat(said.out()).contains("already published"));
        assertThat(Said.millrace("stop", run).err())
                .startsWith("USAGE: " + run)
                .contains("millrace runs shows how it stands");
        assertThat(Said.millrace("rewind", run, "--to", folder.toString()))
                .returns(5, Said::exit)
                .satisfies(said -> assertThat(said.err()).contains("must not be published, was a run with its flag"));
        assertThat(Said.millrace("runs", "--runs", world.runs().toString()).out())
                .contains("PUBLISHED");
        world.isPublished();

        // Somebody else at work: its lock, then a later start of the ledger.
        try (RunFolder held =
                RunFolder.lock(world.runs(), world.run().getFileName().toString())) {
            assertThat(Said.millrace("clean", run)).returns(8, Said::exit).satisfies(said -> assertThat(said.err())
                    .startsWith("RUN_BUSY"));
            assertThat(held.isLocked()).isTrue();
            // Without its flag it is a run that somebody writes.
            for (Path flag : RunFiles.named(world.run(), "_passed[.]flag")) {
                Files.delete(flag);
            }
            assertThat(Said.millrace("runs", "--runs", world.runs().toString()).out())
                    .contains("RUNNING")
                    .containsPattern("attempt 1 at 20\\S+, last commit \\d+ s ago; ");
        }
    }

    @Test
    void cleaningListsFirstDeletesOnRequestAndKeepsWhatAStartMayStillWant() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/0123"));
        Files.writeString(run.resolve("run_receipt.json"), "{}");
        Ledger ledger = new Ledger(run);
        ledger.begin(ledger.attempts(), Optional.empty());
        ledger.begin(ledger.attempts(), Optional.empty());
        Path data = Files.createDirectories(run.resolve("data/layer3/6B/events"));
        Path dead = Files.writeString(data.resolve(".part-1-0-0-0"), "dead");
        Path wanted = Files.writeString(data.resolve("..part-2-0-0-0.inprogress.x"), "wanted");
        Path visible = Files.writeString(data.resolve("part-1-1-0-0.parquet"), "visible");
        Path aside =
                Files.createDirectories(run.resolve("_quarantine/1-1/data")).resolve("part-1-2-0-0.parquet");
        Files.writeString(aside, "aside");

        Said listed = Said.millrace("clean", run.toString());
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.out())
                .contains("data/layer3/6B/events/part-1-1-0-0.parquet (not of the ledger)")
                .contains("data/layer3/6B/events/.part-1-0-0-0")
                .contains("_quarantine/1-1/data/part-1-2-0-0.parquet")
                .contains(
                        "_quarantine/1-1, came after checkpoint 1 of attempt 1, to which the run went back: 1 files, 5 bytes")
                .contains("temporary files of starts that nobody takes up again: 1 files, 4 bytes")
                .contains("2 files, 9 bytes; nothing was deleted, --yes does");
        assertThat(dead).exists();

        assertThat(Said.millrace("clean", run.toString(), "--yes").out()).contains("deleted 2 files, 9 bytes");
        assertThat(dead).doesNotExist();
        assertThat(aside).doesNotExist();
        assertThat(run.resolve("_quarantine/1-1")).doesNotExist();
        assertThat(wanted).exists();
        assertThat(visible).doesNotExist();
        assertThat(run.resolve("_quarantine/stray/data/layer3/6B/events/part-1-1-0-0.parquet"))
                .hasContent("visible");
    }

    @Test
    void aRunThatIsNotThereAndOneWithoutItsStartAreNamed() throws IOException {
        assertThat(Said.millrace("resume", "nowhere", "--runs", folder.toString()))
                .returns(7, Said::exit)
                .satisfies(said ->
                        assertThat(said.err()).contains("no run_receipt.json").contains("millrace runs lists them"));
        Path run = Files.createDirectories(folder.resolve("0123"));
        Files.writeString(run.resolve("run_receipt.json"), "{}");
        assertThat(Said.millrace("resume", run.toString()).err())
                .contains("take it up by the generate that started it");
        assertThat(Said.millrace("rewind", run.toString(), "--to", folder.toString())
                        .exit())
                .isPositive();
        assertThat(RetainedCheckpoints.newest(run)).isEmpty();
    }
}
