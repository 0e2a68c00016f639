package io.millrace.job.cli;

import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.run.GateRequest;
import io.millrace.run.IndexFacts;
import io.millrace.world.EntityIndex;
import io.millrace.world.EntityIndexInfo;
import java.nio.file.Path;
import java.util.Optional;

/** What the gate of the command line reads with; the one place where readers are chosen. */
final class GateTools {
    private GateTools() {}

    static GateRequest.Tools ofProcess() {
        return new GateRequest.Tools(
                () -> SchemaStore.shipped().unresolved(),
                PolicyPacks::read,
                Optional.of(GateLint::lint),
                new ParquetFooters(),
                Optional.of(GateTools::indexFacts),
                System::nanoTime);
    }

    private static IndexFacts indexFacts(Path file) {
        EntityIndexInfo info = EntityIndex.info(file);
        return new IndexFacts(
                info.axes().manifestFingerprint(), info.axes().seed(), info.count("parties"), info.tokens());
    }
}
