package io.millrace.job.replay;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.slab.BrokenLaw;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Locale;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * One start of a replay. Each claims a number of its own in the folder of the replay, and only the newest may take a
 * checkpoint or commit one: a job that lost its client, or that comes back after another start, ends instead.
 *
 * @param folder of the replay, as Flink writes paths
 * @param number 1-based
 */
public record ReplayAttempt(String folder, int number) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Folder of the empty files that are the claims. */
    public static final String CLAIMS = "attempts";

    /** File that is there when somebody has committed something, or was about to. */
    public static final String COMMITTING = "committing";

    /** Name of the claim of an attempt. */
    public static String claim(int number) {
        return String.format(Locale.ROOT, "attempt-%04d", number);
    }

    /** Throws RUN_BUSY, which ends the job, when a later start has begun. */
    public void requireNewest() throws IOException {
        Path next = new Path(folder + "/" + CLAIMS + "/" + claim(number + 1));
        if (FileSystem.get(next.toUri()).exists(next)) {
            throw BrokenLaw.of(new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    folder,
                    "must belong to the newest start of the replay, this was start " + number,
                    "start " + (number + 1) + " has begun",
                    "nothing to do: this job was taken over and ends")));
        }
    }

    /** Before a commit: throws what {@link #requireNewest} throws, and leaves a mark that something may be in the topics. */
    public void claimCommit() throws IOException {
        requireNewest();
        ReplayNotes.mark(folder, COMMITTING);
    }
}
