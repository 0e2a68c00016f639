package io.millrace.job.cli;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.run.GateRequest;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.RunIdentity;
import io.millrace.run.RunProfile;
import io.millrace.run.ScenarioId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which run: options that every command about one shares. A profile gives defaults, an option wins. */
final class GateOptions {
    /** Of worlds whose profile names none, as the commands that make a world take it. */
    private static final long SEED = 42;

    @Option(names = "--profile", description = "Run profile; the options below take the place of what it says.")
    private Path profile;

    @Option(names = "--config", description = "Config folder (default: that of the product).")
    private Path config;

    @Option(
            names = "--world",
            description = "World folder, or a folder that holds exactly one (default: that of the profile, or worlds).")
    private Path world;

    @Option(
            names = "--world-spec",
            completionCandidates = WorldNames.class,
            description =
                    "World of our own by its spec in place of its folder: a name in config/world, such as tiny, or the"
                            + " path of a file of yours that ends in .yaml. Profile, seed and scenario default to those of"
                            + " config/run/<name>.yaml.")
    private String worldSpec;

    @Option(
            names = "--procedural",
            description =
                    "Makes entities and arrivals of a world of our own on the fly, so that no file of it is needed;"
                            + " changes no row (default: what the profile says).")
    private boolean procedural;

    @Option(
            names = "--live",
            description = "Without end, day after day, from the start of the profile's scenario: scenario"
                    + " <model>_<yyyymmdd>_live. Makes entities and arrivals on the fly.")
    private boolean live;

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

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

    /** The profile that was named, or that of the named world spec when there is one. */
    Optional<RunProfile> profile() {
        Optional<Path> file = profileFile();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        List<Problem> problems = new ArrayList<>();
        Optional<RunProfile> read = RunProfile.read(file.get(), SchemaStore.shipped(), problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return read;
    }

    private Optional<Path> profileFile() {
        if (profile != null || worldSpec == null) {
            return Optional.ofNullable(profile);
        }
        return Optional.of(config().resolve("run/" + worldSpec + ".yaml")).filter(Files::isRegularFile);
    }

    private Path config() {
        return config == null ? Home.config() : config;
    }

    GateRequest request(Optional<RunProfile> read, GateRequest.Mode mode) {
        if (world != null && (worldSpec != null || procedural)) {
            throw usage("--world names a world on disk: give it, or --world-spec and --procedural, not both");
        }
        if (world != null && isLive(read)) {
            throw usage("--world names a world on disk, and a run without end makes its own: give --world-spec");
        }
        return isProcedural(read) ? made(read, mode) : onDisk(read, mode);
    }

    /** The same request as arguments with absolute paths, followed by others. */
    List<String> arguments(GateRequest request, List<String> others) {
        List<String> arguments = new ArrayList<>();
        profileFile().ifPresent(file -> arguments.addAll(List.of("--profile", absolute(file))));
        arguments.addAll(List.of("--config", absolute(request.places().config())));
        if (request.madeFrom().isPresent()) {
            String from = request.madeFrom().get();
            arguments.addAll(List.of(
                    "--procedural",
                    "--world-spec",
                    from.endsWith(GeneratedWorld.SPEC_ENDING) ? absolute(Path.of(from)) : from));
        } else {
            arguments.addAll(List.of("--world", absolute(request.places().world())));
        }
        request.places().upstream().ifPresent(tree -> arguments.addAll(List.of("--upstream", absolute(tree))));
        request.wanted().seed().ifPresent(of -> arguments.addAll(List.of("--seed", Long.toUnsignedString(of))));
        request.wanted().scenarioId().ifPresent(id -> arguments.addAll(List.of("--scenario", id)));
        if (!request.requiredSegments().isEmpty()) {
            arguments.addAll(List.of("--segments", String.join(",", request.requiredSegments())));
        }
        arguments.addAll(List.of("--runs", absolute(request.places().runsRoot())));
        arguments.addAll(others);
        return arguments;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** Whether the run goes on day after day: the option says so, or the scenario does. */
    boolean isLive(Optional<RunProfile> read) {
        return live
                || Optional.ofNullable(scenario)
                        .or(() -> read.map(RunProfile::scenarioId))
                        .filter(id -> id.endsWith("_live"))
                        .isPresent();
    }

    private boolean isProcedural(Optional<RunProfile> read) {
        return procedural
                || isLive(read)
                || (world == null
                        && read.filter(profile -> profile.universe() == RunProfile.Universe.PROCEDURAL)
                                .isPresent());
    }

    private GateRequest made(Optional<RunProfile> read, GateRequest.Mode mode) {
        String from = worldSpec(read)
                .orElseThrow(() ->
                        usage((live ? "--live" : "--procedural") + " needs --world-spec, or a profile that names one"));
        String window = Optional.ofNullable(scenario)
                .or(() -> read.map(RunProfile::scenarioId))
                .orElseThrow(
                        () -> usage("a world that is made on the fly needs --scenario, such as baseline_20260101_14d"));
        ScenarioId id = ScenarioId.of(window);
        if (live && scenario != null && !id.isLive()) {
            throw usage("--live has no end, and --scenario " + window + " has one: leave one of them out, or give "
                    + id.live().text());
        }
        // No folder of it is looked at; the place stands for none.
        return new GateRequest(
                new GateRequest.Places(config(), worlds(read), Optional.empty(), runs(read)),
                new GateRequest.Wanted(OptionalLong.of(seed(read)), Optional.of((live ? id.live() : id).text())),
                segments(read),
                mode,
                GateTools.ofProcess(),
                Optional.of(from));
    }

    private Optional<String> worldSpec(Optional<RunProfile> read) {
        return Optional.ofNullable(worldSpec).or(() -> read.flatMap(RunProfile::worldSpec));
    }

    private long seed(Optional<RunProfile> read) {
        return seed != null ? seed : read.map(RunProfile::seed).orElse(SEED);
    }

    private List<String> segments(Optional<RunProfile> read) {
        return segments != null
                ? segments
                : read.map(RunProfile::requiredSegments).orElse(List.of());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private GateRequest onDisk(Optional<RunProfile> read, GateRequest.Mode mode) {
        return new GateRequest(
                new GateRequest.Places(config(), world(read), upstream(read), runs(read)),
                new GateRequest.Wanted(
                        seed != null
                                ? OptionalLong.of(seed)
                                : read.map(RunProfile::seed)
                                        .map(OptionalLong::of)
                                        .orElse(OptionalLong.empty()),
                        Optional.ofNullable(scenario).or(() -> read.map(RunProfile::scenarioId))),
                segments(read),
                mode,
                GateTools.ofProcess());
    }

    private Path world(Optional<RunProfile> read) {
        if (world != null) {
            return world;
        }
        return worldSpec(read).map(spec -> ownWorld(spec, read)).orElse(worlds(read));
    }

    private static Path worlds(Optional<RunProfile> read) {
        return Home.folder()
                .resolve(read.map(RunProfile::roots)
                        .map(RunProfile.Roots::worlds)
                        .orElse("worlds"));
    }

    /** Spec, packs and seed name the folder, so any number of worlds may lie beside each other. */
    private Path ownWorld(String named, Optional<RunProfile> read) {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(config(), problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        PolicyPacks all = named.endsWith(GeneratedWorld.SPEC_ENDING)
                ? packs.withWorldSpecAt(Path.of(named), named)
                : packs.withWorldSpec(named);
        return worlds(read).resolve(RunIdentity.ownWorld(all.worldParameterHash(), seed(read)));
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
