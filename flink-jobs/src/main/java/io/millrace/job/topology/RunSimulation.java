package io.millrace.job.topology;

import io.millrace.Simulation;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.HourCounts;
import io.millrace.attach.EntityAttacher;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.flows.FlowMaker;
import io.millrace.job.arrivals.ArrivalHours;
import io.millrace.job.arrivals.DimensionFiles;
import io.millrace.job.arrivals.PlannedHours;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.publish.FinishedDays;
import io.millrace.job.slab.DoerSource;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.run.DatasetTotals;
import io.millrace.run.DigestKind;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.InputRole;
import io.millrace.run.LawTotals;
import io.millrace.run.RunFolder;
import io.millrace.run.ScenarioId;
import io.millrace.run.SealedInput;
import io.millrace.run.SealedRun;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import io.millrace.world.EntityIndex;
import io.millrace.world.EntityUniverse;
import io.millrace.world.WorldDimensions;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the simulation of a run is found: its sealed gate and its world. Travels to the workers; each JVM opens it once,
 * from the sealed files alone, and checks their digests before the first row. What the gate has sealed by its law is not
 * on disk: it is made from the sealed packs.
 *
 * @param runRoot local path of the run folder
 * @param worldRoot local path of the folder with the world receipt
 */
public record RunSimulation(String runRoot, String worldRoot) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final double SECONDS_PER_WEEK = 7 * 86_400.0;

    private static final ConcurrentHashMap<RunSimulation, Opened> OPEN = new ConcurrentHashMap<>();

    /** @param arrivals made on the fly; empty when files hold them */
    private record Opened(Simulation simulation, Optional<MadeArrivals> arrivals) {}

    /** @param counts shared by all readers of the JVM */
    private record MadeArrivals(ArrivalPlan plan, HourCounts counts, ScenarioId scenario) {}

    /** The one of this JVM. */
    public Simulation open() {
        return opened().simulation();
    }

    /** Forgets it; the next call reads anew. */
    public void forget() {
        OPEN.remove(this);
    }

    public DoerSource<EntityAttacher> attachers() {
        return () -> open().attacher();
    }

    public DoerSource<FlowMaker> flowMakers() {
        return () -> open().flowMaker();
    }

    /** Window of the arrivals when they are made on the fly; empty when files hold them. */
    Optional<ScenarioId> madeWindow() {
        return opened().arrivals().map(MadeArrivals::scenario);
    }

    /** Law of the arrivals when they are made on the fly; empty when files hold them. */
    public Optional<ArrivalPlan> madePlan() {
        return opened().arrivals().map(MadeArrivals::plan);
    }

    /**
     * Makers of arrivals.
     *
     * @param shards of merchants; changes no row
     */
    DoerSource<ArrivalHours> arrivalHours(int shards) {
        return () -> {
            MadeArrivals made = opened().arrivals().orElseThrow();
            return new PlannedHours(
                    made.plan(), made.counts(), shards, made.scenario().startHour());
        };
    }

    /**
     * What arrivals that are made on the fly must add up to; empty when files hold them. Without end there is no sum of
     * all: each day has its own.
     */
    Optional<DatasetTotals> arrivalTotals() {
        return opened().arrivals()
                .map(made -> made.scenario().isLive()
                        ? new DatasetTotals(SlabKind.ARRIVAL.datasetId())
                        : LawTotals.of(made.plan(), made.scenario()));
    }

    /** Flags of the days of arrivals that are made on the fly. */
    FinishedDays finishedDays(Path root) {
        MadeArrivals made = opened().arrivals().orElseThrow();
        SealedRun sealed = SealedRun.open(RunFolder.at(root));
        SessionisationPolicy sessions = SessionisationPolicy.of(
                sealed.packs().require("sessionisation_policy_6B").root());
        return new FinishedDays(
                root,
                sealed.identity(),
                dateOf(made.scenario().startHour()),
                Duration.ofSeconds(
                        sessions.caps().sessionSpanSecondsMax() + sessions.gap().hardBreakSeconds()),
                day -> LawTotals.of(
                        made.plan(),
                        ScenarioId.of(
                                made.scenario().model() + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "_1d")));
    }

    private static LocalDate dateOf(int hour) {
        return Instant.ofEpochMilli(ScenarioId.micros(hour) / 1_000)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate();
    }

    /** Arrivals per second of event time, in the mean of a year, of arrivals that are made on the fly. */
    double meanRate() {
        ArrivalPlan plan = opened().arrivals().orElseThrow().plan();
        double weekly = 0;
        for (int row = 0; row < plan.rows(); row++) {
            weekly += plan.weekly(row);
        }
        return weekly / SECONDS_PER_WEEK;
    }

    private Opened opened() {
        return OPEN.computeIfAbsent(this, RunSimulation::read);
    }

    private static Opened read(RunSimulation from) {
        Path world = Path.of(from.worldRoot);
        SealedRun run = SealedRun.open(RunFolder.at(Path.of(from.runRoot)));
        SealedRun.checked(run.input(InputRole.WORLD_RECEIPT, "world_receipt"), world);
        WorldReceipt receipt = WorldReceipt.read(world);
        SealedInput arrivals = run.input(InputRole.ARRIVALS, SlabKind.ARRIVAL.datasetId());
        SealedInput index = run.input(InputRole.ENTITY_INDEX, "entity_index_6A");
        List<SealedInput> dimensions = run.inputs().rows().stream()
                .filter(input -> input.use().role() == InputRole.DIMENSION)
                .toList();
        boolean madeDimensions = dimensions.stream().allMatch(RunSimulation::isMade);
        Optional<GeneratedWorld> made = isMade(arrivals) || isMade(index) || madeDimensions
                ? Optional.of(made(run, receipt))
                : Optional.empty();
        Simulation simulation = new Simulation(
                run.identity(),
                receipt.scenario(run.identity().scenarioId()).orElseThrow(),
                run.packs(),
                madeDimensions ? made.orElseThrow().dimensions() : dimensions(run, dimensions, world),
                isMade(index) ? made.orElseThrow().maker() : index(index, world));
        return new Opened(simulation, isMade(arrivals) ? made.map(of -> arrivals(of, run)) : Optional.empty());
    }

    private static boolean isMade(SealedInput input) {
        return input.content()
                .filter(content -> content.digestKind() == DigestKind.LAW_SHA256)
                .isPresent();
    }

    private static WorldDimensions dimensions(SealedRun run, List<SealedInput> inputs, Path world) {
        inputs.forEach(input -> run.files(input).forEach(file -> SealedRun.checked(file, world, new ParquetFooters())));
        return DimensionFiles.read(world, run.identity().axes());
    }

    private static EntityUniverse index(SealedInput input, Path world) {
        return EntityIndex.open(SealedRun.checked(input, world));
    }

    private static MadeArrivals arrivals(GeneratedWorld world, SealedRun run) {
        ScenarioId scenario = ScenarioId.of(run.identity().scenarioId());
        ArrivalPlan plan = world.arrivals(scenario.model());
        return new MadeArrivals(plan, new HourCounts(plan), scenario);
    }

    /** Each JVM makes the same world, or none: its own time zones and tables must be those that were sealed. */
    private static GeneratedWorld made(SealedRun run, WorldReceipt receipt) {
        GeneratedWorld world = GeneratedWorld.of(run.packs(), run.identity().seed());
        WorldReceipt here = world.receipt(ScenarioId.of(run.identity().scenarioId()));
        // A receipt that lists tables covers more windows than this one; who made the tables has compared.
        if (receipt.datasets().isEmpty() && !here.equals(receipt)) {
            throw new RunException(Problem.of(
                    ErrorCode.RUN_IDENTITY_MISMATCH,
                    WorldReceipt.FILE,
                    "must be what this Java makes of the sealed packs, " + here.tables(),
                    receipt.tables().toString(),
                    "use the Java the run was sealed with, on every machine"));
        }
        return world;
    }
}
