package io.millrace.job.sinks;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.slab.BrokenLaw;
import java.io.IOException;
import java.util.Locale;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Only the newest attempt writes, and only until its files are being published: a task that was frozen while another start
 * took the run over, or while others finished its work, ends here.
 */
public final class Fence {
    private Fence() {}

    /** Name of the empty file in the ledger that tells that an attempt gets no file any more. */
    public static String closed(int attempt) {
        return String.format(Locale.ROOT, "closed-%04d", attempt);
    }

    /** Throws RUN_BUSY, which ends the job, when a later attempt was begun or this one is being published. */
    static void require(LedgerSinkSettings settings) throws IOException {
        int next = settings.runAttempt() + 1;
        String ledger = settings.runRoot() + "/_ledger/";
        Path begun = new Path(ledger + String.format(Locale.ROOT, "attempt-%04d.json", next));
        Path closed = new Path(ledger + closed(settings.runAttempt()));
        FileSystem files = FileSystem.get(begun.toUri());
        if (files.exists(closed)) {
            throw BrokenLaw.of(new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    settings.datasetId() + " of attempt " + settings.runAttempt(),
                    "must not be complete yet",
                    "all rows are committed and published",
                    "nothing to do: others have done the work of this task")));
        }
        if (files.exists(begun)) {
            throw BrokenLaw.of(new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    settings.datasetId() + " of attempt " + settings.runAttempt(),
                    "must belong to the newest attempt of the run",
                    "attempt " + next + " was begun",
                    "nothing to do: this job was taken over and ends; millrace runs shows who writes")));
        }
    }
}
