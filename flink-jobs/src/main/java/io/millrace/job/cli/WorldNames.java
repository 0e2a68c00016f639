package io.millrace.job.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Names of the shipped world specs, which a shell offers after {@code --world-spec}. */
final class WorldNames implements Iterable<String> {
    private static final String ENDING = ".yaml";

    @Override
    public Iterator<String> iterator() {
        Path worlds = Home.config().resolve("world");
        if (!Files.isDirectory(worlds)) {
            return List.<String>of().iterator();
        }
        try (Stream<Path> files = Files.list(worlds)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .sorted()
                    .toList()
                    .iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
