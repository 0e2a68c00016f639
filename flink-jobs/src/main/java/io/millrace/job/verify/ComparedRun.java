package io.millrace.job.verify;

import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.digest.TupleDigest;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.run.DatasetTotals;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One side of a comparison, as its gate, ledger and documents tell it.
 *
 * @param bundleDigest empty when the run is not published or its bundle is damaged
 * @param damage what is wrong with bundle, ledger and sizes of files; empty when they hold
 * @param entries valid ledger lines
 * @param documents SHA-256 of the files of gate and bundle, by path within the run without axes
 */
record ComparedRun(
        Path root,
        SealedRun sealed,
        Optional<String> bundleDigest,
        List<String> damage,
        List<LedgerEntry> entries,
        SortedMap<String, String> documents) {
    /** Data sets whose rows do not depend on layout. */
    static final List<SlabKind> DATASETS =
            List.of(SlabKind.SESSIONED, SlabKind.SESSION_INDEX, SlabKind.FLOW, SlabKind.OUTCOME, SlabKind.EVENT);

    static ComparedRun read(Path root) {
        SealedRun sealed = SealedRun.open(RunFolder.at(root));
        Ledger ledger = new Ledger(root);
        Optional<String> digest = Optional.empty();
        List<String> damage = List.of();
        try {
            digest = PublishedRun.check(root, sealed.identity(), PublishedRun.Depth.SIZES);
        } catch (MillraceException e) {
            damage = e.problems().stream().map(Problem::text).toList();
        }
        return new ComparedRun(
                root, sealed, digest, damage, ledger.valid(ledger.attempts()), documents(root, sealed.identity()));
    }

    RunIdentity identity() {
        return sealed.identity();
    }

    /** Rows and digest of a data set by the UTC date of its folder, from the ledger. */
    SortedMap<String, DatasetTotals> byDate(SlabKind kind) {
        TreeMap<String, DatasetTotals> byDate = new TreeMap<>();
        for (LedgerEntry entry : files(kind)) {
            add(byDate.computeIfAbsent(date(entry), date -> new DatasetTotals(kind.datasetId())), entry);
        }
        return byDate;
    }

    DatasetTotals totals(SlabKind kind) {
        DatasetTotals totals = new DatasetTotals(kind.datasetId());
        files(kind).forEach(entry -> add(totals, entry));
        return totals;
    }

    List<LedgerEntry> files(SlabKind kind) {
        return entries.stream()
                .filter(entry -> entry.datasetId().equals(kind.datasetId()))
                .toList();
    }

    /** {@code 2026-01-01}. */
    static String date(LedgerEntry entry) {
        return entry.path().replaceFirst(".*/utc_date=([^/]*)/.*", "$1");
    }

    private static void add(DatasetTotals totals, LedgerEntry entry) {
        totals.add(entry.rows(), entry.rowDigest(), entry.links(), Map.of(), entry.tsMinMicros(), entry.tsMaxMicros());
    }

    private static SortedMap<String, String> documents(Path root, RunIdentity identity) {
        TreeMap<String, String> documents = new TreeMap<>();
        List<Path> folders = new ArrayList<>(
                List.of(RunFolder.at(root).gate(identity), root.resolve(ValidationBundle.folder(identity))));
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            String name = folder.equals(folders.get(0)) ? "gate" : "bundle";
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    documents.put(
                            name + "/" + folder.relativize(file), TupleDigest.sha256Hex(Files.readAllBytes(file)));
                }
            } catch (IOException e) {
                documents.put(name, "cannot be read: " + e);
            }
        }
        return documents;
    }
}
