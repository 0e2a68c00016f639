package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every part works with.
 *
 * @param against another build of the product, to run in turn with this one
 * @param home folder of the product
 * @param work folder for worlds, runs and logs
 */
record Stage(Launch launch, Optional<Launch> against, Path home, Path work, Scale scale, int rounds) {
    Path config() {
        return home.resolve("config");
    }

    /** An empty folder of that name in the work folder; what lay there is deleted. */
    Path fresh(String name) throws IOException {
        Path folder = work.resolve(name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    Path log(String name) throws IOException {
        return Files.createDirectories(work.resolve("logs")).resolve(name.replaceAll("[^A-Za-z0-9]+", "_") + ".txt");
    }

    /** A line of progress, on standard error so that standard output holds the tables alone. */
    void say(String line) {
        System.err.println(line);
    }
}
