package io.millrace.bench;

import io.millrace.arrivals.ArrivalMaker;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.ArrivalUnits;
import io.millrace.arrivals.HourCounts;
import io.millrace.attach.AttachSwitches;
import io.millrace.attach.CountryWeights;
import io.millrace.attach.EntityAttacher;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.BehaviourPriorPack;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.ScenarioId;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.world.EntityIndex;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The inner loops of a world of our own on one thread: hours of arrivals, portfolios by law, and both with attach behind
 * them. Arguments: config folder, world spec, rounds, folder of worlds: the entity index of the same world (seed 42) is
 * taken from there if it has been made.
 */
public final class WorldBench {
    private static final long SEED = 42;
    private static final int WARM_UPS = 3;
    private static final int SLAB_ROWS = 4096;
    private static final int HOURS = 24;
    private static final int PARTIES = 100_000;

    private final GeneratedWorld world;
    private final ArrivalPlan plan;
    private final int startHour;
    private final int hoursPerRound;
    private final Pace pace;

    private WorldBench(GeneratedWorld world, Pace pace) {
        this.world = world;
        this.pace = pace;
        ScenarioId scenario = ScenarioId.of("baseline_20260101_90d");
        plan = world.arrivals(scenario.model());
        startHour = scenario.startHour();
        hoursPerRound = HOURS;
    }

    public static void main(String[] args) {
        GeneratedWorld world = GeneratedWorld.of(Path.of(args[0]), args[1], SEED);
        WorldBench bench = new WorldBench(world, new Pace(WARM_UPS, Integer.parseInt(args[2])));
        System.out.println("world " + args[1] + ": " + world.parties().parties() + " parties, "
                + world.merchants().merchants() + " merchants, " + bench.plan.rows() + " rows");
        bench.counts();
        bench.arrivals();
        bench.loads("load by law", world.maker());
        bench.attach("arrivals and attach by law", world.maker());
        Optional<Path> made = index(Path.of(args[3]).resolve(world.manifestFingerprint()));
        if (made.isEmpty()) {
            System.out.println(
                    "no entity index of this world: ./millrace entities --world-spec " + args[1] + " makes it");
            return;
        }
        try (EntityIndex index = EntityIndex.open(made.get())) {
            bench.loads("load from index", index);
            bench.attach("arrivals and attach from index", index);
        }
    }

    private static Optional<Path> index(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> file.endsWith("entity_index.bin")).findFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Pass A alone. */
    private void counts() {
        HourCounts counts = new HourCounts(plan);
        pace.measure("zone sums (pass A)", "arrival", round -> {
            long sum = 0;
            for (int hour = 0; hour < hoursPerRound; hour++) {
                for (int zone : counts.zones(startHour + round * hoursPerRound + hour)) {
                    sum += zone;
                }
            }
            return sum;
        });
    }

    /** Whole hours of all merchants, into slabs. */
    private void arrivals() {
        ArrivalMaker maker = new ArrivalMaker(plan, new HourCounts(plan));
        ArrivalUnits units = plan.allUnits();
        ArrivalSlab slab = new ArrivalSlab(SLAB_ROWS);
        pace.measure("arrivals", "arrival", round -> {
            long rows = 0;
            for (int hour = 0; hour < hoursPerRound; hour++) {
                int size = maker.make(units, startHour + round * hoursPerRound + hour);
                for (int next = 0; next < size; ) {
                    next = maker.fill(next, startHour, slab);
                }
                rows += size;
            }
            return rows;
        });
    }

    /** Portfolios of evenly spaced parties. */
    private void loads(String what, EntityUniverse universe) {
        Portfolio portfolio = new Portfolio();
        long parties = universe.parties();
        pace.measure(what, "party", round -> {
            for (long i = 0; i < PARTIES; i++) {
                universe.load((i * parties / PARTIES + round) % parties, portfolio);
            }
            return PARTIES;
        });
    }

    /** Arrivals in slabs, each slab attached at once. */
    private void attach(String what, EntityUniverse universe) {
        ArrivalMaker maker = new ArrivalMaker(plan, new HourCounts(plan));
        ArrivalUnits units = plan.allUnits();
        ArrivalSlab slab = new ArrivalSlab(SLAB_ROWS);
        AttachedSlab attached = new AttachedSlab(SLAB_ROWS);
        EntityAttacher attacher = new EntityAttacher(
                AttachmentPolicy.of(
                        world.packs().require("attachment_policy_6B").root()),
                BehaviourPriorPack.of(
                        world.packs().require("behaviour_prior_pack_6B").root()),
                universe,
                world.merchants().dimensions(),
                world.parties().keys().draws(),
                new AttachSwitches(true, true),
                CountryWeights.of(universe));
        pace.measure(what, "arrival", round -> {
            long rows = 0;
            for (int hour = 0; hour < hoursPerRound; hour++) {
                int size = maker.make(units, startHour + round * hoursPerRound + hour);
                for (int next = 0; next < size; ) {
                    next = maker.fill(next, startHour, slab);
                    attached.size = 0;
                    attacher.attach(slab, attached);
                }
                rows += size;
            }
            return rows;
        });
    }
}
