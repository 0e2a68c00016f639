package io.millrace.job.sinks.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger.Point;
import io.millrace.job.testing.RunFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final String FOLDER = "data/layer3/6B/events/utc_date=2026-01-01";

    @TempDir
    Path run;

    private Ledger ledger;

    /** Attempt 1 commits checkpoints 1, 2, 3; attempt 2 resumes from 1-2 and commits 3 and 4. */
    @BeforeEach
    void twoAttempts() throws IOException {
        ledger = new Ledger(run);
        assertThat(ledger.begin(ledger.attempts(), Optional.empty())).isEqualTo(1);
        for (long checkpoint = 1; checkpoint <= 3; checkpoint++) {
            commit(1, checkpoint);
        }
        assertThat(ledger.begin(ledger.attempts(), Optional.of(new Point(1, 2))))
                .isEqualTo(2);
        commit(2, 3);
        commit(2, 4);
    }

    @Test
    void theValidSetFollowsTheLineage() {
        assertThat(ledger.valid(2))
                .extracting(LedgerEntry::path)
                .containsExactly(path(1, 1), path(1, 2), path(2, 3), path(2, 4));
        assertThat(ledger.valid(new Point(2, 3))).hasSize(3);
        assertThat(ledger.valid(1)).hasSize(3);
    }

    @Test
    void rewindingSetsAsideWhatDoesNotCountAndDeletesNothing() throws IOException {
        Path temporary = run.resolve(FOLDER).resolve(".part-1-0-0-9.inprogress");
        Files.writeString(temporary, "the restored job may still commit it");
        int moved = ledger.rewind(ledger.attempts(), Optional.of(new Point(1, 2)));
        assertThat(moved).isEqualTo(3 * 2);
        assertThat(ledger.all()).extracting(LedgerEntry::path).containsExactly(path(1, 1), path(1, 2));
        assertThat(run.resolve("_quarantine/1-2").resolve(path(2, 4))).exists();
        assertThat(temporary).exists();
        assertThat(ledger.rewind(ledger.attempts(), Optional.of(new Point(1, 2))))
                .isZero();
    }

    @Test
    void aFileRenamedJustBeforeAKillStaysForTheRestoredJob() throws IOException {
        Path line = run.resolve("_ledger/events").resolve("part-1-2-0-0.parquet.json");
        Files.delete(line);
        ledger.rewind(ledger.attempts(), Optional.of(new Point(1, 2)));
        assertThat(run.resolve(path(1, 2))).exists();
        assertThat(run.resolve(path(1, 3))).doesNotExist();
    }

    @Test
    void aStartFromNothingKeepsTheGateOnly() throws IOException {
        Path gate = Files.createDirectories(run.resolve("data/layer3/6B/s0_gate_6B/AX"));
        Files.writeString(gate.resolve("s0_gate_receipt_6B.json"), "{}");
        ledger.rewind(ledger.attempts(), Optional.empty());
        assertThat(ledger.all()).isEmpty();
        assertThat(gate.resolve("s0_gate_receipt_6B.json")).exists();
    }

    @Test
    void aValidFileThatIsMissingOrChangedIsDamage() throws IOException {
        Files.writeString(run.resolve(path(1, 1)), "longer than it was");
        assertThatThrownBy(() -> ledger.requireWhole(new Point(1, 2)))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("COMMITTED_FILE_DAMAGED: " + path(1, 1))
                .hasMessageContaining("must be there with 3 bytes, was 18 bytes");
        Files.delete(run.resolve(path(1, 1)));
        assertThatThrownBy(() -> ledger.requireWhole(new Point(1, 2))).hasMessageContaining("was no file");
    }

    @Test
    void temporariesThatNobodyWillCommitAreSetAsideAndNothingElse() throws IOException {
        Path temporary = run.resolve(FOLDER).resolve("..part-1-0-0-9.inprogress");
        Files.writeString(temporary, "of a task that broke");
        Path gate = Files.createDirectories(run.resolve("data/layer3/6B/s0_gate_6B/AX"));
        Files.writeString(gate.resolve(".kept"), "not ours");

        assertThat(ledger.retireTemporaries(ledger.attempts())).isEqualTo(1);

        assertThat(temporary).doesNotExist();
        assertThat(run.resolve("_quarantine/temporary-2/" + FOLDER + "/..part-1-0-0-9.inprogress"))
                .hasContent("of a task that broke");
        assertThat(gate.resolve(".kept")).exists();
        assertThat(ledger.valid(2)).hasSize(4).allSatisfy(entry -> assertThat(run.resolve(entry.path()))
                .exists());
        assertThat(ledger.retireTemporaries(ledger.attempts())).isZero();
    }

    @Test
    void aLineThatIsCutShortIsNamed() throws IOException {
        Path line = run.resolve("_ledger/events/part-1-1-0-0.parquet.json");
        Files.write(line, new byte[0]);
        assertThatThrownBy(() -> ledger.all())
                .isInstanceOf(RunException.class)
                .hasMessageContaining("COMMITTED_FILE_DAMAGED: " + line)
                .hasMessageContaining("must be a whole line of the ledger");
    }

    @Test
    void aStartIsClaimedOnceAlsoWhereThereAreNoLinks() throws IOException {
        Attempts withoutLinks = new Attempts(run, new NewFile((link, existing) -> {
            throw new FileSystemException(link.toString(), null, "Operation not permitted");
        }));
        assertThat(withoutLinks.begin(withoutLinks.newest(), Optional.empty())).isEqualTo(3);
        assertThat(withoutLinks.token(3)).map(String::length).contains(32);

        Attempts late = new Attempts(run, new NewFile((link, existing) -> {
            Files.writeString(link, "of a rival");
            throw new UnsupportedOperationException("no links");
        }));
        assertThatThrownBy(() -> late.begin(late.newest(), Optional.empty()))
                .hasMessageContaining("RUN_BUSY")
                .hasMessageContaining("another start has just taken attempt 4");
        assertThat(run.resolve("_ledger/attempt-0004.json")).hasContent("of a rival");
        assertThat(RunFiles.named(run.resolve("_ledger"), "[.].*"))
                .as("temporary files")
                .isEmpty();
    }

    @Test
    void aStartThatWasTakenOverBeforeItsClaimTakesNothingBack() throws IOException {
        int seen = ledger.attempts();
        ledger.begin(seen, Optional.of(new Point(1, 2)));
        commit(3, 1);
        Path open = run.resolve(FOLDER).resolve(".part-3-0-0-9.inprogress");
        Files.writeString(open, "of the start that took over");

        assertThatThrownBy(() -> ledger.begin(seen, Optional.of(new Point(1, 1))))
                .hasMessageContaining("RUN_BUSY")
                .hasMessageContaining("another start has just taken attempt 3");
        assertThatThrownBy(() -> ledger.requireNewest(seen)).hasMessageContaining("attempt 3 was begun");
        ledger.rewind(seen, Optional.of(new Point(1, 1)));
        ledger.retireTemporaries(seen);
        assertThat(RunFiles.ofDatasets(run)).contains(path(3, 1));
        assertThat(open).as("of a later start").exists();
    }

    @Test
    void aStartWhoseFileIsLostOrTornIsNamed() throws IOException {
        Files.writeString(run.resolve("_ledger/attempt-0002.json"), "{\"att");
        assertThatThrownBy(() -> ledger.valid(2))
                .hasMessageContaining("COMMITTED_FILE_DAMAGED")
                .hasMessageContaining("it never began: remove it");
        Files.delete(run.resolve("_ledger/attempt-0001.json"));
        assertThatThrownBy(() -> ledger.begin(ledger.attempts(), Optional.empty()))
                .hasMessageContaining("COMMITTED_FILE_DAMAGED")
                .hasMessageContaining("must tell what attempt 1 was restored from, was no file");
    }

    @Test
    void aStartTellsWhereItsPointLay() {
        assertThat(ledger.restoredFolder(2)).isEmpty();
        ledger.beginFrom(ledger.attempts(), new Point(2, 4), run.resolve("checkpoints/attempt-0002/chk-4"));
        ledger.beginFrom(
                ledger.attempts(), new Point(2, 4), Path.of("/backup/sp").toAbsolutePath());
        assertThat(ledger.restoredFolder(3)).contains(run.resolve("checkpoints/attempt-0002/chk-4"));
        assertThat(ledger.restoredFolder(4)).contains(Path.of("/backup/sp").toAbsolutePath());
        assertThat(ledger.reached()).contains(new Point(2, 4));
    }

    @Test
    void attemptsAreFoundAgainUnderAnotherLocale() {
        Locale before = Locale.getDefault();
        try {
            // Numbers are written in other digits there.
            Locale.setDefault(Locale.forLanguageTag("fa-IR-u-nu-arabext"));
            assertThat(ledger.attempts()).isEqualTo(2);
            assertThat(ledger.begin(ledger.attempts(), Optional.empty())).isEqualTo(3);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(ledger.attempts()).isEqualTo(3);
    }

    private void commit(int attempt, long checkpoint) throws IOException {
        LedgerEntry entry = new LedgerEntry(
                "events",
                path(attempt, checkpoint),
                attempt,
                checkpoint,
                0,
                1,
                "0".repeat(32),
                Map.of("flow", "1:1"),
                3,
                "a".repeat(64),
                0,
                0);
        Path file = run.resolve(entry.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "abc");
        Path line = run.resolve("_ledger/events").resolve(file.getFileName() + ".json");
        Files.createDirectories(line.getParent());
        Files.write(line, entry.json());
    }

    private static String path(int attempt, long checkpoint) {
        return FOLDER + "/part-" + attempt + "-" + checkpoint + "-0-0.parquet";
    }
}
