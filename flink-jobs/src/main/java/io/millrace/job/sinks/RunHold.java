package io.millrace.job.sinks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.util.IOUtils;

/**
 * Says that a process has tasks of a run: a locked file in {@code .writers.d} of the run folder, one per process and job. The
 * lock ends with the process however that ends, and a frozen process keeps it; no clock is asked.
 *
 * <p>An operating system drops all locks that a process has on a file when it closes that file anywhere, so no file is
 * ever opened twice in one process: each job has one of its own, whatever class loader it lives in, and who looks knows
 * the files of his own process by their name and does not open them.
 *
 * <p>It holds tasks, not jobs. A failed job that waits to restart has none, and its run can be taken meanwhile: then its
 * restarted tasks find a newer attempt and end with RUN_BUSY. Storage without file locks holds nothing. In both cases the
 * claimed attempt is what keeps a second writer out; the hold only refuses a start that would push a sound one aside.
 */
public final class RunHold implements AutoCloseable {
    private static final Map<Path, Held> HELD = new HashMap<>();
    private static final String FOLDER = ".writers.d";
    private static final String PROCESS = process();

    private final Path folder;
    private boolean closed;

    private RunHold(Path folder) {
        this.folder = folder;
    }

    private static final class Held {
        private final Path file;
        private final Optional<FileChannel> channel;
        private int tasks;

        /** @param channel empty where there are no locks */
        Held(Path file, Optional<FileChannel> channel) {
            this.file = file;
            this.channel = channel;
        }
    }

    /** @param runRoot URI of the run folder */
    public static RunHold of(String runRoot) throws IOException {
        org.apache.flink.core.fs.Path root = new org.apache.flink.core.fs.Path(runRoot);
        RunHold hold = new RunHold(Path.of(root.getPath(), FOLDER));
        if (FileSystem.get(root.toUri()).isDistributedFS()) {
            hold.closed = true;
        } else {
            acquire(hold.folder);
        }
        return hold;
    }

    /** Whether a process with tasks of this run lives, this one included. Files of dead ones are removed. */
    public static boolean isHeld(Path runRoot) throws IOException {
        Path folder = runRoot.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
        for (Path file : files) {
            if (file.getFileName().toString().startsWith(PROCESS) || isLocked(file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return true;
            }
            // A file gets its name when it is locked already, so its process is gone.
            Files.deleteIfExists(file);
            return false;
        } catch (NoSuchFileException closedMeanwhile) {
            return false;
        }
    }

    private static void acquire(Path folder) throws IOException {
        synchronized (HELD) {
            Held held = HELD.get(folder);
            if (held == null) {
                Files.createDirectories(folder);
                held = lock(folder.resolve(PROCESS + JobID.generate().toHexString()));
                HELD.put(folder, held);
            }
            held.tasks++;
        }
    }

    private static Held lock(Path file) throws IOException {
        Path unlocked = file.resolveSibling("." + file.getFileName());
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            if (isLockable(channel)) {
                Files.move(unlocked, file, StandardCopyOption.ATOMIC_MOVE);
                return new Held(file, Optional.of(channel));
            }
        } catch (IOException e) {
            IOUtils.closeQuietly(channel);
            Files.deleteIfExists(unlocked);
            throw e;
        }
        channel.close();
        Files.deleteIfExists(unlocked);
        return new Held(file, Optional.empty());
    }

    /** Storage without locks says so by an error. */
    private static boolean isLockable(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException noLocks) {
            return false;
        }
    }

    /** Tells this process from all others, also of other machines and of earlier ones with its number. */
    private static String process() {
        RuntimeMXBean virtualMachine = ManagementFactory.getRuntimeMXBean();
        return virtualMachine.getName().replaceAll("[^A-Za-z0-9@.-]", "_") + "-" + virtualMachine.getStartTime() + "-";
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        synchronized (HELD) {
            Held held = HELD.get(folder);
            held.tasks--;
            if (held.tasks == 0) {
                HELD.remove(folder);
                held.channel.ifPresent(channel -> release(held.file, channel));
            }
        }
    }

    /** First the name: what has one is locked. A task that cannot close would take its whole task manager down. */
    private static void release(Path file, FileChannel channel) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftToWhoLooks) {
            // Without its lock it counts as the file of a dead process.
        }
        IOUtils.closeQuietly(channel);
    }
}
