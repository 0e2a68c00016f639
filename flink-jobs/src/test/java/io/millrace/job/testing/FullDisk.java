package io.millrace.job.testing;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/**
 * Flink's local file system with a disk that can be filled: files whose path holds a text take so many bytes more and
 * then refuse as a full disk does. Registered as a service of the tests; without a limit it is the local file system.
 */
public final class FullDisk extends LocalFileSystem {
    private static final AtomicReference<Limit> LIMIT = new AtomicReference<>(new Limit("", Long.MAX_VALUE));

    private record Limit(String text, AtomicLong bytesLeft) {
        Limit(String text, long bytes) {
            this(text, new AtomicLong(bytes));
        }

        void take(Path path, long bytes) throws IOException {
            if (path.getPath().contains(text) && bytesLeft.addAndGet(-bytes) < 0) {
                throw new IOException("No space left on device");
            }
        }
    }

    /** Files whose path holds this text take so many bytes in all, from now on. */
    public static void fill(String text, long bytes) {
        LIMIT.set(new Limit(text, bytes));
    }

    /** Somebody made room. */
    public static void free() {
        LIMIT.set(new Limit("", Long.MAX_VALUE));
    }

    /** Takes the place of Flink's own for {@code file:}. */
    public static final class Factory implements FileSystemFactory {
        @Override
        public String getScheme() {
            return "file";
        }

        // Flink 2.3 asks for it; 2.2 does not know it, so no @Override.
        @SuppressWarnings("MissingOverride")
        public int getPriority() {
            return 1;
        }

        @Override
        public FileSystem create(URI uri) {
            return new FullDisk();
        }
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
        LIMIT.get().take(path, 0);
        return new Plain(path, super.create(path, mode));
    }

    @Override
    public LocalRecoverableWriter createRecoverableWriter() {
        return new Writer(this);
    }

    private static final class Writer extends LocalRecoverableWriter {
        Writer(LocalFileSystem files) {
            super(files);
        }

        @Override
        public RecoverableFsDataOutputStream open(Path path) throws IOException {
            LIMIT.get().take(path, 0);
            return new Recoverable(path, super.open(path));
        }
    }

    private static final class Plain extends FSDataOutputStream {
        private final Path path;
        private final FSDataOutputStream out;

        Plain(Path path, FSDataOutputStream out) {
            this.path = path;
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            LIMIT.get().take(path, 1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            LIMIT.get().take(path, length);
            out.write(bytes, offset, length);
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void sync() throws IOException {
            out.sync();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static final class Recoverable extends RecoverableFsDataOutputStream {
        private final Path path;
        private final RecoverableFsDataOutputStream out;

        Recoverable(Path path, RecoverableFsDataOutputStream out) {
            this.path = path;
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            LIMIT.get().take(path, 1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            LIMIT.get().take(path, length);
            out.write(bytes, offset, length);
        }

        @Override
        public RecoverableWriter.ResumeRecoverable persist() throws IOException {
            return out.persist();
        }

        @Override
        public Committer closeForCommit() throws IOException {
            return out.closeForCommit();
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void sync() throws IOException {
            out.sync();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
