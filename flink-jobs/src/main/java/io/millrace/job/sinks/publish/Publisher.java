package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.RngPolicy;
import io.millrace.random.Decision;
import io.millrace.run.DatasetTotals;
import io.millrace.run.DurableFile;
import io.millrace.run.Equation;
import io.millrace.run.Parity;
import io.millrace.run.RngTraceRow;
import io.millrace.run.RunManifest;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last step of a run: parity over ledger and footers, draw ledger, run manifest, validation bundle, flag. No row is
 * read again. Done twice, it writes the same bytes twice.
 */
public final class Publisher {
    private static final String VISIT_SLOT_DRAWN = "visit_slot_drawn";

    private final Path runRoot;
    private final RunFacts facts;

    public Publisher(Path runRoot, RunFacts facts) {
        this.runRoot = runRoot;
        this.facts = facts;
    }

    /**
     * A published run.
     *
     * @param bundleDigest hex64, the text of the flag
     * @param totals by dataset id
     */
    public record Published(
            String bundleDigest,
            SortedMap<String, DatasetTotals> totals,
            List<RngTraceRow> trace,
            List<Equation> parity,
            int files,
            long bytes) {}

    /** Whether the committed files are a whole run: every required parity law holds. */
    public boolean isComplete(CommittedFiles files) {
        return Verdict.of(parity(files, trace(files.totals())), facts.checks())
                .problems()
                .isEmpty();
    }

    /**
     * Publishes what an attempt has committed.
     *
     * @throws RunException with the code of each parity law that does not hold; the evidence lies in {@code
     *     reports/failed-<n>} and nothing is flagged
     */
    public Published publish(CommittedFiles files) {
        List<RngTraceRow> trace = trace(files.totals());
        List<Equation> parity = parity(files, trace);
        SortedMap<String, DatasetTotals> totals = ofManifest(files.totals());
        Verdict verdict = Verdict.of(parity, facts.checks());
        List<Problem> broken = verdict.problems();
        try {
            SortedMap<String, byte[]> members = members(totals, trace, parity, verdict);
            if (!broken.isEmpty()) {
                Path failed = nextFailed();
                ValidationBundle.write(failed, facts.identity(), members, ValidationBundle.Seal.WITHOUT_FLAG);
                throw new RunException(broken);
            }
            writeFileList(files);
            DurableFile.write(runRoot.resolve(log("trace")), members.get("rng_trace_log.jsonl"));
            DurableFile.write(runRoot.resolve(log("audit")), audit());
            String digest = ValidationBundle.write(
                    runRoot.resolve(ValidationBundle.folder(facts.identity())),
                    facts.identity(),
                    members,
                    ValidationBundle.Seal.WITH_FLAG);
            long bytes = files.entries().stream()
                    .mapToLong(entry -> entry.sizeBytes())
                    .sum();
            return new Published(digest, totals, trace, parity, files.entries().size(), bytes);
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            runRoot.toString(),
                            "must take the validation bundle",
                            e.toString(),
                            "free space or mend permissions, then start the run again; it publishes from the ledger"),
                    e);
        }
    }

    private List<Equation> parity(CommittedFiles files, List<RngTraceRow> trace) {
        List<Equation> parity = new ArrayList<>(Parity.of(files.totals(), facts.arrivals(), trace));
        parity.addAll(files.axes());
        return parity;
    }

    /** One row per declared decision: what the stages counted against what published rows ask for. */
    private List<RngTraceRow> trace(SortedMap<String, DatasetTotals> totals) {
        List<RngTraceRow> rows = new ArrayList<>();
        for (RngPolicy policy : facts.rng()) {
            for (RngPolicy.Family family : policy.families()) {
                for (RngPolicy.Declared declared : family.decisions()) {
                    rows.add(row(family, declared, totals));
                }
            }
        }
        return rows;
    }

    private RngTraceRow row(
            RngPolicy.Family family, RngPolicy.Declared declared, SortedMap<String, DatasetTotals> totals) {
        Decision decision = Decision.valueOf(declared.decision());
        DatasetTotals accounting = totals.getOrDefault(
                SlabKind.ACCOUNTING.datasetId(), new DatasetTotals(SlabKind.ACCOUNTING.datasetId()));
        long perRun = facts.runLevelDraws().evaluations(decision);
        long expected = expected(declared.expectedCounter(), totals);
        return new RngTraceRow(
                family.stage(),
                family.family(),
                declared.decision(),
                accounting.counter("evaluations." + decision) + perRun,
                accounting.counter("draws." + decision) + perRun * decision.draws(),
                accounting.counter("blocks." + decision) + perRun,
                declared.expectedCounter(),
                expected + perRun,
                declared.draws());
    }

    /** What published rows ask for; 0 where no row can tell, since then only draws of the run as a whole exist. */
    private long expected(String counter, SortedMap<String, DatasetTotals> totals) {
        if (counter.equals(VISIT_SLOT_DRAWN)) {
            // Foreign rows carry no slot, so each draws one; own worlds deliver it.
            return facts.worldKind() == WorldKind.FOREIGN ? expected("arrivals", totals) : 0;
        }
        return totals.values().stream()
                .filter(dataset -> dataset.hasCounter(counter))
                .findFirst()
                .map(dataset -> dataset.counter(counter))
                .orElse(0L);
    }

    /** The datasets whose rows do not depend on layout, empty ones too. */
    private SortedMap<String, DatasetTotals> ofManifest(SortedMap<String, DatasetTotals> totals) {
        TreeMap<String, DatasetTotals> all = new TreeMap<>();
        facts.schemaVersions().keySet().forEach(id -> all.put(id, totals.getOrDefault(id, new DatasetTotals(id))));
        return all;
    }

    private SortedMap<String, byte[]> members(
            SortedMap<String, DatasetTotals> totals, List<RngTraceRow> trace, List<Equation> parity, Verdict verdict) {
        TreeMap<String, byte[]> members = new TreeMap<>(facts.gateFiles());
        members.put("rng_trace_log.jsonl", traceLines(trace));
        members.put("s5_validation_report_6B.json", report(verdict));
        List<RunManifest.Member> fellows = new ArrayList<>();
        members.forEach(
                (name, bytes) -> fellows.add(new RunManifest.Member(name, bytes.length, TupleDigest.sha256Hex(bytes))));
        // One accounting row per subtask: their sum is the trace, their number is layout, and the manifest has no
        // layout.
        TreeMap<String, DatasetTotals> layoutFree = new TreeMap<>(totals);
        layoutFree.remove(SlabKind.ACCOUNTING.datasetId());
        RunManifest manifest = new RunManifest(
                facts.identity(),
                facts.contractsVersion(),
                facts.scenario(),
                facts.laws(),
                facts.sealedInputsDigest(),
                facts.tablesDigest(),
                layoutFree,
                facts.schemaVersions(),
                trace,
                parity,
                fellows);
        members.put(RunManifest.FILE, manifest.bytes());
        return members;
    }

    private static byte[] traceLines(List<RngTraceRow> trace) {
        StringBuilder lines = new StringBuilder();
        trace.stream()
                .sorted(java.util.Comparator.comparing(RngTraceRow::stage)
                        .thenComparing(RngTraceRow::family)
                        .thenComparing(RngTraceRow::decision))
                .forEach(row -> lines.append(CanonicalJson.of(row.line())).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] report(Verdict verdict) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("seed", facts.identity().seedText());
        json.put("scenario_id", facts.identity().scenarioId());
        json.put("manifest_fingerprint", facts.identity().manifestFingerprint());
        json.put("parameter_hash", facts.identity().parameterHash());
        json.put("contracts_version", facts.contractsVersion());
        json.put("overall_status", verdict.status().name());
        json.put("checks", verdict.rows());
        return (CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The physical files, for people and tools; never compared between runs. */
    private void writeFileList(CommittedFiles files) throws IOException {
        StringBuilder lines = new StringBuilder();
        files.entries().forEach(entry -> {
            TreeMap<String, Object> line = new TreeMap<>();
            line.put("dataset_id", entry.datasetId());
            line.put("path", entry.path());
            line.put("rows", entry.rows());
            line.put("size_bytes", entry.sizeBytes());
            line.put("sha256_hex", entry.sha256());
            lines.append(CanonicalJson.of(line)).append('\n');
        });
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        DurableFile.write(runRoot.resolve("reports/run_files.jsonl"), bytes);
        TreeMap<String, Object> report = new TreeMap<>();
        report.put("run_id", facts.identity().runId());
        report.put("files", files.entries().size());
        report.put("run_files_sha256_hex", TupleDigest.sha256Hex(bytes));
        DurableFile.write(
                runRoot.resolve("reports/publish_report.json"),
                (CanonicalJson.of(report) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** One row: which laws and keys the values of this run come from. */
    private byte[] audit() {
        TreeMap<String, Object> row = new TreeMap<>();
        row.put("engine", "philox2x64-10");
        row.put("key_law", "millrace:rng:v1");
        row.put("id_law", "millrace:id:v1");
        row.put("uniform_law", "(x+1)*2^-64, open");
        row.put("manifest_fingerprint", facts.identity().manifestFingerprint());
        row.put("parameter_hash", facts.identity().parameterHash());
        row.put("seed", facts.identity().seedText());
        row.put("tables_digest", facts.tablesDigest());
        List<Map<String, Object>> families = new ArrayList<>();
        for (Decision decision : Decision.traffic()) {
            TreeMap<String, Object> key = new TreeMap<>();
            key.put("family", decision.family().text());
            key.put("decision", decision.name());
            key.put("key_sha256_hex", facts.draws().keyHash(decision));
            families.add(key);
        }
        families.sort(java.util.Comparator.comparing(key -> key.get("family") + " " + key.get("decision")));
        row.put("families", families);
        return (CanonicalJson.of(row) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @param kind {@code trace} or {@code audit} */
    private String log(String kind) {
        return "logs/layer3/6B/rng/" + kind + "/seed=" + facts.identity().seedText() + "/parameter_hash="
                + facts.identity().parameterHash() + "/run_id="
                + facts.identity().runId() + "/rng_" + kind
                + "_log.jsonl";
    }

    private Path nextFailed() {
        int number = 1;
        while (Files.exists(runRoot.resolve("reports/failed-" + number))) {
            number++;
        }
        return runRoot.resolve("reports/failed-" + number);
    }
}
