package io.millrace.job.sinks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.fs.FileSystem;

/**
 * Says that a process writes a run: a shared lock on {@code .writers} of the run folder, held while the process has a
 * sink task of it. It ends with the process however that ends, and a frozen process keeps it; no clock is asked. Tasks of
 * one process share one lock. Storage without file locks holds nothing; the number of the attempt fences there.
 */
public final class RunHold implements AutoCloseable {
    private static final Map<Path, Held> HELD = new HashMap<>();
    private static final String FILE = ".writers";

    private final Path file;
    private boolean closed;

    private RunHold(Path file) {
        this.file = file;
    }

    private static final class Held {
        private final FileChannel channel;
        private int tasks;

        Held(FileChannel channel) {
            this.channel = channel;
        }
    }

    /** @param runRoot URI of the run folder */
    static RunHold of(String runRoot) throws IOException {
        org.apache.flink.core.fs.Path root = new org.apache.flink.core.fs.Path(runRoot);
        RunHold hold = new RunHold(Path.of(root.getPath(), FILE));
        if (FileSystem.get(root.toUri()).isDistributedFS()) {
            hold.closed = true;
        } else {
            acquire(hold.file);
        }
        return hold;
    }

    /** Whether a process with tasks of this run lives, this one included. */
    public static boolean isHeld(Path runRoot) throws IOException {
        Path file = runRoot.resolve(FILE);
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return true;
            }
            if (!Files.exists(file)) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                FileLock lock = channel.tryLock();
                return lock == null;
            } catch (OverlappingFileLockException heldHere) {
                return true;
            }
        }
    }

    private static void acquire(Path file) throws IOException {
        synchronized (HELD) {
            Held held = HELD.get(file);
            if (held == null) {
                Files.createDirectories(file.getParent());
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                try {
                    shareLock(channel);
                } catch (IOException e) {
                    org.apache.flink.util.IOUtils.closeQuietly(channel);
                    throw e;
                }
                held = new Held(channel);
                HELD.put(file, held);
            }
            held.tasks++;
        }
    }

    /** Another class loader of this process may hold it: then its lock stands for both. */
    private static void shareLock(FileChannel channel) throws IOException {
        try {
            // Waits for one who only looks, which takes no time.
            channel.lock(0, Long.MAX_VALUE, true);
        } catch (OverlappingFileLockException heldHere) {
            return;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        synchronized (HELD) {
            Held held = HELD.get(file);
            held.tasks--;
            if (held.tasks == 0) {
                HELD.remove(file);
                org.apache.flink.util.IOUtils.closeQuietly(held.channel);
            }
        }
    }
}
