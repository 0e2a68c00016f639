package io.millrace.job.cli;

import io.millrace.contract.WorldKind;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import io.millrace.run.WorldReceipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the 6A tables of a run may lie. */
final class EntityTableRoots {
    private EntityTableRoots() {}

    /**
     * The tree a foreign world came from, and the world's own folder, which holds the tables of an own world.
     *
     * @param worlds a world, or a folder of worlds
     * @param upstream the tree, when it was given
     */
    static List<Path> of(Path run, Path worlds, Optional<Path> upstream) {
        String fingerprint = SealedRun.open(RunFolder.at(run)).identity().manifestFingerprint();
        Path own = Files.exists(worlds.resolve(WorldReceipt.FILE)) ? worlds : worlds.resolve(fingerprint);
        return of(own, upstream);
    }

    /**
     * The same of a run of another world, which lies beside the world that was given.
     *
     * @param worlds a world, or a folder of worlds
     */
    static List<Path> ofOther(RunIdentity identity, Path worlds) {
        Path folder = Files.exists(worlds.resolve(WorldReceipt.FILE))
                ? worlds.toAbsolutePath().normalize().getParent()
                : worlds;
        return of(folder.resolve(identity.manifestFingerprint()), Optional.empty());
    }

    /**
     * How to come by the tables of a run that has none.
     *
     * @param worlds where they are to lie, when it was given
     */
    static String wayTo(Path run, Optional<Path> worlds) {
        SealedRun sealed = SealedRun.open(RunFolder.at(run));
        if (sealed.receipt().worldKind() == WorldKind.FOREIGN) {
            return "name the root of its tree by --upstream";
        }
        Path spec = RunFolder.at(run).gate(sealed.identity()).resolve(GeneratedWorld.SPEC_COPY);
        if (!Files.exists(spec)) {
            return "name its folder by --world";
        }
        Optional<String> config = StartNote.option(run, "--config")
                .filter(noted -> !Path.of(noted).equals(Home.config().toAbsolutePath()));
        return "make them, then do this again: ./millrace entities --world-spec "
                + ShellWord.of(StartNote.option(run, "--world-spec").orElse(spec.toString()))
                + " --seed " + sealed.identity().seedText()
                + config.map(noted -> " --config " + ShellWord.of(noted)).orElse("")
                + worlds.map(out -> " --out " + ShellWord.of(out)).orElse("");
    }

    private static List<Path> of(Path own, Optional<Path> upstream) {
        List<Path> roots = new ArrayList<>();
        upstream.or(() -> UpstreamNote.of(own)).ifPresent(roots::add);
        roots.add(own);
        return roots;
    }
}
