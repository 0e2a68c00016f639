package io.millrace.job.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * How far the readers of a growing run are, written down when they wait for more: {@code standing/<subtask>.txt} of the
 * replay. A hint for whoever wants to stop it when it has caught up; nothing is taken up from there.
 */
public final class Standing {
    /** Folder of the files. */
    public static final String FOLDER = "standing";

    private Standing() {}

    /**
     * Says that everything before a time is handed out.
     *
     * @param folder of the replay, as Flink writes paths
     */
    static void write(String folder, int subtask, long untilMicros) throws IOException {
        Path target = file(folder, subtask);
        FileSystem files = target.getFileSystem();
        files.mkdirs(target.getParent());
        try (FSDataOutputStream out = files.create(target, FileSystem.WriteMode.OVERWRITE)) {
            out.write((untilMicros + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Takes back what was said, by an earlier attempt of the task too: it stands at a checkpoint again.
     *
     * @param folder of the replay, as Flink writes paths
     */
    static void withdraw(String folder, int subtask) throws IOException {
        Path file = file(folder, subtask);
        file.getFileSystem().delete(file, false);
    }

    private static Path file(String folder, int subtask) {
        return new Path(folder + "/" + FOLDER + "/" + subtask + ".txt");
    }

    /**
     * Event time before which all readers have handed out everything.
     *
     * @param folder of the replay
     * @return empty while one has not said it
     */
    public static OptionalLong read(java.nio.file.Path folder, int readers) throws IOException {
        long least = Long.MAX_VALUE;
        for (int subtask = 0; subtask < readers; subtask++) {
            try {
                String text = Files.readString(folder.resolve(FOLDER).resolve(subtask + ".txt"));
                if (!text.endsWith("\n")) {
                    return OptionalLong.empty();
                }
                least = Math.min(least, Long.parseLong(text.strip()));
            } catch (NoSuchFileException notYet) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(least);
    }
}
