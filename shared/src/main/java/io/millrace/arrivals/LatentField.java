package io.millrace.arrivals;

import io.millrace.contract.DemandClass;
import io.millrace.policy.ArrivalsPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;
import io.millrace.table.TableHash;
import java.util.Arrays;

/**
 * Slow swings shared by merchants of one class and country: an auto-regressive walk per cell, restarted from 0 ahead of
 * every block of hours, so any hour is reached in a bounded number of steps. One walker belongs to one thread. World
 * design section 5.1.
 */
public final class LatentField {
    private static final int CLASSES = DemandClass.values().length;
    /** Counters of draws are unsigned, and walks begin before t = 0. */
    private static final long HOUR_BIAS = 1L << 32;

    private final ArrivalsPolicy.Field law;
    private final long key;
    private final double[] normal = Noise.normal();
    private final double[] phi = new double[CLASSES];
    private final double[] fresh = new double[CLASSES];
    private final double[][] curve = new double[CLASSES][];
    private final double[] x;
    private final double[] factor;
    private final int cellsPerClass;
    private long hour = Long.MIN_VALUE;

    public LatentField(ArrivalsPolicy policy, Draws draws) {
        this(policy, draws.key(Decision.FIELD));
    }

    LatentField(ArrivalsPolicy policy, long key) {
        law = policy.field();
        this.key = key;
        cellsPerClass = law.countryCells() * law.merchantCells();
        for (DemandClass demandClass : DemandClass.values()) {
            ArrivalsPolicy.ClassNoise noise = policy.classes().get(demandClass);
            int number = demandClass.ordinal();
            phi[number] = StrictMath.exp(-1 / (law.memoryHours() * noise.memory()));
            fresh[number] = StrictMath.sqrt(1 - phi[number] * phi[number]);
            curve[number] = curve(law.sigma() * noise.sigma());
        }
        x = new double[CLASSES * cellsPerClass];
        factor = new double[x.length];
    }

    void hash(TableHash hash) {
        hash.add(normal);
        hash.add(phi);
        hash.add(fresh);
        for (double[] knots : curve) {
            hash.add(knots);
        }
    }

    private double[] curve(double sigma) {
        double[] knots = new double[law.pieces() + 1];
        for (int i = 0; i < knots.length; i++) {
            double at = -law.span() + 2 * law.span() * i / law.pieces();
            knots[i] = StrictMath.exp(sigma * at - sigma * sigma / 2);
        }
        return knots;
    }

    /** Cell of a merchant in a country. */
    public int cell(DemandClass demandClass, int country, int merchant) {
        return demandClass.ordinal() * cellsPerClass
                + country % law.countryCells() * law.merchantCells()
                + merchant % law.merchantCells();
    }

    public int cells() {
        return x.length;
    }

    /** Moves all cells to hour t, by one step from the hour before, else along its block. */
    public void moveTo(int t) {
        if (hour == t) {
            return;
        }
        long blockStart = (long) law.blockHours() * Math.floorDiv(t, law.blockHours());
        if (hour == Long.MIN_VALUE || t < hour || hour < blockStart) {
            Arrays.fill(x, 0);
            hour = blockStart - law.warmUpHours() - 1;
        }
        while (hour < t) {
            hour++;
            step();
        }
        for (int cell = 0; cell < x.length; cell++) {
            factor[cell] = at(curve[cell / cellsPerClass], x[cell]);
        }
    }

    private void step() {
        for (int cell = 0; cell < x.length; cell++) {
            int number = cell / cellsPerClass;
            double z = normal[(int) (Philox2x64.x0(key, cell, hour + HOUR_BIAS) >>> Noise.SHIFT)];
            x[cell] = phi[number] * x[cell] + fresh[number] * z;
        }
    }

    private double at(double[] knots, double value) {
        double place = (value + law.span()) / (2 * law.span()) * law.pieces();
        if (place <= 0) {
            return knots[0];
        }
        if (place >= law.pieces()) {
            return knots[law.pieces()];
        }
        int i = (int) place;
        return knots[i] + (place - i) * (knots[i + 1] - knots[i]);
    }

    /** Factor of a cell at the current hour, mean 1. */
    public double factor(int cell) {
        return factor[cell];
    }
}
