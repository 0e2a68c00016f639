package io.millrace.entities;

import io.millrace.world.Portfolio;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Thread CPU of loading and of writing rows; run by hand with {@code -Dmillrace.bench=entities}. */
@EnabledIfSystemProperty(named = "millrace.bench", matches = "entities")
class WorldMakerBench {
    @TempDir
    Path folder;

    @Test
    void costPerParty() {
        int size = Integer.getInteger("millrace.bench.parties", 1_000_000);
        MadeWorld made = new MadeWorld(size, folder);
        Portfolio out = new Portfolio();
        for (int round = 0; round < 3; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long sum = 0;
            for (int i = 0; i < size; i += 3) {
                made.world.load(i, out);
                sum += out.ips;
            }
            long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            System.out.println("load " + nanos / (size / 3.0) + " ns per party, ips " + sum / (size / 3.0));
        }
        long[] rows = new long[64];
        EntityRows tables =
                new EntityRows(made.world, 4096, slab -> rows[slab.kind().ordinal()] += slab.size);
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        tables.parties(0, size);
        tables.flush();
        long middle = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        tables.addresses(1, tables.ipIds() + 1);
        tables.flush();
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        System.out.println("party tables " + (middle - start) / size + " ns, addresses " + (end - middle) / size
                + " ns per party; " + java.util.Arrays.toString(rows));
    }
}
