package io.millrace.job.verify;

import io.millrace.base.MillraceException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.PartFooter;
import io.millrace.run.DatasetTotals;
import io.millrace.run.RowCounters;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.io.LocalInputFile;

/**
 * Every listed file counted again from its rows, once for all checks that ask. Files are read side by side, as many as
 * there are cores; each holds one row group at a time.
 */
final class RunRecount {
    private static final Map<String, SlabKind> KINDS = kinds();

    private final List<Counted> files;

    private RunRecount(List<Counted> files) {
        this.files = files;
    }

    /**
     * A file and what it gave.
     *
     * @param recount absent when the file cannot be read as rows
     * @param footer absent when the file is no whole part file
     * @param failure why one of them is absent; empty when none is
     */
    record Counted(LedgerEntry entry, Optional<FileRecount> recount, Optional<PartFooter> footer, String failure) {}

    /** @param zones tzids that the files may hold */
    static RunRecount of(Path runRoot, List<LedgerEntry> entries, List<String> zones) {
        return new RunRecount(entries.parallelStream()
                .map(entry -> count(runRoot, entry, zones))
                .toList());
    }

    private static Counted count(Path runRoot, LedgerEntry entry, List<String> zones) {
        String time = DatasetDictionary.shipped()
                .dataset(entry.datasetId())
                .partitionDate()
                .orElse("");
        Optional<PartFooter> footer = Optional.empty();
        try {
            LocalInputFile file = new LocalInputFile(runRoot.resolve(entry.path()));
            footer = Optional.of(PartFooter.read(file, entry.path()));
            FileRecount recount = FileRecount.of(file, entry.path(), KINDS.get(entry.datasetId()), zones, time);
            return new Counted(entry, Optional.of(recount), footer, "");
        } catch (IOException e) {
            return new Counted(entry, Optional.empty(), footer, entry.path() + ": " + e.getMessage());
        } catch (MillraceException e) {
            return new Counted(
                    entry, Optional.empty(), footer, e.problems().get(0).text());
        } catch (RuntimeException e) {
            // Readers of pages tell damage by exceptions of their own.
            return new Counted(entry, Optional.empty(), footer, entry.path() + ": " + e);
        }
    }

    List<Counted> files() {
        return files;
    }

    /** Where rows, footer and ledger line of a file differ. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Counted file : files) {
            if (file.recount().isEmpty()) {
                differences.add(file.failure());
                continue;
            }
            FileRecount recount = file.recount().get();
            String path = file.entry().path();
            recount.differencesTo(file.footer().orElseThrow(), path)
                    .forEach(problem -> differences.add(problem.text()));
            recount.differencesTo(file.entry()).forEach(problem -> differences.add(problem.text()));
        }
        return differences;
    }

    /** By dataset id, from rows; counters that no reader can know are taken from the footers. */
    SortedMap<String, DatasetTotals> totals() {
        TreeMap<String, DatasetTotals> totals = new TreeMap<>();
        for (Counted file : files) {
            if (file.recount().isPresent()) {
                FileRecount recount = file.recount().get();
                TreeMap<String, String> counters = new TreeMap<>(recount.counters());
                file.footer().orElseThrow().counters().forEach((name, value) -> {
                    if (RowCounters.IN_FLIGHT.contains(name)) {
                        counters.put(name, value);
                    }
                });
                totals.computeIfAbsent(file.entry().datasetId(), DatasetTotals::new)
                        .add(
                                recount.rows(),
                                recount.rowDigest(),
                                recount.links(),
                                counters,
                                recount.tsMinMicros(),
                                recount.tsMaxMicros());
            }
        }
        return totals;
    }

    private static Map<String, SlabKind> kinds() {
        TreeMap<String, SlabKind> kinds = new TreeMap<>();
        for (SlabKind kind : SlabKind.values()) {
            kinds.put(kind.datasetId(), kind);
        }
        return kinds;
    }
}
