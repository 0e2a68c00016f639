package io.millrace.run;

import io.millrace.contract.Axes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The world a gate looks at.
 *
 * @param folder with the receipt
 * @param upstream root of a foreign tree; own worlds carry their bundles in the folder itself
 * @param receipt of the folder
 * @param scenarioId that is sealed
 * @param made on the fly, with no table on disk; empty when the files of the folder are the world
 */
public record GateWorld(
        Path folder, Optional<Path> upstream, WorldReceipt receipt, String scenarioId, Optional<GeneratedWorld> made) {
    /** A world in its folder. */
    GateWorld(Path folder, Optional<Path> upstream, WorldReceipt receipt, String scenarioId) {
        this(folder, upstream, receipt, scenarioId, Optional.empty());
    }

    Axes axes() {
        return Axes.ofWorld(
                Long.toUnsignedString(receipt.axes().seed()),
                receipt.axes().worldParameterHash(),
                receipt.axes().manifestFingerprint(),
                scenarioId);
    }
}
