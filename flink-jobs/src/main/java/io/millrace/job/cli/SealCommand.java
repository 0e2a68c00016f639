package io.millrace.job.cli;

import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.policy.SchemaStore;
import io.millrace.run.Gate;
import io.millrace.run.GateRequest;
import io.millrace.run.GateResult;
import io.millrace.run.GateStatus;
import io.millrace.run.NotChecked;
import io.millrace.run.RunProfile;
import io.millrace.run.SegmentGate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The gate alone: is everything a run reads sound, and what exactly is it. */
@Command(
        name = "seal",
        description = {
            "Checks everything a run would read and binds it: packs, the gates of every upstream segment, the",
            "prepared world. Writes runs/<run_id>/ with the sealed inputs and the receipt, or nothing but a report.",
            "All problems are told in one pass. Sealing again changes nothing.",
            "Example: millrace seal --profile config/run/sample.yaml",
            "Example: millrace seal --world worlds --upstream samples/upstream --check-only"
        })
final class SealCommand implements Callable<Integer> {
    @Option(names = "--profile", description = "Run profile; the options below take the place of what it says.")
    private Path profile;

    @Option(names = "--config", description = "Config folder (default: that of the product).")
    private Path config;

    @Option(
            names = "--world",
            description = "World folder, or a folder that holds exactly one (default: that of the profile, or worlds).")
    private Path world;

    @Option(names = "--upstream", description = "Root of the tree a foreign world was prepared from.")
    private Path upstream;

    @Option(
            names = "--seed",
            converter = UnsignedSeed.class,
            description = "Seed the world must have, 0 to 2^64 - 1; a run has no other seed than its world.")
    private Long seed;

    @Option(names = "--scenario", description = "Scenario of the world; may be left out when it has only one.")
    private String scenario;

    @Option(names = "--runs-root", description = "Folder of runs (default: that of the profile, or runs).")
    private Path runsRoot;

    @Option(
            names = "--segments",
            split = ",",
            description = "Segments whose gates must pass, e.g. 5B,6A (default: all that the world has).")
    private List<String> segments;

    @Option(names = "--check-only", description = "Does everything, writes nothing.")
    private boolean checkOnly;

    @Option(
            names = "--report",
            defaultValue = "text",
            description = "text or json on standard output (default: ${DEFAULT-VALUE}).")
    private ReportForm report;

    private final Console console;

    SealCommand() {
        this(Console.ofProcess());
    }

    SealCommand(Console console) {
        this.console = console;
    }

    /** Lower case, as typed. */
    enum ReportForm {
        text,
        json
    }

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

    @Override
    public Integer call() {
        try (GateResult result = Gate.seal(request())) {
            switch (report) {
                case text -> print(result);
                case json -> console.line(result.report().strip());
            }
            return result.exit();
        }
    }

    private void print(GateResult result) {
        result.segments().stream().map(SegmentGate::line).forEach(console::line);
        result.notChecked().stream().map(NotChecked::text).forEach(line -> console.line("NOT_CHECKED " + line));
        console.problems(result.problems());
        if (result.status() == GateStatus.FAILED) {
            console.line(result.lastLine());
        } else {
            console.good(result.lastLine());
        }
    }

    private GateRequest request() {
        Optional<RunProfile> read = profile();
        Path home = Home.folder();
        return new GateRequest(
                new GateRequest.Places(
                        config == null ? Home.config() : config,
                        world != null
                                ? world
                                : home.resolve(read.map(RunProfile::roots)
                                        .map(RunProfile.Roots::worlds)
                                        .orElse("worlds")),
                        Optional.ofNullable(upstream).or(() -> read.map(RunProfile::roots)
                                .flatMap(RunProfile.Roots::upstream)
                                .map(home::resolve)),
                        runsRoot != null
                                ? runsRoot
                                : home.resolve(read.map(RunProfile::roots)
                                        .map(RunProfile.Roots::runs)
                                        .orElse("runs"))),
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
                checkOnly ? GateRequest.Mode.CHECK_ONLY : GateRequest.Mode.SEAL,
                GateTools.ofProcess());
    }

    private Optional<RunProfile> profile() {
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
}
