package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody reads who meets the lock of another. */
class BusyRunTest {
    @TempDir
    private Path folder;

    @Test
    void aRunThatWasStartedIsTakenOverByTheCommandThatCan() throws IOException {
        Path runs = folder.resolve("runs");
        try (RunFolder held = RunFolder.lock(runs, "0123")) {
            Files.createDirectories(held.logs());
            Files.writeString(held.logs().resolve("start.txt"), "--world\n/worlds\n");
            assertThat(refusal(runs, "0123").text())
                    .startsWith(runs.resolve("0123/.lock") + ": must be free, was another process writes here")
                    .contains("millrace resume " + held.root() + " --take-over");
        }
    }

    @Test
    void whatCannotBeTakenOverSaysNothingOfIt() {
        Path replays = folder.resolve("replays");
        try (RunFolder held = RunFolder.lock(replays, "0123-default")) {
            assertThat(held.isLocked()).isTrue();
            assertThat(refusal(replays, "0123-default").text())
                    .startsWith(replays.resolve("0123-default/.lock") + ": must be free")
                    .contains("wait for it to end")
                    .doesNotContain("take-over", "millrace stop");
        }
    }

    private static Problem refusal(Path runs, String id) {
        return catchThrowableOfType(
                        RunException.class, () -> RunFolder.lock(runs, id).close())
                .problems()
                .get(0);
    }
}
