package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.run.DurableFile;
import io.millrace.run.WorldReceipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the tree of a foreign world lies on this machine: a hint beside the world receipt, so that later commands need
 * no {@code --upstream}. It is neither sealed nor compared.
 */
final class UpstreamNote {
    private static final String FILE = ".upstream";

    private UpstreamNote() {}

    /** Notes the tree of a world. */
    static void write(Path world, Path upstream) {
        Path file = world.resolve(FILE);
        try {
            DurableFile.writeIfDifferent(
                    file, (upstream.toAbsolutePath().normalize() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            file.toString(),
                            "must be writable",
                            e.toString(),
                            "mend permissions"),
                    e);
        }
    }

    /** The noted tree, if it is still there. */
    static Optional<Path> of(Path worldOrParent) {
        try {
            Path file = WorldReceipt.locate(worldOrParent).resolve(FILE);
            return Files.exists(file)
                    ? Optional.of(Path.of(Files.readString(file).strip())).filter(Files::isDirectory)
                    : Optional.empty();
        } catch (MillraceException | IOException noWorld) {
            // The gate tells what is wrong with the world, with all other problems.
            return Optional.empty();
        }
    }
}
