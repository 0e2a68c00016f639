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

/**
 * Folders that nobody may write to: one line that says so, exit 7, no flag, and the same command again once it is mended.
 * A file system of the tests refuses; where this process may, the kernel does.
 */
class RefusingStorageITCase {
    @TempDir
    Path folder;

    @AfterEach
    void free() {
        FaultyDisk.free();
    }

    @ParameterizedTest
    @CsvSource({"/checkpoints/, Read-only file system"})
    @Tag("F7")
    void aReadOnlyFolderOfCheckpointsIsNamed(String where, String reason) {
        isNamedAndMended(where, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "/data/layer3/6B/s2_event_stream_baseline_6B/, Permission denied",
        "/_ledger/s1_session_index_6B, Permission denied"
    })
    @Tag("F8")
    void aLostPermissionIsNamed(String where, String reason) {
        isNamedAndMended(where, reason);
    }

    private void isNamedAndMended(String where, String reason) {
        SmallWorld world = SmallWorld.preparedIn(folder);
        FaultyDisk.refuse(where, reason);
        refused(world.generate());
        world.hasNoFlag();

        FaultyDisk.free();
        Said again = world.generate();
        assertThat(again.exit()).as(again.err()).isZero();
        world.isPublished();
    }

    @Test
    @Tag("F7")
    void aFolderOfCheckpointsThatIsMountedReadOnlyIsNamed() throws Exception {
        SmallWorld world = SmallWorld.preparedIn(folder);
        assertThat(world.seal()).returns(0, Said::exit);
        Path checkpoints = Files.createDirectory(world.run().resolve("checkpoints"));
        assumeThat(command("mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", checkpoints.toString()))
                .as("may mount a file system")
                .isTrue();
        try {
            refused(world.generate());
            world.hasNoFlag();
        } finally {
            assertThat(command("umount", checkpoints.toString())).isTrue();
        }
        Said again = world.generate();
        assertThat(again.exit()).as(again.err()).isZero();
        world.isPublished();
    }

    @Test
    @Tag("F8")
    void aFolderOfADatasetThatMayNotBeChangedIsNamed() throws Exception {
        SmallWorld world = SmallWorld.preparedIn(folder);
        assertThat(world.seal()).returns(0, Said::exit);
        Path events = Files.createDirectories(world.run().resolve("data/layer3/6B/s2_event_stream_baseline_6B"));
        assumeThat(command("chattr", "+i", events.toString()))
                .as("may set the immutable attribute")
                .isTrue();
        try {
            refused(world.generate());
            world.hasNoFlag();
        } finally {
            assertThat(command("chattr", "-i", events.toString())).isTrue();
        }
        Said again = world.generate();
        assertThat(again.exit()).as(again.err()).isZero();
        world.isPublished();
    }

    private static void refused(Said said) {
        assertThat(said.exit()).as(said.err()).isEqualTo(7);
        assertThat(said.problems()).as(said.err()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .startsWith("IO_WRITE_FAILED: "));
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
