package io.millrace.job.sinks;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a checkpoint or savepoint says of the run it was taken of; every sink writer puts one into its state.
 *
 * @param attempt start of the job that took it
 * @param token of that start
 * @param checkpointId its own number
 * @param identity what makes the rows, by footer key
 */
public record RunMark(int attempt, String token, long checkpointId, SortedMap<String, String> identity) {
    /** {@code checkpoint 7 of attempt 2}. */
    public String text() {
        return "checkpoint " + checkpointId + " of attempt " + attempt;
    }

    /**
     * Everything by which the run of this mark differs from another.
     *
     * @param where the checkpoint, for messages
     */
    public List<Problem> against(SortedMap<String, String> expected, String where) {
        List<Problem> problems = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(identity.keySet());
        keys.addAll(expected.keySet());
        for (String key : keys) {
            String found = identity.getOrDefault(key, "absent");
            String wanted = expected.getOrDefault(key, "absent");
            if (!found.equals(wanted)) {
                problems.add(Problem.of(
                        ErrorCode.RUN_IDENTITY_MISMATCH,
                        where,
                        key + " must be " + wanted,
                        found,
                        "resume with the packs, seed and world that made it, or start without it"));
            }
        }
        return problems;
    }

    /** What a writer of an attempt does with the mark it finds in its state. */
    void requireRestorableBy(RunAttempt writer) {
        List<Problem> problems = against(writer.identity(), "state of " + text());
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        boolean isOwn = attempt == writer.number() && token.equals(writer.token());
        boolean isOrigin = attempt == writer.restoredAttempt() && checkpointId == writer.restoredCheckpoint();
        if (!isOwn && !isOrigin) {
            throw new RunException(notRewound(text(), "attempt " + writer.number() + " begins elsewhere"));
        }
    }

    /** A restore that nobody has rewound the files for. */
    public static Problem notRewound(String where, String found) {
        return Problem.of(
                ErrorCode.IO_WRITE_CONFLICT,
                where,
                "the files of the run must be those of this point",
                found,
                "rewind first: millrace rewind RUN --to PATH, then flink run -s PATH; or use millrace resume RUN --from"
                        + " PATH, which rewinds by itself");
    }
}
