package io.millrace.run;

import io.millrace.base.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is to be sealed.
 *
 * @param places folders
 * @param wanted what the caller expects of the world
 * @param requiredSegments whose gates must pass; empty means all that the kind of world has
 * @param mode seal, or look only
 * @param tools what reads formats that the simulator does not know
 * @param madeFrom world spec whose world is made on the fly, as {@link GeneratedWorld} names it: then no world folder is
 *     looked at, and seed and scenario are wanted; empty when the world lies on disk
 */
public record GateRequest(
        Places places,
        Wanted wanted,
        List<String> requiredSegments,
        Mode mode,
        Tools tools,
        Optional<String> madeFrom) {
    /** Segments of a foreign world. */
    public static final List<String> FOREIGN_SEGMENTS = List.of("1A", "1B", "2A", "2B", "3A", "3B", "5A", "5B", "6A");

    /** Segments of a world of our own. */
    public static final List<String> OWN_SEGMENTS = List.of("5B", "6A");

    public GateRequest {
        requiredSegments = List.copyOf(requiredSegments);
        if (madeFrom.isPresent()
                && (wanted.seed().isEmpty() || wanted.scenarioId().isEmpty())) {
            throw new IllegalArgumentException("a world that is made on the fly needs a seed and a scenario");
        }
    }

    /** A world on disk. */
    public GateRequest(Places places, Wanted wanted, List<String> requiredSegments, Mode mode, Tools tools) {
        this(places, wanted, requiredSegments, mode, tools, Optional.empty());
    }

    /** Whether anything is written. */
    public enum Mode {
        SEAL,
        /** The same when the process that holds the lock of the run does not answer. */
        SEAL_TAKING_OVER,
        /** Does everything, writes nothing. */
        CHECK_ONLY
    }

    /**
     * Folders.
     *
     * @param config of the packs
     * @param world folder of the world receipt, or one that holds exactly one world; not looked at when the world is made
     *     on the fly
     * @param upstream root of the tree a foreign world was prepared from
     * @param runsRoot parent of run folders
     */
    public record Places(Path config, Path world, Optional<Path> upstream, Path runsRoot) {}

    /**
     * Axes that the caller names.
     *
     * @param seed must be that of the world, unsigned
     * @param scenarioId one of the world; may be left out when it has only one
     */
    public record Wanted(OptionalLong seed, Optional<String> scenarioId) {}

    /**
     * Readers and the clock.
     *
     * @param contracts self-check of the contracts the program was built with
     * @param packs reader of policies
     * @param lint rules between them; empty leaves them unchecked, and the report says so
     * @param footers reader of Parquet footers
     * @param indexHeaders reader of entity indexes; empty leaves axes and tokens of the index unchecked
     * @param nanos a running clock, for the durations of the report; never compared
     */
    public record Tools(
            Supplier<List<Problem>> contracts,
            PackReader packs,
            Optional<PackLint> lint,
            TableFooters footers,
            Optional<IndexHeaders> indexHeaders,
            LongSupplier nanos) {}
}
