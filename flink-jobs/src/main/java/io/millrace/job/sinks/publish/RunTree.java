package io.millrace.job.sinks.publish;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Files of a run folder while a job works in it: temporary files that go while one looks are passed over. */
final class RunTree extends SimpleFileVisitor<Path> {
    private final List<Path> found = new ArrayList<>();

    private RunTree() {}

    /** Regular files below a folder, by path; none when there is no such folder. */
    static List<Path> files(Path folder) throws IOException {
        RunTree tree = new RunTree();
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, tree);
        }
        return tree.found.stream().sorted().toList();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (Files.isRegularFile(file)) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
