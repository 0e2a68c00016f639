package io.millrace.bench.loops;

import io.millrace.random.Philox2x64;
import io.millrace.run.GeneratedWorld;
import io.millrace.world.EntityUniverse;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counters of 512 draws, as laws make them side by side, and the parties of the world {@code medium} by its law. */
@State(Scope.Benchmark)
public class Draws512 {
    static final int DRAWS = 512;
    private static final long KEY = 0x5EED_2026_0101_0042L;
    private static final long SEED = 42;

    final long[] high = new long[DRAWS];
    final long[] low = new long[DRAWS];
    final long[] x0 = new long[DRAWS];
    final long[] x1 = new long[DRAWS];
    final long[] ordinals = new long[DRAWS];
    final int[] scopes = new int[DRAWS];
    EntityUniverse universe;

    /** Makes the world once. */
    @Setup(Level.Trial)
    public void make() {
        universe = GeneratedWorld.of(Path.of(System.getProperty("millrace.home"), "config"), "medium", SEED)
                .maker();
        java.util.Arrays.fill(scopes, universe.worldScope());
    }

    /** New words for the next picks, so that no branch learns them. */
    void draw() {
        for (int i = 0; i < DRAWS; i++) {
            high[i] += DRAWS;
            low[i] = i;
        }
        Philox2x64.blocks(KEY, high, low, DRAWS, x0, x1);
    }
}
