package io.millrace.job.verify;

import java.nio.file.Path;
import java.util.List;

/**
 * What is judged, and with what.
 *
 * @param runRoot {@code runs/<run_id>}
 * @param roots where 6A tables and arrivals of the world may lie, under their paths of the dictionary; the first that has
 *     one counts, and what none has is not checked
 * @param scratch folder for what does not fit into memory; a folder of its own is made there and removed
 * @param memoryMax limit of DuckDB, e.g. {@code 2GB}; the heap comes on top
 */
public record VerifySettings(Path runRoot, List<Path> roots, Path scratch, String memoryMax) {
    /** Leaves half of 4 GiB to the heap and to Java itself. */
    public static final String MEMORY = "2GB";

    public VerifySettings {
        roots = List.copyOf(roots);
        if (!memoryMax.matches("[1-9][0-9]{0,5}(MB|GB)")) {
            throw new IllegalArgumentException("memory must be like 4GB or 800MB, was " + memoryMax);
        }
    }

    /** In the folder of temporary files. */
    public static VerifySettings of(Path runRoot, Path... roots) {
        return new VerifySettings(runRoot, List.of(roots), Path.of(System.getProperty("java.io.tmpdir")), MEMORY);
    }
}
