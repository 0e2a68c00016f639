package io.millrace.job.sinks;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.slab.BrokenLaw;
import java.io.IOException;
import java.util.Locale;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Only the newest attempt writes: a job that was frozen while another start took its run over ends here. */
final class Fence {
    private Fence() {}

    /** Throws RUN_BUSY, which ends the job, when a later attempt was begun. */
    static void require(LedgerSinkSettings settings) throws IOException {
        int next = settings.runAttempt() + 1;
        Path file = new Path(settings.runRoot() + "/_ledger/" + String.format(Locale.ROOT, "attempt-%04d.json", next));
        if (FileSystem.get(file.toUri()).exists(file)) {
            throw BrokenLaw.of(new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    settings.datasetId() + " of attempt " + settings.runAttempt(),
                    "must belong to the newest attempt of the run",
                    "attempt " + next + " was begun",
                    "nothing to do: this job was taken over and ends; millrace runs shows who writes")));
        }
    }
}
