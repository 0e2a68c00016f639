package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code runs/<run_id>/}: where everything of a run lies, and the lock of its one writer. The lock belongs to the
 * process; it goes when the folder is closed or the process ends, however it ends. The lock file itself stays: only
 * {@link #takeOver} removes it, from under a process that hangs, and then the attempts of the ledger tell who writes.
 */
public final class RunFolder implements AutoCloseable {
    private final Path root;
    private final Optional<FileChannel> lock;

    private RunFolder(Path root, Optional<FileChannel> lock) {
        this.root = root;
        this.lock = lock;
    }

    /** A folder to read from; takes no lock. */
    public static RunFolder at(Path root) {
        return new RunFolder(root, Optional.empty());
    }

    /**
     * The folder of a run, made when absent, with its lock.
     *
     * @throws RunException RUN_BUSY when another writer holds it; IO_WRITE_FAILED when it cannot be made
     */
    public static RunFolder lock(Path runsRoot, String runId) {
        Path root = runsRoot.resolve(runId);
        Path file = root.resolve(".lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(root);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Object opened = key(file);
            FileLock held = tryLock(channel);
            if (held == null || !Objects.equals(opened, key(file))) {
                channel.close();
                throw new RunException(Problem.of(
                        ErrorCode.RUN_BUSY,
                        file.toAbsolutePath().normalize().toString(),
                        "must be free",
                        "another process writes here",
                        waysPast(root)));
            }
            return new RunFolder(root, Optional.of(channel));
        } catch (IOException e) {
            throw writeFailed(file, e);
        }
    }

    /** A run that was started can be taken from a writer that hangs; nothing else that is locked like one can. */
    private static String waysPast(Path root) {
        boolean isStarted = Files.isRegularFile(at(root).logs().resolve("start.txt"));
        return isStarted
                ? "wait for it to end, or interrupt it, by millrace stop when a cluster runs it; it stays resumable. When it"
                        + " hangs: millrace resume " + root.toAbsolutePath().normalize() + " --take-over"
                : "wait for it to end, or interrupt it; the same command goes on then";
    }

    /**
     * The same although a process that does not answer holds the lock: it keeps it, on a file that is no longer that of
     * the run. What keeps that one out when it wakes up is the next attempt, which the caller claims.
     */
    public static RunFolder takeOver(Path runsRoot, String runId) {
        Path file = runsRoot.resolve(runId).resolve(".lock");
        Object refused = key(file);
        try {
            return lock(runsRoot, runId);
        } catch (RunException held) {
            if (held.problems().get(0).code() != ErrorCode.RUN_BUSY) {
                throw held;
            }
            try {
                if (Objects.equals(refused, key(file))) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw writeFailed(file, e);
            }
            return lock(runsRoot, runId);
        }
    }

    /** What tells a file from another that takes its name; null where there is none, or the system knows none. */
    private static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException absent) {
            return null;
        }
    }

    /** Null when held, by another process or by this one. */
    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    public Path root() {
        return root;
    }

    public String runId() {
        return root.getFileName().toString();
    }

    public boolean isLocked() {
        return lock.isPresent() && lock.get().isOpen();
    }

    /** {@code run_receipt.json}: axes, written once. */
    public Path runReceipt() {
        return root.resolve("run_receipt.json");
    }

    /** Folder of the gate's files. */
    public Path gate(RunIdentity identity) {
        return dataset("s0_gate_6B", identity);
    }

    /** Folder of a 6B data set. */
    public Path dataset(String datasetId, RunIdentity identity) {
        return root.resolve("data/layer3/6B").resolve(datasetId).resolve(identity.axisPath());
    }

    /** Layout, clock, source revision: never compared. */
    public Path reports() {
        return root.resolve("reports");
    }

    public Path gateReport() {
        return reports().resolve("s0_report.json");
    }

    public Path ledger() {
        return root.resolve("_ledger");
    }

    public Path quarantine() {
        return root.resolve("_quarantine");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Beside the folder of runs, {@code savepoints/<run_id>}; they outlive a run that is moved aside. */
    public Path savepoints() {
        Path runs = root.toAbsolutePath().normalize().getParent();
        return runs.resolveSibling("savepoints").resolve(runId());
    }

    /** Puts a file below the run root, whole or not at all. */
    public void write(Path file, byte[] bytes) {
        try {
            DurableFile.write(file, bytes);
        } catch (IOException e) {
            throw writeFailed(file, e);
        }
    }

    /** Lets the next writer in. */
    @Override
    public void close() {
        if (lock.isPresent()) {
            try {
                lock.get().close();
            } catch (IOException e) {
                throw writeFailed(root.resolve(".lock"), e);
            }
        }
    }

    private static RunException writeFailed(Path file, IOException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_WRITE_FAILED,
                        file.toString(),
                        "must be writable",
                        e.toString(),
                        "free space or mend the permissions, or give another --runs-root"),
                e);
    }
}
