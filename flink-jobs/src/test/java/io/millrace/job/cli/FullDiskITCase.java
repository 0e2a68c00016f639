package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.job.testing.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks that are full at one step or another: one line, exit 7, no flag, and the same command again once there is room. */
class FullDiskITCase {
    @TempDir
    Path folder;

    @AfterEach
    void free() {
        FaultyDisk.free();
    }

    @ParameterizedTest
    @CsvSource({"/data/layer3/6B/s2_event_stream_baseline_6B/, 30000", "/_ledger/, 0", "/checkpoints/, 0"})
    @Tag("F7")
    @Tag("F8")
    void aDiskThatIsFullInTheMiddleOfTheJobIsNamedAndTheRunGoesOnOnceThereIsRoom(String where, long bytes) {
        SmallWorld world = SmallWorld.preparedIn(folder);
        FaultyDisk.fill(where, bytes);

        Said said = world.generate();
        full(said);
        world.hasNoFlag();

        FaultyDisk.free();
        Said again = world.generate();
        assertThat(again.exit()).as(again.err()).isZero();
        world.isPublished();
    }

    /** A file system of its own, where this process may mount one. Too small for the gate, or for the job. */
    @ParameterizedTest
    @CsvSource({"100k", "1300k"})
    @Tag("F8")
    void aFileSystemOfAFewMegabytesEndsTheRunAndALargerOneFinishesIt(String size) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()))
                .as("may mount a file system")
                .isTrue();
        try {
            SmallWorld world = SmallWorld.preparedIn(folder);
            String runs = disk.resolve("runs").toString();
            Said said = world.generate("--runs", runs);
            full(said);
            assertThat(SmallWorld.below(disk)).noneMatch(file -> file.endsWith("_passed.flag"));

            assertThat(command("mount", "-o", "remount,size=64m", disk.toString()))
                    .isTrue();
            Said again = world.generate("--runs", runs);
            assertThat(again.exit()).as(again.err()).isZero();
            assertThat(SmallWorld.below(disk)).anyMatch(file -> file.endsWith("_passed.flag"));
        } finally {
            assertThat(command("umount", disk.toString())).isTrue();
        }
    }

    @Test
    @Tag("F8")
    void aWorldThatFindsNoRoomLeavesNothingBehind() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(command("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk.toString()))
                .as("may mount a file system")
                .isTrue();
        try {
            SmallWorld world = SmallWorld.upstreamIn(folder);
            Said said = world.prepare("--out", disk.resolve("worlds").toString());
            full(said);
            assertThat(SmallWorld.below(disk)).allMatch(file -> file.endsWith("prepare.lock"));

            assertThat(command("mount", "-o", "remount,size=64m", disk.toString()))
                    .isTrue();
            assertThat(world.prepare("--out", disk.resolve("worlds").toString()).exit())
                    .isZero();
        } finally {
            assertThat(command("umount", disk.toString())).isTrue();
        }
    }

    private static void full(Said said) {
        assertThat(said.exit()).as(said.err()).isEqualTo(7);
        // A full disk takes neither the gate nor the report on why.
        assertThat(said.problems())
                .as(said.err())
                .hasSizeBetween(1, 2)
                .doesNotHaveDuplicates()
                .allSatisfy(line -> assertThat(line)
                        .matches("(IO_WRITE_FAILED|GATE_RECEIPT_WRITE_FAILED): .*"
                                + "(No space left on device|must take checkpoints, was Failure to finalize).*"));
        assertThat(said.err()).doesNotContain("\tat ", "Caused by");
    }

    private static boolean command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
