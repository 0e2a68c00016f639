package io.millrace.job.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.apache.flink.util.IOUtils;

/**
 * A folder for what queries do not hold in memory, which can be many gigabytes. It goes with its session; what an
 * interrupted or killed process left goes with the next session of the same user in the same place.
 *
 * <p>A file beside it is locked as long as its process lives, so no process id and no clock is asked. The file gets its
 * name when it is locked already: a folder without one is still being made, or stands on storage without locks, and
 * stays. Machines whose storage locks for each of them alone must not share a place.
 */
final class ScratchFolder implements AutoCloseable {
    private static final String PREFIX = "millrace-queries-";
    private static final String LOCK = ".lock";

    /** Of the folders of this process. Nobody here opens them: closing such a file would drop its lock. */
    private static final Set<Path> OWN_LOCKS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path lockFile;
    private final FileChannel lock;

    private ScratchFolder(Path path, Path lockFile, FileChannel lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** A new folder, after those that dead processes left in this place are gone. */
    static synchronized ScratchFolder in(Path place) throws IOException {
        // One name for one place, by which this process knows its own.
        Path real = (Files.isDirectory(place) ? place : Files.createDirectories(place)).toRealPath();
        Path path = Files.createTempDirectory(real, PREFIX);
        Path lockFile = path.resolveSibling(path.getFileName() + LOCK);
        OWN_LOCKS.add(lockFile);
        try {
            removeAbandoned(real, path);
            return new ScratchFolder(path, lockFile, locked(path.resolve(LOCK), lockFile));
        } catch (IOException e) {
            OWN_LOCKS.remove(lockFile);
            FileUtils.deleteDirectoryQuietly(path.toFile());
            throw e;
        }
    }

    /** The locked file under its name, or an open one without any where there are no locks. */
    private static FileChannel locked(Path unnamed, Path name) throws IOException {
        FileChannel lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            if (isLockable(lock)) {
                Files.move(unnamed, name, StandardCopyOption.ATOMIC_MOVE);
            }
            return lock;
        } catch (IOException e) {
            IOUtils.closeQuietly(lock);
            throw e;
        }
    }

    /** Storage without locks says so by an error. */
    private static boolean isLockable(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException noLocks) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** What cannot be looked at or removed stays; it hinders nobody's work. */
    private static void removeAbandoned(Path place, Path own) {
        try (Stream<Path> list = Files.list(place)) {
            for (Path file : list.filter(ScratchFolder::isLockOfAnother).toList()) {
                removeIfAbandoned(file, own);
            }
        } catch (IOException | UncheckedIOException notListed) {
            // A place may take folders and still not show them.
        }
    }

    private static boolean isLockOfAnother(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(LOCK) && !OWN_LOCKS.contains(file);
    }

    private static void removeIfAbandoned(Path file, Path own) {
        String name = file.getFileName().toString();
        Path folder = file.resolveSibling(name.substring(0, name.length() - LOCK.length()));
        try {
            if (!isOfSameUser(file, folder, own)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock free = channel.tryLock()) {
                if (free != null) {
                    remove(folder, file);
                }
            }
        } catch (IOException | OverlappingFileLockException goneOrHeld) {
            // Removed by another process just now, or still in use.
        }
    }

    /** In a place where everybody writes, anybody can make files of these names. */
    private static boolean isOfSameUser(Path file, Path folder, Path own) throws IOException {
        List<Path> theirs = Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ? List.of(file, folder) : List.of(file);
        for (Path path : theirs) {
            if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own))) {
                return false;
            }
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The lock last: as long as it is there, somebody will come back for the folder. */
    private static void remove(Path folder, Path lockFile) throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
        Files.deleteIfExists(lockFile);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(path, lockFile);
        } finally {
            OWN_LOCKS.remove(lockFile);
        }
    }
}
