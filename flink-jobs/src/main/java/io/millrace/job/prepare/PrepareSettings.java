package io.millrace.job.prepare;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to prepare.
 *
 * @param upstream root of another engine's tree, with its run receipt
 * @param out folder of worlds
 * @param config folder with the taxonomies and the attachment policy
 * @param scenarioId empty: the one the run receipt names
 * @param rejectsMax rows that may be kept back; more refuse the tree
 * @param parallelism tasks of the job; changes no byte
 */
public record PrepareSettings(
        Path upstream, Path out, Path config, Optional<String> scenarioId, long rejectsMax, int parallelism) {
    public PrepareSettings {
        upstream = upstream.toAbsolutePath().normalize();
        out = out.toAbsolutePath().normalize();
        if (rejectsMax < 0) {
            throw new IllegalArgumentException("rejectsMax must be 0 or more, was " + rejectsMax);
        }
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be 1 or more, was " + parallelism);
        }
    }
}
