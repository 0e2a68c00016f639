package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.report.Report;
import io.millrace.job.report.ReportSettings;
import io.millrace.job.verify.KeptScorecard;
import io.millrace.job.verify.ScorecardSettings;
import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A page about a run, for people. */
@Command(
        name = "report",
        header = "Makes one page about a published run, with pictures, for any browser.",
        description = {
            "Makes one HTML page about a published run, in one file that needs no network: identity and provenance, "
                    + "volumes, rhythm, amounts, life cycle, delays, sessions, concentration, sharing of entities, countries, "
                    + "the scorecard, draws, and how the run went. Every number comes from a query over all rows or from a "
                    + "document of the run, and the page shows which (docs/report.md).",
            "The scorecard is the one that verify --realism kept with the run; without one it is measured now and kept. "
                    + "An older report is replaced, any other file is left alone: exit 5.",
            "Example: ./millrace report 6fcfef4deab0fe4837ae7234fe6333a3 --out report.html"
        })
final class ReportCommand implements Callable<Integer> {
    private static final double BYTES_PER_MB = 1e6;

    @Mixin
    private RunPlace place;

    @Option(names = "--out", description = "The page (default: reports/report.html in the folder of the run).")
    private Path out;

    @Option(
            names = "--no-card",
            description = "Measures no scorecard where none is kept: it takes longer than all else.")
    private boolean noCard;

    @Mixin
    private TableOptions tables;

    @Mixin
    private QueryOptions query;

    private final Console console;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        Path root = place.root();
        Path target = (out == null ? root.resolve("reports/report.html") : out)
                .toAbsolutePath()
                .normalize();
        // Before anything is read: a run of any size would have to be read again.
        Report.requireFree(target);
        ScorecardSettings run = query.settings(
                ScorecardSettings.MEMORY,
                (scratch, memory) -> new ScorecardSettings(root, tables.of(root), scratch, memory));
        if (!noCard && KeptScorecard.of(root).isEmpty()) {
            console.progress(
                    "no scorecard is kept with the run: it is measured now, which may take longer than all else");
        }
        Report report = Report.of(new ReportSettings(
                run, noCard ? ReportSettings.Card.KEPT_OR_NONE : ReportSettings.Card.KEPT_OR_MEASURED));
        byte[] page = report.html().getBytes(StandardCharsets.UTF_8);
        write(target, page);
        String absent = report.notMeasured() == 0 ? "" : ", " + report.notMeasured() + " left out: no 6A tables found";
        console.good(String.format(
                Locale.ROOT,
                "report in %s: %d results%s, %.1f MB, in %.1f s",
                target,
                report.pictures(),
                absent,
                page.length / BYTES_PER_MB,
                (System.nanoTime() - begin) / 1e9));
        return 0;
    }

    private static void write(Path target, byte[] page) {
        try {
            DurableFile.write(target, page);
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            target.toString(),
                            "must be writable",
                            e.toString(),
                            "free space or mend permissions, or name another file: --out"),
                    e);
        }
    }
}
