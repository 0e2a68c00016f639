package io.millrace.job.cli;

import io.millrace.run.Gate;
import io.millrace.run.GateRequest;
import io.millrace.run.GateResult;
import io.millrace.run.GateStatus;
import io.millrace.run.NotChecked;
import io.millrace.run.SegmentGate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The gate alone: is everything a run reads sound, and what exactly is it. */
@Command(
        name = "seal",
        header = "Checks and binds everything that a run would read.",
        description = {
            "Checks everything a run would read and binds it: packs, the gates of every upstream segment, "
                    + "the prepared world. Writes runs/<run_id>/ with the sealed inputs and the receipt, or nothing "
                    + "but a report. All problems are told in one pass. Sealing again changes nothing.",
            "Example: ./millrace seal --profile config/run/sample.yaml",
            "Example: ./millrace seal --world worlds --upstream samples/upstream --check-only"
        })
final class SealCommand implements Callable<Integer> {
    @Mixin
    private GateOptions options;

    @Option(names = "--check-only", description = "Does everything, writes nothing.")
    private boolean checkOnly;

    @Option(
            names = "--report",
            defaultValue = "text",
            description = "text or json on standard output (default: ${DEFAULT-VALUE}).")
    private ReportForm report;

    private final Console console;

    SealCommand(Console console) {
        this.console = console;
    }

    /** Lower case, as typed. */
    enum ReportForm {
        text,
        json
    }

    @Override
    public Integer call() {
        try (GateResult result = Gate.seal(
                options.request(options.profile(), checkOnly ? GateRequest.Mode.CHECK_ONLY : GateRequest.Mode.SEAL))) {
            switch (report) {
                case text -> print(result);
                case json -> console.line(result.report().strip());
            }
            return result.exit();
        }
    }

    private void print(GateResult result) {
        result.segments().stream().map(SegmentGate::line).forEach(console::line);
        result.notChecked().stream().map(NotChecked::text).forEach(line -> console.line("NOT_CHECKED " + line));
        result.unreleased().stream().map(LintCommand::told).forEach(console::line);
        console.problems(result.problems());
        if (result.status() == GateStatus.FAILED) {
            console.line(result.lastLine());
        } else {
            console.good(result.lastLine());
        }
    }
}
