package io.millrace.job.topology;

import io.millrace.Simulation;
import io.millrace.attach.EntityAttacher;
import io.millrace.flows.FlowMaker;
import io.millrace.job.arrivals.DimensionFiles;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.slab.DoerSource;
import io.millrace.run.InputRole;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedInput;
import io.millrace.run.SealedRun;
import io.millrace.run.WorldReceipt;
import io.millrace.world.EntityIndex;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the simulation of a run is found: its sealed gate and its world. Travels to the workers; each JVM opens it once,
 * from the sealed files alone, and checks their digests before the first row.
 *
 * @param runRoot local path of the run folder
 * @param worldRoot local path of the world folder
 */
public record RunSimulation(String runRoot, String worldRoot) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final ConcurrentHashMap<RunSimulation, Simulation> OPEN = new ConcurrentHashMap<>();

    /** The one of this JVM. */
    public Simulation open() {
        return OPEN.computeIfAbsent(this, RunSimulation::read);
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

    private static Simulation read(RunSimulation from) {
        Path world = Path.of(from.worldRoot);
        SealedRun run = SealedRun.open(RunFolder.at(Path.of(from.runRoot)));
        SealedRun.checked(run.input(InputRole.WORLD_RECEIPT, "world_receipt"), world);
        WorldReceipt receipt = WorldReceipt.read(world);
        for (SealedInput input : run.inputs().rows()) {
            if (input.use().role() == InputRole.DIMENSION) {
                run.files(input).forEach(file -> SealedRun.checked(file, world, new ParquetFooters()));
            }
        }
        Path index = SealedRun.checked(run.input(InputRole.ENTITY_INDEX, "entity_index_6A"), world);
        return new Simulation(
                run.identity(),
                receipt.scenario(run.identity().scenarioId()).orElseThrow(),
                run.packs(),
                DimensionFiles.read(world, run.identity().axes()),
                EntityIndex.open(index));
    }
}
