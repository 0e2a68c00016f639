package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.run.DatasetTotals;
import io.millrace.run.RunIdentity;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two runs beside each other: what they are, what they hold, where their rows part, and why.
 *
 * @param a one side: run id, bundle digest, files, damage
 * @param b the other
 * @param identity axes and versions that differ
 * @param policies sealed values that differ, key by key
 * @param documents files of gate and bundle that differ, by SHA-256
 * @param datasets all five, equal or not
 * @param rows of data sets that differ, when both runs are of one world
 * @param distributions when something differs
 * @param why one sentence
 */
public record RunComparison(
        Side a,
        Side b,
        List<Difference> identity,
        List<Difference> policies,
        List<Difference> documents,
        List<DatasetDifference> datasets,
        List<RowDifferences> rows,
        List<Distribution> distributions,
        String why) {
    private static final String ABSENT = "absent";

    /** {@code what} is an axis, a policy key or a document; the others are its values. */
    public record Difference(String what, String a, String b) {
        Map<String, Object> json() {
            return new TreeMap<>(Map.of("what", what, "a", a, "b", b));
        }
    }

    /**
     * A run as its ledger tells it.
     *
     * @param bundleDigest hex64, or what is in its way
     */
    public record Side(String root, String runId, String bundleDigest, int files, long bytes, List<String> damage) {
        static Side of(ComparedRun run) {
            return new Side(
                    run.root().toString(),
                    run.identity().runId(),
                    run.bundleDigest().orElse(run.damage().isEmpty() ? "not published" : "damaged"),
                    run.entries().size(),
                    run.entries().stream().mapToLong(entry -> entry.sizeBytes()).sum(),
                    run.damage());
        }

        Map<String, Object> json() {
            return new TreeMap<>(Map.of(
                    "root",
                    root,
                    "run_id",
                    runId,
                    "bundle_digest",
                    bundleDigest,
                    "files",
                    files,
                    "bytes",
                    bytes,
                    "damage",
                    damage));
        }
    }

    /**
     * A data set in both runs.
     *
     * @param dates all UTC dates of its folders
     * @param differing dates whose rows differ
     */
    public record DatasetDifference(
            String datasetId,
            long rowsA,
            long rowsB,
            String digestA,
            String digestB,
            List<String> dates,
            List<String> differing) {
        /** Whether both hold the same rows. */
        public boolean isEqual() {
            return rowsA == rowsB && digestA.equals(digestB);
        }

        Map<String, Object> json() {
            TreeMap<String, Object> json = new TreeMap<>();
            json.put("dataset_id", datasetId);
            json.put("rows_a", rowsA);
            json.put("rows_b", rowsB);
            json.put("row_digest_a", digestA);
            json.put("row_digest_b", digestB);
            json.put("dates", dates.size());
            json.put("differing_dates", differing);
            return json;
        }
    }

    /**
     * Compares by ledger and documents; rows are read where these differ.
     *
     * @param scratch folder for what does not fit into memory
     * @param memoryMax limit of DuckDB, e.g. {@code 2GB}
     * @throws RunException when a run has no sound gate, or rows that differ cannot be read
     */
    public static RunComparison of(Path left, Path right, Path scratch, String memoryMax) {
        ComparedRun a = ComparedRun.read(left);
        ComparedRun b = ComparedRun.read(right);
        List<DatasetDifference> datasets =
                ComparedRun.DATASETS.stream().map(kind -> dataset(kind, a, b)).toList();
        List<RowDifferences> rows = new ArrayList<>();
        List<Distribution> distributions = new ArrayList<>();
        if (!datasets.stream().allMatch(DatasetDifference::isEqual)) {
            try (ScorecardSession session =
                    ScorecardSession.empty(scratch, memoryMax, ScorecardSession.Tables.IN_A_FILE)) {
                read(session.statement(), a, b, datasets, rows, distributions);
            } catch (SQLException e) {
                throw new RunException(
                        Problem.of(
                                ErrorCode.IO_READ_FAILED,
                                left + " and " + right,
                                "must be readable by DuckDB",
                                String.valueOf(e.getMessage()),
                                "judge the files of each first: millrace verify; give more --memory or another --scratch when these ran out"),
                        e);
            }
        }
        List<Difference> identity = identity(a, b);
        List<Difference> policies =
                PolicyDifferences.of(a.sealed().packs(), b.sealed().packs());
        List<Difference> documents = maps(a.documents(), b.documents());
        return new RunComparison(
                Side.of(a),
                Side.of(b),
                identity,
                policies,
                documents,
                datasets,
                rows,
                distributions,
                new Cause(a, b, identity, policies, documents, datasets).sentence());
    }

    private static void read(
            Statement statement,
            ComparedRun a,
            ComparedRun b,
            List<DatasetDifference> datasets,
            List<RowDifferences> rows,
            List<Distribution> distributions)
            throws SQLException {
        for (Map.Entry<String, ComparedRun> side : new TreeMap<>(Map.of("run_a", a, "run_b", b)).entrySet()) {
            statement.execute("CREATE SCHEMA " + side.getKey());
            statement.execute("USE " + side.getKey());
            RunViews.create(statement, side.getValue().root());
        }
        // Ids of other worlds and seeds have nothing to do with each other.
        if (a.identity().manifestFingerprint().equals(b.identity().manifestFingerprint())
                && a.identity().seed() == b.identity().seed()) {
            for (int i = 0; i < datasets.size(); i++) {
                if (!datasets.get(i).isEqual()) {
                    rows.add(RowDifferences.of(
                            statement,
                            ComparedRun.DATASETS.get(i),
                            a,
                            b,
                            new TreeSet<>(datasets.get(i).differing())));
                }
            }
        }
        for (String query : Distribution.NAMES) {
            distributions.add(Distribution.of(statement, query, List.of("run_a", "run_b")));
        }
    }

    private static DatasetDifference dataset(SlabKind kind, ComparedRun a, ComparedRun b) {
        SortedMap<String, DatasetTotals> ofA = a.byDate(kind);
        SortedMap<String, DatasetTotals> ofB = b.byDate(kind);
        TreeSet<String> dates = new TreeSet<>(ofA.keySet());
        dates.addAll(ofB.keySet());
        DatasetTotals nothing = new DatasetTotals(kind.datasetId());
        List<String> differing = dates.stream()
                .filter(date -> {
                    DatasetTotals left = ofA.getOrDefault(date, nothing);
                    DatasetTotals right = ofB.getOrDefault(date, nothing);
                    return left.rows() != right.rows() || !left.rowDigest().equals(right.rowDigest());
                })
                .toList();
        DatasetTotals left = a.totals(kind);
        DatasetTotals right = b.totals(kind);
        return new DatasetDifference(
                kind.datasetId(),
                left.rows(),
                right.rows(),
                left.rowDigest(),
                right.rowDigest(),
                List.copyOf(dates),
                differing);
    }

    private static List<Difference> identity(ComparedRun a, ComparedRun b) {
        return maps(axes(a), axes(b));
    }

    private static SortedMap<String, String> axes(ComparedRun run) {
        RunIdentity identity = run.identity();
        TreeMap<String, String> axes = new TreeMap<>();
        axes.put("seed", identity.seedText());
        axes.put("scenario_id", identity.scenarioId());
        axes.put("manifest_fingerprint", identity.manifestFingerprint());
        axes.put("parameter_hash", identity.parameterHash());
        axes.put("world_parameter_hash", identity.worldParameterHash());
        axes.put("run_id", identity.runId());
        axes.put("world_kind", run.sealed().receipt().worldKind().name());
        axes.put("sealed_inputs_digest_6B", run.sealed().receipt().sealedInputsDigest());
        run.sealed()
                .packs()
                .all()
                .forEach((id, pack) -> axes.put("law_revision of " + id, Integer.toString(pack.lawRevision())));
        return axes;
    }

    private static List<Difference> maps(SortedMap<String, String> a, SortedMap<String, String> b) {
        TreeSet<String> keys = new TreeSet<>(a.keySet());
        keys.addAll(b.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            String left = a.getOrDefault(key, ABSENT);
            String right = b.getOrDefault(key, ABSENT);
            if (!left.equals(right)) {
                differences.add(new Difference(key, left, right));
            }
        }
        return differences;
    }

    /** Whether both are whole and hold the same rows, whatever their files. */
    public boolean sameRows() {
        return a.damage().isEmpty() && b.damage().isEmpty() && datasets.stream().allMatch(DatasetDifference::isEqual);
    }

    /** As {@code contracts/schema/run/comparison.schema.json} says, for canonical JSON. */
    public Map<String, Object> json() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("a", a.json());
        json.put("b", b.json());
        json.put("same_rows", sameRows());
        json.put("why", why);
        json.put("identity", identity.stream().map(Difference::json).toList());
        json.put("policies", policies.stream().map(Difference::json).toList());
        json.put("documents", documents.stream().map(Difference::json).toList());
        json.put("datasets", datasets.stream().map(DatasetDifference::json).toList());
        json.put("rows", rows.stream().map(RowDifferences::json).toList());
        json.put("distributions", distributions.stream().map(Distribution::json).toList());
        return json;
    }

    /** Lines for a person, the sentence last. */
    public List<String> text() {
        return new ComparisonText(this).lines();
    }
}
