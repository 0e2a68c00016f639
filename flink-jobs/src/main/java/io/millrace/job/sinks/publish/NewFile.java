package io.millrace.job.sinks.publish;

import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.api.common.JobID;

/**
 * Makes files that are made by one process only, and are whole or not there: a finished temporary file gets a second name.
 * Where there are no hard links (exFAT, SMB), a new file is as exclusive, and a power cut in the middle of its one write
 * leaves an illegible file.
 */
final class NewFile {
    private final Links links;

    NewFile() {
        this(Files::createLink);
    }

    /** @param links how a hard link is made, which not every file system can */
    NewFile(Links links) {
        this.links = links;
    }

    /** Gives a file a second name, unless somebody has that name already. */
    interface Links {
        Path create(Path link, Path existing) throws IOException;
    }

    /** @throws FileAlreadyExistsException when somebody was first; that one's file is as it was */
    void write(Path file, byte[] bytes) throws IOException {
        Path finished = file.resolveSibling(
                "." + file.getFileName() + "." + JobID.generate().toHexString());
        try {
            DurableFile.write(finished, bytes);
            link(file, finished, bytes);
        } finally {
            Files.deleteIfExists(finished);
        }
    }

    private void link(Path file, Path finished, byte[] bytes) throws IOException {
        try {
            links.create(file, finished);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            writeInPlace(file, bytes);
        }
    }

    private static void writeInPlace(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }
    }
}
