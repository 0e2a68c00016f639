package io.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the readers of a growing run are, as whoever waits for them reads it. */
class StandingTest {
    private static final int READERS = 2;

    @TempDir
    private Path folder;

    private String written;

    @BeforeEach
    void name() {
        written = folder.toUri().toString();
    }

    @Test
    void theOneFurthestBehindCountsOnceAllHaveSaidSomething() throws IOException {
        assertThat(Standing.read(folder, READERS)).isEmpty();
        Standing.write(written, 0, 7_000);
        assertThat(Standing.read(folder, READERS)).isEmpty();
        Standing.write(written, 1, 5_000);
        assertThat(Standing.read(folder, READERS)).hasValue(5_000);
        Standing.write(written, 1, 9_000);
        assertThat(Standing.read(folder, READERS)).hasValue(7_000);
    }

    @Test
    void aReaderThatBeginsAgainHasSaidNothing() throws IOException {
        Standing.withdraw(written, 0);
        Standing.write(written, 0, 7_000);
        Standing.write(written, 1, 7_000);
        Standing.withdraw(written, 1);
        assertThat(Standing.read(folder, READERS)).isEmpty();
        Standing.write(written, 1, 3_000);
        assertThat(Standing.read(folder, READERS)).hasValue(3_000);
    }

    @Test
    void whatIsHalfWrittenSaysNothing() throws IOException {
        Standing.write(written, 0, 7_000);
        Files.writeString(folder.resolve("standing/1.txt"), "70");
        assertThat(Standing.read(folder, READERS)).isEmpty();
    }
}
