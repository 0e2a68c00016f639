package io.millrace.run;

import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.policy.LintReport;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a gate.
 *
 * @param status how it ended
 * @param identity axes of the run; empty when packs or world could not be read
 * @param runFolder with the lock held, for who goes on to run; empty unless sealed. The receiver closes it
 * @param sealedInputsDigest hex64; empty unless the gate passed
 * @param segments one per required segment whose law is known, in the order asked for
 * @param unreleased packs that changed while their version did not: a warning, by place
 * @param problems all of the pass, by place
 * @param notChecked what could not be looked at, with what it waits for
 * @param report {@code s0_report.json}, also when it was not written
 */
public record GateResult(
        GateStatus status,
        Optional<RunIdentity> identity,
        Optional<RunFolder> runFolder,
        Optional<String> sealedInputsDigest,
        List<SegmentGate> segments,
        List<LintReport.Warning> unreleased,
        List<Problem> problems,
        List<NotChecked> notChecked,
        String report)
        implements AutoCloseable {
    public GateResult {
        segments = List.copyOf(segments);
        unreleased = List.copyOf(unreleased);
        problems = problems.stream().sorted(Problem.BY_PLACE).toList();
        notChecked = List.copyOf(notChecked);
        if ((status == GateStatus.FAILED) == problems.isEmpty()) {
            throw new IllegalArgumentException("a gate fails exactly when there are problems, was " + status);
        }
    }

    /** Exit code: 0, or that of the first class that occurs. */
    public int exit() {
        return problems.isEmpty() ? 0 : MillraceException.exitOf(problems);
    }

    /** {@code S0 CREATED run 5e2b… sealed 8c1f…}. */
    public String lastLine() {
        return "S0 " + status + " run " + identity.map(RunIdentity::runId).orElse("-") + " sealed "
                + sealedInputsDigest.orElse("-");
    }

    /** Gives the lock back, if it is held. */
    @Override
    public void close() {
        runFolder.ifPresent(RunFolder::close);
    }
}
