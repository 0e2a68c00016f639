package io.millrace.table;

import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A law as a table: value at a uniform number by bit fields of the number and one linear step. Cells halve towards both
 * ends, so tails keep their relative precision. Only {@code + - *} at run time: the bits are equal on every JVM.
 * Random law section 7.
 */
public final class QuantileTable implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Exponent field of numbers in [1/4, 1/2), the first octave. */
    private static final int FIRST_OCTAVE = 1021;

    private static final int MANTISSA_BITS = 52;

    private final Shape shape;

    /** [side][octave][knot], lower side first; knot c of octave o is the value at t = (1 + c/cells) * 2^-(o+2). */
    private final double[] knots;

    private QuantileTable(Shape shape, double[] knots) {
        this.shape = shape;
        this.knots = knots;
    }

    /** How far a table reaches into the tails, and how fine it is. */
    public enum Shape {
        /** Amounts, and whatever has a long tail: ends at one draw in 3.4e10. */
        WIDE(34, 7),
        /** Times: laws with policy bounds inside one draw in 3.4e7. */
        NARROW(24, 6);

        private final int octaves;
        private final int cellBits;

        Shape(int octaves, int cellBits) {
            this.octaves = octaves;
            this.cellBits = cellBits;
        }

        public int octaves() {
            return octaves;
        }

        /** Per octave. */
        public int cells() {
            return 1 << cellBits;
        }

        private int knotsPerSide() {
            return octaves * (cells() + 1);
        }
    }

    /** Tabulates a law; about 10 to 100 ms. */
    public static QuantileTable of(Shape shape, Distribution law) {
        int side = shape.knotsPerSide();
        double[] knots = new double[2 * side];
        int knot = 0;
        for (int octave = 0; octave < shape.octaves(); octave++) {
            for (int cell = 0; cell <= shape.cells(); cell++) {
                double t = (1 + (double) cell / shape.cells()) * Math.scalb(1.0, -(octave + 2));
                // + 0.0: a negative zero would change the digest.
                knots[knot] = law.quantile(t) + 0.0;
                knots[side + knot] = law.upperQuantile(t) + 0.0;
                knot++;
            }
        }
        return new QuantileTable(shape, knots);
    }

    /** The law cut to fixed bounds, tabulated from its exact functions. */
    public static QuantileTable truncated(Shape shape, Distribution law, double min, double max) {
        return of(shape, new Truncated(law, min, max));
    }

    /**
     * Value at a uniform number.
     *
     * @param u strictly between 0 and 1
     */
    public double at(double u) {
        if (u < 0.5) {
            return at(0, u);
        }
        // Exact: both lie within a factor of two.
        return at(shape.knotsPerSide(), 1.0 - u);
    }

    private double at(int side, double t) {
        long bits = Double.doubleToRawLongBits(t);
        int octave = FIRST_OCTAVE - (int) (bits >>> MANTISSA_BITS);
        int cells = shape.cells();
        if (octave < 0) {
            return knots[side + cells];
        }
        if (octave >= shape.octaves) {
            return knots[side + (shape.octaves - 1) * (cells + 1)];
        }
        int fractionBits = MANTISSA_BITS - shape.cellBits;
        int cell = (int) (bits >>> fractionBits) & (cells - 1);
        double fraction = (bits & ((1L << fractionBits) - 1)) * 0x1p-52 * cells;
        int knot = side + octave * (cells + 1) + cell;
        return knots[knot] + fraction * (knots[knot + 1] - knots[knot]);
    }

    /**
     * Inverse of {@link #at}: share of uniform numbers whose value is at most x. For bounds known only at run time.
     *
     * @return 0..1
     */
    public double cdf(double x) {
        int cells = shape.cells();
        int side = shape.knotsPerSide();
        if (x < knots[side - cells - 1]) {
            return 0;
        }
        if (x >= knots[2 * side - cells - 1]) {
            return 1;
        }
        return x < knots[side + cells] ? below(x) : 1 - above(x);
    }

    /** t of the lower side with value x; values rise with t. */
    private double below(double x) {
        int stride = shape.cells() + 1;
        int octave = 0;
        while (octave < shape.octaves - 1 && knots[octave * stride] > x) {
            octave++;
        }
        int low = octave * stride;
        int high = low + shape.cells();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (knots[middle] <= x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return t(octave, low - octave * stride, part(x, knots[low], knots[low + 1]));
    }

    /** t of the upper side with value x; values fall with t. */
    private double above(double x) {
        int stride = shape.cells() + 1;
        int side = shape.knotsPerSide();
        int octave = 0;
        while (octave < shape.octaves - 1 && knots[side + octave * stride] < x) {
            octave++;
        }
        int low = side + octave * stride;
        int high = low + shape.cells();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (knots[middle] >= x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return t(octave, low - side - octave * stride, part(x, knots[low], knots[low + 1]));
    }

    private double t(int octave, int cell, double part) {
        return (1 + (cell + part) / shape.cells()) * Math.scalb(1.0, -(octave + 2));
    }

    private static double part(double x, double from, double to) {
        return from == to ? 0 : Math.min(1, Math.max(0, (x - from) / (to - from)));
    }

    /**
     * Value at a uniform number, the law cut to bounds known only now.
     *
     * @param u strictly between 0 and 1
     * @return min..max
     * @throws IllegalArgumentException when the table has no mass between the bounds: the caller decides that case and
     *     draws nothing
     */
    public double within(double u, double min, double max) {
        double from = cdf(min);
        double to = cdf(max);
        if (!(to > from)) {
            throw new IllegalArgumentException("the table has no mass between " + min + " and " + max);
        }
        double inner = from + u * (to - from);
        if (inner <= 0) {
            return min;
        }
        return inner >= 1 ? max : Math.min(max, Math.max(min, at(inner)));
    }

    /** 32 bytes: SHA-256 over the knots, raw bits little-endian, lower side first, octave, knot. */
    public byte[] digest() {
        ByteBuffer bytes = ByteBuffer.allocate(knots.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double knot : knots) {
            bytes.putLong(Double.doubleToRawLongBits(knot));
        }
        return sha256(bytes.array());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public Shape shape() {
        return shape;
    }

    /** Bytes of the knots. */
    public int bytes() {
        return knots.length * Double.BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantileTable table && shape == table.shape && Arrays.equals(knots, table.knots);
    }

    @Override
    public int hashCode() {
        return Objects.hash(shape, Arrays.hashCode(knots));
    }
}
