package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checkpoints that an interrupted run has left: {@code checkpoints/attempt-<4 digits>/<job id>/chk-<n>/_metadata}. Flink
 * deletes them when a job finishes, so a finished run has none.
 */
public final class RetainedCheckpoints {
    private static final Pattern CHECKPOINT = Pattern.compile("chk-([0-9]+)");

    private RetainedCheckpoints() {}

    /**
     * A checkpoint that a job can start from.
     *
     * @param point run attempt and checkpoint id
     * @param folder folder with its {@code _metadata}
     */
    public record Retained(Ledger.Point point, Path folder) {}

    /** Folder for the checkpoints of an attempt. */
    public static Path folder(Path runRoot, int attempt) {
        return runRoot.resolve("checkpoints").resolve(String.format(Locale.ROOT, "attempt-%04d", attempt));
    }

    /** The newest whole checkpoint of the newest attempt that has one. */
    public static Optional<Retained> newest(Path runRoot) {
        for (int attempt = new Ledger(runRoot).attempts(); attempt > 0; attempt--) {
            int of = attempt;
            Path folder = folder(runRoot, attempt);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> walk = Files.walk(folder, 3)) {
                Optional<Retained> newest = walk.filter(
                                file -> file.getFileName().toString().equals("_metadata"))
                        .map(Path::getParent)
                        .flatMap(checkpoint -> retained(of, checkpoint).stream())
                        .max(Comparator.comparingLong(
                                retained -> retained.point().checkpointId()));
                if (newest.isPresent()) {
                    return newest;
                }
            } catch (IOException e) {
                throw new RunException(
                        Problem.of(
                                ErrorCode.IO_READ_FAILED,
                                folder.toString(),
                                "must be readable",
                                e.toString(),
                                "mend the storage"),
                        e);
            }
        }
        return Optional.empty();
    }

    /** Removes what interrupted attempts have left, once the run is published and nothing can be resumed any more. */
    public static void discard(Path runRoot) throws IOException {
        Path folder = runRoot.resolve("checkpoints");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Optional<Retained> retained(int attempt, Path checkpoint) {
        Matcher name = CHECKPOINT.matcher(checkpoint.getFileName().toString());
        return name.matches()
                ? Optional.of(new Retained(new Ledger.Point(attempt, Long.parseLong(name.group(1))), checkpoint))
                : Optional.empty();
    }
}
