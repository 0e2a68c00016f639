package io.millrace.job.world;

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

/**
 * One writer at a time per folder of worlds. The lock goes with the process, however it ends; its file stays, because
 * removing it would let two writers hold two locks.
 */
public final class WorldLock implements AutoCloseable {
    private final FileChannel channel;

    private WorldLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws RunException RUN_BUSY, IO_WRITE_FAILED */
    public static WorldLock take(Path out) {
        Path file = out.resolve(".prepare.lock");
        try {
            Files.createDirectories(out);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new RunException(Problem.of(
                        ErrorCode.RUN_BUSY,
                        file.toString(),
                        "must be free",
                        "another process makes a world in this folder",
                        "wait for it, or give another folder by --out"));
            }
            return new WorldLock(channel);
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            out.toString(),
                            "must be writable",
                            e.toString(),
                            "mend its permissions, or give another folder by --out"),
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
