package io.millrace.job.replay;

import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Small files that tasks leave in the folder of a replay for its next start: whole after a power cut, or not there. */
final class ReplayNotes {
    private ReplayNotes() {}

    /**
     * Puts a text in place of what was there.
     *
     * @param folder of the replay, as Flink writes paths
     */
    static void write(String folder, String name, String text) throws IOException {
        DurableFile.write(file(folder, name), text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Leaves a file whose text nobody reads, if there is none yet; any number of tasks may do so at once. It is whole after a
     * power cut whoever has left it: one that is seen may have a name that the device does not know yet.
     */
    static void mark(String folder, String name) throws IOException {
        Path file = file(folder, name);
        if (Files.exists(file)) {
            DurableFile.syncFolder(file.getParent());
            return;
        }
        try {
            DurableFile.write(file, new byte[0]);
        } catch (NoSuchFileException renamedByAnother) {
            if (!Files.exists(file)) {
                throw renamedByAnother;
            }
            DurableFile.syncFolder(file.getParent());
        }
    }

    private static Path file(String folder, String name) {
        return Path.of(new org.apache.flink.core.fs.Path(folder).getPath(), name);
    }
}
