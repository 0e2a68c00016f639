package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    @TempDir
    Path place;

    @Test
    void foldersOfOneProcessLiveSideBySideAndLeaveNothing() throws Exception {
        try (ScratchFolder first = ScratchFolder.in(place)) {
            Files.writeString(first.path().resolve("spilled"), "rows");
            try (ScratchFolder second = ScratchFolder.in(place.resolve("..").resolve(place.getFileName()))) {
                assertThat(second.path()).isNotEqualTo(first.path()).isEmptyDirectory();
            }
            assertThat(first.path().resolve("spilled")).exists();
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftGoesWithTheNextAndWhatALivingOneHasStays() throws Exception {
        Process process = scratchProcess();
        try (BufferedReader said = process.inputReader()) {
            String told = said.readLine();
            assertThat(told).isNotNull();
            Path folder = Path.of(told);
            ScratchFolder.in(place).close();
            assertThat(folder.resolve("spilled")).as("of a living process").exists();
            process.destroyForcibly().waitFor();
            assertThat(folder.resolve("spilled"))
                    .as("of a process killed just now")
                    .exists();
            ScratchFolder.in(place).close();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whatSaysNothingOfItsProcessStays() throws Exception {
        Path unknown = Files.createDirectories(place.resolve("millrace-queries-1"));
        Path strange = Files.createDirectories(place.resolve("millrace-queries-2.lock"));
        ScratchFolder.in(place).close();
        try (Stream<Path> left = Files.list(place)) {
            assertThat(left).containsExactlyInAnyOrder(unknown, strange);
        }
    }

    @Test
    void anUnlockedLockIsEnoughAndALinkIsAPlaceToo() throws Exception {
        Files.writeString(
                Files.createDirectories(place.resolve("real/millrace-queries-1"))
                        .resolve("spilled"),
                "rows");
        Files.createFile(place.resolve("real/millrace-queries-1.lock"));
        Path link = Files.createSymbolicLink(place.resolve("link"), place.resolve("real"));
        ScratchFolder.in(link).close();
        assertThat(place.resolve("real")).isEmptyDirectory();
    }

    private Process scratchProcess() throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScratchProcess.class.getName(),
                        place.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
