package io.millrace.job.cli;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.Publisher;
import io.millrace.job.topology.GenerateJob;
import io.millrace.run.DatasetTotals;
import io.millrace.run.GateResult;
import io.millrace.run.RunFolder;
import io.millrace.run.SegmentGate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What a person sees of a run: the gate, how far it is, and what came out. */
final class GenerateWatcher implements GenerateJob.Watcher, AutoCloseable {
    private final Console console;
    private final boolean json;
    private final List<String> arguments;
    private final BooleanSupplier stop;
    private final String lastWord;
    private final Optional<GrowingReplay> bus;
    private final long startedNanos = System.nanoTime();
    private String aside = "";
    private String runId = "";
    private Farewell farewell;
    private Progress progress;

    /**
     * @param arguments of generate, that take the run up
     * @param stop whether somebody wants the job to stop with a savepoint
     * @param bus what sends while the job runs
     * @param lastWord of a process that is interrupted while the job runs; {@code %s} stands for the run
     */
    GenerateWatcher(
            Console console,
            boolean json,
            List<String> arguments,
            BooleanSupplier stop,
            Optional<GrowingReplay> bus,
            String lastWord) {
        this.console = console;
        this.json = json;
        this.arguments = arguments;
        this.stop = stop;
        this.bus = bus;
        this.lastWord = lastWord;
    }

    @Override
    public boolean wantsToStop() {
        bus.ifPresent(GrowingReplay::requireAlive);
        return stop.getAsBoolean();
    }

    @Override
    public void sealed(GateResult gate) {
        if (!gate.problems().isEmpty()) {
            return;
        }
        long onDisk = gate.segments().size() - segments(gate, SegmentGate.Status.DERIVED);
        if (onDisk > 0) {
            console.progress(segments(gate, SegmentGate.Status.PASS) + " of " + onDisk + " upstream gates passed");
        }
        gate.segments().stream()
                .filter(segment -> segment.status() == SegmentGate.Status.DERIVED)
                .map(SegmentGate::line)
                .forEach(console::progress);
        gate.unreleased().stream().map(LintCommand::told).forEach(console::progress);
        console.progress(gate.lastLine());
    }

    private static long segments(GateResult gate, SegmentGate.Status status) {
        return gate.segments().stream()
                .filter(segment -> segment.status() == status)
                .count();
    }

    @Override
    public void opened(Path root) {
        StartNote.write(root, arguments);
        runId = root.getFileName().toString();
        bus.ifPresent(sending -> sending.begin(root));
    }

    @Override
    public void setAside(int files, Path quarantine) {
        aside = ", " + Console.count(files) + " files that do not count any more moved to _quarantine/"
                + quarantine.getFileName();
    }

    @Override
    public void started(int attempt, Optional<Ledger.Point> resumed, long arrivals) {
        console.progress(resumed.map(point -> "resuming from " + point.text() + ", as attempt " + attempt + aside)
                .orElse((aside.isEmpty() ? "" : "starting over as attempt " + attempt + aside + "; ")
                        + (arrivals == 0
                                ? "generating day after day, until it is stopped"
                                : "generating " + Console.count(arrivals) + " arrivals")));
        progress = new Progress(console, "generate", arrivals);
        farewell = Farewell.of(console, String.format(Locale.ROOT, lastWord, runId));
    }

    @Override
    public void progressed(long arrivals, long eventMicros) {
        progress.at(arrivals, eventMicros);
    }

    @Override
    public void publishing() {
        close();
        console.progress("publishing");
    }

    /** Prints the summary and puts it into the run folder. */
    void done(GenerateJob.Outcome outcome) {
        Optional<Publisher.Published> published = outcome.published();
        if (published.isPresent()) {
            String summary = CanonicalJson.of(document(outcome, published.get()));
            RunFolder.at(outcome.runRoot())
                    .write(
                            outcome.runRoot().resolve("reports/summary.json"),
                            (summary + "\n").getBytes(StandardCharsets.UTF_8));
            if (json) {
                console.line(summary);
            } else {
                print(outcome, published.get());
            }
        } else if (json) {
            console.line(CanonicalJson.of(new TreeMap<>(Map.of(
                    "run_id", outcome.identity().runId(),
                    "status", "ALREADY_PUBLISHED",
                    "bundle_digest", outcome.bundleDigest(),
                    "run_root", outcome.runRoot().toString()))));
        } else {
            console.good("already published " + outcome.bundleDigest());
            console.line("  run " + outcome.identity().runId() + " in " + outcome.runRoot() + "; nothing was touched");
        }
    }

    private void print(GenerateJob.Outcome outcome, Publisher.Published published) {
        console.good(String.format(
                Locale.ROOT, "published %s in %.1f s", outcome.identity().runId(), seconds()));
        for (DatasetTotals totals : published.totals().values()) {
            console.line(String.format(
                    Locale.ROOT,
                    "  %-30s %,14d rows  digest %s",
                    totals.datasetId(),
                    totals.rows(),
                    totals.rowDigest()));
        }
        console.line(String.format(
                Locale.ROOT,
                "  %,d files, %,d bytes; parity holds in all %d equations, draws in all %d decisions",
                published.files(),
                published.bytes(),
                published.parity().size(),
                published.trace().size()));
        console.line("  bundle " + published.bundleDigest());
        console.line("  " + outcome.runRoot());
    }

    private Map<String, Object> document(GenerateJob.Outcome outcome, Publisher.Published published) {
        TreeMap<String, Object> document = new TreeMap<>();
        document.put("run_id", outcome.identity().runId());
        document.put("status", "PUBLISHED");
        document.put("bundle_digest", published.bundleDigest());
        document.put("run_root", outcome.runRoot().toString());
        document.put("files", published.files());
        document.put("bytes", published.bytes());
        document.put("seconds", seconds());
        List<Map<String, Object>> datasets = new ArrayList<>();
        for (DatasetTotals totals : published.totals().values()) {
            TreeMap<String, Object> dataset = new TreeMap<>();
            dataset.put("dataset_id", totals.datasetId());
            dataset.put("rows", totals.rows());
            dataset.put("row_digest", totals.rowDigest());
            datasets.add(dataset);
        }
        document.put("datasets", datasets);
        return document;
    }

    private double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
            farewell.close();
        }
    }
}
