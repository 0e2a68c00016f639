package io.millrace.bench;

import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Part files of a published run.
 *
 * @param run folder of the run
 */
record TableFiles(Path run) {
    /** In order of their names, so that everybody reads the same rows first. */
    List<Path> of(SlabKind kind) throws IOException {
        try (Stream<Path> walk = Files.walk(run.resolve("data/layer3/6B").resolve(kind.datasetId()))) {
            return walk.filter(path -> path.getFileName().toString().matches("part-.*\\.parquet"))
                    .sorted()
                    .toList();
        }
    }
}
