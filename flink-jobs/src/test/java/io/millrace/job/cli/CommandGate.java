package io.millrace.job.cli;

import io.millrace.run.GateRequest;

/** The gate as commands ask it, for tests of other packages: a run of theirs is then taken up by a command. */
public final class CommandGate {
    private CommandGate() {}

    /** The same request with the readers and the linter of the command line. */
    public static GateRequest of(GateRequest request) {
        return new GateRequest(
                request.places(),
                request.wanted(),
                request.requiredSegments(),
                request.mode(),
                GateTools.ofProcess(),
                request.madeFrom());
    }
}
