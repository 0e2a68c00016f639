package io.millrace.job.cli;

import io.millrace.run.RunIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the 6A tables of runs are looked for. */
final class TableOptions {
    @Option(names = "--upstream", description = "Root of the 6A tables (default: the one that prepare noted).")
    private Path upstream;

    @Option(names = "--world", description = "World folder, to find the 6A tables (default: worlds).")
    private Path world;

    /** As given. */
    Optional<Path> upstream() {
        return Optional.ofNullable(upstream);
    }

    /** A world, or a folder of worlds. */
    Path worlds() {
        return world == null ? Home.folder().resolve("worlds") : world;
    }

    /** Roots of the tables of a run. */
    List<Path> of(Path run) {
        return EntityTableRoots.of(run, worlds(), upstream());
    }

    /** How to get tables of a run that has none, for its user. */
    String wayTo(Path run) {
        return EntityTableRoots.wayTo(run, Optional.ofNullable(world));
    }

    /** Roots of the tables of a run beside that one. */
    List<Path> ofOther(RunIdentity identity) {
        return EntityTableRoots.ofOther(identity, worlds());
    }
}
