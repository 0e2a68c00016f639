package io.millrace.job.cli;

import io.millrace.job.verify.ParquetFooters;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.run.GateRequest;
import java.util.Optional;

/** What the gate of the command line reads with; the one place where readers are chosen. */
final class GateTools {
    private GateTools() {}

    static GateRequest.Tools ofProcess() {
        return new GateRequest.Tools(
                () -> SchemaStore.shipped().unresolved(),
                PolicyPacks::read,
                Optional.empty(),
                new ParquetFooters(),
                Optional.empty(),
                System::nanoTime);
    }
}
