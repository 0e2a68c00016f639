package io.millrace.job.sinks;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.parquet.FooterKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a checkpoint or savepoint says of the run it was taken of; every sink writer puts one into its state.
 *
 * @param attempt start of the job that took it
 * @param token of that start
 * @param checkpointId its own number
 * @param identity what makes the rows, by footer key
 * @param written how far the writer was
 */
public record RunMark(
        int attempt, String token, long checkpointId, SortedMap<String, String> identity, Written written) {
    /** A mark that does not tell how far its writer was. */
    public RunMark(int attempt, String token, long checkpointId, SortedMap<String, String> identity) {
        this(attempt, token, checkpointId, identity, Written.UNKNOWN);
    }

    /**
     * How far a writer of a data set was when the checkpoint was taken. The files of all writers of a data set, added up,
     * are the ledger lines that the data set has once everything before the checkpoint is committed.
     *
     * @param datasetId dictionary id; empty when nobody knows, as in state of version 0.1
     * @param watermarkMillis all rows up to it had come
     * @param files closed since the run began, those of writers whose state this one took over included
     */
    public record Written(String datasetId, long watermarkMillis, long files) {
        /** State of a version that kept no count. */
        public static final Written UNKNOWN = new Written("", Long.MIN_VALUE, -1);

        /** Whether the count is there. */
        public boolean isKnown() {
            return files >= 0;
        }
    }

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
        SortedMap<String, String> here = parts(identity);
        SortedMap<String, String> there = parts(expected);
        TreeSet<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(there.keySet());
        for (String key : keys) {
            String found = here.getOrDefault(key, "absent");
            String wanted = there.getOrDefault(key, "absent");
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

    /** Revisions of laws stand in one value; whoever reads of a difference wants to know which law. */
    private static SortedMap<String, String> parts(SortedMap<String, String> identity) {
        TreeMap<String, String> parts = new TreeMap<>(identity);
        String laws = parts.remove(FooterKeys.LAWS);
        if (laws != null) {
            JsonMapper.shared()
                    .readTree(laws)
                    .properties()
                    .forEach(law -> parts.put(
                            FooterKeys.LAWS + "." + law.getKey(), law.getValue().asString()));
        }
        return parts;
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
