package io.millrace.job.verify;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured, and with what.
 *
 * @param runRoot {@code runs/<run_id>}
 * @param tableRoots where 6A tables may lie, as {@code data/layer3/6A/<id>} below them; the first that has one counts
 * @param scratch folder for what does not fit into memory; a folder of its own is made there and removed
 * @param memoryMax limit of DuckDB, e.g. {@code 4GB}
 */
public record ScorecardSettings(Path runRoot, List<Path> tableRoots, Path scratch, String memoryMax) {
    /** Unless somebody says otherwise. */
    public static final String MEMORY = "4GB";

    public ScorecardSettings {
        tableRoots = List.copyOf(tableRoots);
        if (!memoryMax.matches("[1-9][0-9]{0,5}(MB|GB)")) {
            throw new IllegalArgumentException("memory must be like 4GB or 800MB, was " + memoryMax);
        }
    }

    /** The limit in bytes; as DuckDB counts, a GB is 10^9. */
    long memoryBytes() {
        long number = Long.parseLong(memoryMax.substring(0, memoryMax.length() - 2));
        return number * (memoryMax.endsWith("GB") ? 1_000_000_000L : 1_000_000L);
    }
}
