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
 * Flink's local file system with a {@link Trouble} that is told of each step before it is done, and may refuse it, delay
 * it, or do something else to the file first. Registered as a service of the tests; without trouble it is the local file
 * system. Part files, ledger lines and checkpoints go through it; gate and bundle do not.
 */
public final class FaultyDisk extends LocalFileSystem {
    private static final Trouble NONE = (step, path, bytes) -> {};
    private static final AtomicReference<Trouble> TROUBLE = new AtomicReference<>(NONE);

    /** What is about to be done. */
    public enum Step {
        /** A file is opened to be written. */
        CREATE,
        WRITE,
        /** A folder is made. */
        FOLDER,
        /** Somebody asks whether a file is there. */
        LOOK,
        /** A part file gets its staged name; the path is its hidden one. */
        STAGE,
        /** A file gets its last name; the path is that name. */
        RENAME
    }

    /** Called from many threads. */
    @FunctionalInterface
    public interface Trouble {
        /**
         * @param bytes to be written; 0 for other steps
         * @throws IOException in place of the step
         */
        void before(Step step, Path path, long bytes) throws IOException;
    }

    /** From now on, in place of any other. */
    public static void trouble(Trouble trouble) {
        TROUBLE.set(trouble);
    }

    /** Files whose path holds this text take so many bytes in all, from now on. */
    public static void fill(String text, long bytes) {
        AtomicLong left = new AtomicLong(bytes);
        trouble((step, path, size) -> {
            boolean writes = step == Step.CREATE || step == Step.WRITE;
            if (writes && path.getPath().contains(text) && left.addAndGet(-size) < 0) {
                throw new IOException("No space left on device");
            }
        });
    }

    /** Whatever would change below paths that hold this text is refused, from now on. */
    public static void refuse(String text, String reason) {
        trouble((step, path, size) -> {
            if (step != Step.LOOK && path.getPath().contains(text)) {
                throw new IOException(path.getPath() + ": " + reason);
            }
        });
    }

    /** Somebody has mended it. */
    public static void free() {
        trouble(NONE);
    }

    private static void before(Step step, Path path, long bytes) throws IOException {
        TROUBLE.get().before(step, path, bytes);
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
            return new FaultyDisk();
        }
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
        before(Step.CREATE, path, 0);
        return new Plain(path, super.create(path, mode));
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        before(Step.FOLDER, path, 0);
        return super.mkdirs(path);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        before(Step.LOOK, path, 0);
        return super.exists(path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        before(Step.RENAME, to, 0);
        return super.rename(from, to);
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
            before(Step.CREATE, path, 0);
            return new Recoverable(path, super.open(path));
        }

        @Override
        public RecoverableFsDataOutputStream.Committer recoverForCommit(RecoverableWriter.CommitRecoverable handle)
                throws IOException {
            RecoverableFsDataOutputStream.Committer committer = super.recoverForCommit(handle);
            return new RecoverableFsDataOutputStream.Committer() {
                @Override
                public void commit() throws IOException {
                    committer.commit();
                }

                @Override
                public void commitAfterRecovery() throws IOException {
                    before(Step.STAGE, hiddenFile(handle), 0);
                    committer.commitAfterRecovery();
                }

                @Override
                public RecoverableWriter.CommitRecoverable getRecoverable() {
                    return committer.getRecoverable();
                }
            };
        }

        /** "LocalRecoverable hidden @ length -> staged": the handle gives its files in words alone. */
        private static Path hiddenFile(RecoverableWriter.CommitRecoverable handle) {
            String words = handle.toString();
            return new Path(words.substring(words.indexOf('/'), words.lastIndexOf(" @ ")));
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
            before(Step.WRITE, path, 1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            before(Step.WRITE, path, length);
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
            before(Step.WRITE, path, 1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            before(Step.WRITE, path, length);
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
