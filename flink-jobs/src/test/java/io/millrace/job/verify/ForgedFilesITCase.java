package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every check of files finds the lie that was made for it, and none finds a lie that is not there. */
@ExtendWith(SharedRuns.class)
class ForgedFilesITCase {
    private static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();

    @TempDir
    Path runs;

    @ParameterizedTest
    @EnumSource
    void aForgedFileIsFoundByItsChecksAndByNoOther(FileForgery forgery, ReferenceRun reference) throws Exception {
        Path run = DoctoredRun.of(reference, runs).root();
        forgery.forge(run);

        List<CheckResult> results = new FileChecks(run, SealedRun.open(RunFolder.at(run)), ZONES).run();

        assertThat(results).extracting(CheckResult::checkId).containsExactlyElementsOf(FileChecks.NAMES);
        assertThat(results)
                .filteredOn(CheckResult::hasFailed)
                .extracting(CheckResult::checkId)
                .containsExactlyInAnyOrderElementsOf(forgery.checks());
    }
}
