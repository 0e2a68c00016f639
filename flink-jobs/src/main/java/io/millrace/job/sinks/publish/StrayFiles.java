package io.millrace.job.sinks.publish;

import io.millrace.job.sinks.LedgerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Visible Parquet files that no valid ledger line names. A reader of the ledger does not see them; one that lists folders
 * would see their rows a second time.
 */
final class StrayFiles {
    private StrayFiles() {}

    /**
     * @param entries the valid ones
     * @return absolute, in order
     */
    static List<Path> of(Path runRoot, List<LedgerEntry> entries) {
        Set<Path> listed = new HashSet<>();
        entries.forEach(entry -> listed.add(runRoot.resolve(entry.path())));
        return below(runRoot).stream().filter(file -> !listed.contains(file)).toList();
    }

    /** What could not be valid whatever the ledger will say: of no attempt, or of one behind the lineage of the newest. */
    static List<Path> dead(Path runRoot) {
        Ledger ledger = new Ledger(runRoot);
        Set<Path> outside = new HashSet<>(ledger.outside(new Ledger.Point(ledger.attempts(), Long.MAX_VALUE)));
        return below(runRoot).stream().filter(outside::contains).toList();
    }

    private static List<Path> below(Path runRoot) {
        Path data = runRoot.resolve("data");
        try {
            return RunTree.files(data).stream()
                    .filter(file -> file.getFileName().toString().endsWith(".parquet"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw Ledger.storage(data, e);
        }
    }
}
