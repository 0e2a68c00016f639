package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a run was started on this machine, {@code logs/start.txt}: the arguments of generate, one a line, with absolute
 * paths, so that {@code resume} needs no more than the run. A hint, neither sealed nor compared.
 */
final class StartNote {
    private static final String FILE = "logs/start.txt";

    private StartNote() {}

    static void write(Path runRoot, List<String> arguments) {
        Path file = runRoot.resolve(FILE);
        try {
            DurableFile.writeIfDifferent(file, (String.join("\n", arguments) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            file.toString(),
                            "must be writable",
                            e.toString(),
                            "free space or mend permissions"),
                    e);
        }
    }

    /** Value of an option of that start; empty when it had none, or nothing tells of it. */
    static Optional<String> option(Path runRoot, String name) {
        try {
            List<String> arguments = Files.isRegularFile(runRoot.resolve(FILE)) ? read(runRoot) : List.of();
            int at = arguments.indexOf(name);
            return at < 0 || at + 1 == arguments.size() ? Optional.empty() : Optional.of(arguments.get(at + 1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Arguments of generate that take the run up. */
    static List<String> read(Path runRoot) throws IOException {
        Path file = runRoot.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    file.toString(),
                    "must tell how the run was started",
                    "no file",
                    "take it up by the generate that started it; it resumes as well"));
        }
        return Files.readAllLines(file);
    }
}
