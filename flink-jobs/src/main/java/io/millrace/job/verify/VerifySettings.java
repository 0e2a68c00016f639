package io.millrace.job.verify;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is judged.
 *
 * @param runRoot {@code runs/<run_id>}
 * @param upstream root of the 6A tables; empty leaves foreign keys unchecked
 */
public record VerifySettings(Path runRoot, Optional<Path> upstream) {}
