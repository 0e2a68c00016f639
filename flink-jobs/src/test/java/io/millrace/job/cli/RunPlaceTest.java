package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlaceTest {
    private static final String FIRST = "6fcfef4deab0fe4837ae7234fe6333a3";
    private static final String SECOND = "6fcf00004a4b4c4d5a5b5c5d6a6b6c6d";

    @TempDir
    private Path runs;

    @BeforeEach
    void twoRuns() throws IOException {
        for (String id : new String[] {FIRST, SECOND}) {
            Files.writeString(Files.createDirectories(runs.resolve(id)).resolve("run_receipt.json"), "{}");
        }
        Files.createDirectories(runs.resolve("6fcfe-notes"));
    }

    @Test
    void aFolderAnIdAndItsBeginningLeadToTheRun() {
        assertThat(RunPlace.find(runs.resolve(FIRST), null)).isEqualTo(runs.resolve(FIRST));
        assertThat(RunPlace.find(Path.of(FIRST), runs)).isEqualTo(runs.resolve(FIRST));
        assertThat(RunPlace.find(Path.of("6fcfe"), runs)).isEqualTo(runs.resolve(FIRST));
        assertThat(RunPlace.find(runs.resolve("6fcf0"), null)).isEqualTo(runs.resolve(SECOND));
    }

    @Test
    void aBeginningOfSeveralIdsIsRefusedWithThem() {
        assertThatThrownBy(() -> RunPlace.find(Path.of("6fcf"), runs))
                .hasMessage("USAGE: 6fcf: must begin the id of one run in " + runs + ", was the beginning of " + SECOND
                        + ", " + FIRST + "; type more letters of it");
    }

    @Test
    void threeLettersAreTooFewAndAMistypedIdIsToldWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> RunPlace.find(Path.of("6fc"), runs))
                .hasMessageContaining("must be the folder of a run");
        assertThatThrownBy(() -> RunPlace.find(Path.of(FIRST.replace("deab", "daeb")), runs))
                .hasMessageContaining("; did you mean " + FIRST + "? millrace runs lists them");
        assertThatThrownBy(() -> RunPlace.find(Path.of("6fcfed"), runs))
                .hasMessageContaining("; did you mean " + FIRST + "? ");
        assertThatThrownBy(() -> RunPlace.find(Path.of("0123456789abcdef"), runs))
                .hasMessageContaining("no run_receipt.json in " + runs.resolve("0123456789abcdef"))
                .hasMessageNotContaining("did you mean");
    }

    @Test
    void whatIsNoNameOfARunIsRefusedAsAnyOther() {
        assertThatThrownBy(() -> RunPlace.find(Path.of("/"), runs)).hasMessageContaining("must be the folder of a run");
    }
}
