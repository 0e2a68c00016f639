package io.millrace.job.cli;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.run.GateRequest;
import io.millrace.run.RunIdentity;
import io.millrace.run.RunProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which run: options that every command about one shares. A profile gives defaults, an option wins. */
final class GateOptions {
    @Option(names = "--profile", description = "Run profile; the options below take the place of what it says.")
    private Path profile;

    @Option(names = "--config", description = "Config folder (default: that of the product).")
    private Path config;

    @Option(
            names = "--world",
            description = "World folder, or a folder that holds exactly one (default: that of the profile, or worlds).")
    private Path world;

    @Option(
            names = "--upstream",
            description = "Root of the tree a foreign world was prepared from (default: that of the profile, or the one"
                    + " that prepare noted).")
    private Path upstream;

    @Option(
            names = "--seed",
            converter = UnsignedSeed.class,
            description = "Seed the world must have, 0 to 2^64 - 1; a run has no other seed than its world.")
    private Long seed;

    @Option(names = "--scenario", description = "Scenario of the world; may be left out when it has only one.")
    private String scenario;

    @Option(
            names = {"--runs", "--runs-root"},
            description = "Folder of runs (default: that of the profile, or runs).")
    private Path runs;

    @Option(
            names = "--segments",
            split = ",",
            description = "Segments whose gates must pass, e.g. 5B,6A (default: all that the world has).")
    private List<String> segments;

    /** Seeds are unsigned; the plain converter would refuse the upper half. */
    static final class UnsignedSeed implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.parseUnsignedLong(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("must be 0 to 18446744073709551615, was " + text);
            }
        }
    }

    /** The profile, when one was named. */
    Optional<RunProfile> profile() {
        if (profile == null) {
            return Optional.empty();
        }
        List<Problem> problems = new ArrayList<>();
        Optional<RunProfile> read = RunProfile.read(profile, SchemaStore.shipped(), problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return read;
    }

    GateRequest request(Optional<RunProfile> read, GateRequest.Mode mode) {
        return new GateRequest(
                new GateRequest.Places(
                        config == null ? Home.config() : config, world(read), upstream(read), runs(read)),
                new GateRequest.Wanted(
                        seed != null
                                ? OptionalLong.of(seed)
                                : read.map(RunProfile::seed)
                                        .map(OptionalLong::of)
                                        .orElse(OptionalLong.empty()),
                        Optional.ofNullable(scenario).or(() -> read.map(RunProfile::scenarioId))),
                segments != null
                        ? segments
                        : read.map(RunProfile::requiredSegments).orElse(List.of()),
                mode,
                GateTools.ofProcess());
    }

    private Path world(Optional<RunProfile> read) {
        if (world != null) {
            return world;
        }
        Path worlds = Home.folder()
                .resolve(read.map(RunProfile::roots)
                        .map(RunProfile.Roots::worlds)
                        .orElse("worlds"));
        return read.filter(profile -> profile.worldSpec().isPresent())
                .map(profile -> ownWorld(worlds, profile))
                .orElse(worlds);
    }

    /** Spec, packs and seed name the folder, so any number of worlds may lie beside each other. */
    private Path ownWorld(Path worlds, RunProfile profile) {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(config == null ? Home.config() : config, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        String hash = packs.withWorldSpec(profile.worldSpec().orElseThrow()).worldParameterHash();
        return worlds.resolve(RunIdentity.ownWorld(hash, seed != null ? seed : profile.seed()));
    }

    private Optional<Path> upstream(Optional<RunProfile> read) {
        if (upstream != null && !Files.isDirectory(upstream)) {
            throw new ContractException(Problem.of(
                    ErrorCode.UPSTREAM_HASHGATE_MISSING,
                    upstream.toString(),
                    "must be the root of the upstream tree",
                    "no such folder",
                    "give it by --upstream"));
        }
        return Optional.ofNullable(upstream)
                .or(() -> read.map(RunProfile::roots)
                        .flatMap(RunProfile.Roots::upstream)
                        .map(Home.folder()::resolve))
                .or(() -> UpstreamNote.of(world(read)));
    }

    private Path runs(Optional<RunProfile> read) {
        return runs != null
                ? runs
                : Home.folder()
                        .resolve(read.map(RunProfile::roots)
                                .map(RunProfile.Roots::runs)
                                .orElse("runs"));
    }
}
