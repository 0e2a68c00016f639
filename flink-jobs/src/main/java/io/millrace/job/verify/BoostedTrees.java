package io.millrace.job.verify;

import java.util.Arrays;

/**
 * Boosted regression trees with logistic loss on binned columns, that begin at given log odds: what they move an odds by
 * is what the columns know beyond it. Histograms of gradients, depth-wise growth, second-order gains and leaf values
 * (Friedman 2001; Chen and Guestrin 2016). Rounds are kept as far as they help on rows that no tree was grown on, and only
 * if they help by more than chance would: columns that know nothing leave the odds as they were.
 *
 * <p>Deterministic: one thread, no draw, rows in the order given.
 */
final class BoostedTrees {
    /** Values of a column, 0..255 as unsigned bytes. */
    static final int BINS = 256;

    private static final int DEPTH = 4;
    private static final int ROUNDS_MAX = 60;
    /** Rounds without a gain on rows held back, after which no more are tried. */
    private static final int PATIENCE = 5;

    /** Least gain on rows held back; above what the best of many rounds gains by chance, docs/decisions/0028. */
    private static final double STANDARD_ERRORS = 3;

    private static final double RATE = 0.2;
    private static final double L2 = 1;
    /** Least sum of p (1 - p) on either side of a cut: about as many cases. */
    private static final double WEIGHT_MIN = 5;

    private final byte[][] bins;
    private final boolean[] happened;
    private final int grownOn;
    private final int heldUntil;
    private final double[] logOdds;
    private final double[] gradient;
    private final double[] weight;
    private final byte[] node;
    private final double[] gain;

    private double[] keptLogOdds;
    private double[] keptGain;
    private int rounds;

    /**
     * Learns.
     *
     * @param bins {@code [column][row]}
     * @param happened {@code [row]}
     * @param start {@code [row]}, log odds to begin with; finite
     * @param grownOn trees are grown on rows {@code 0..grownOn-1}
     * @param heldUntil rows {@code grownOn..heldUntil-1} tell when to stop; nothing is learned of rows behind
     */
    BoostedTrees(byte[][] bins, boolean[] happened, double[] start, int grownOn, int heldUntil) {
        if (grownOn < 1 || heldUntil <= grownOn || heldUntil > start.length) {
            throw new IllegalArgumentException("1 <= grownOn < heldUntil <= rows must hold, was " + grownOn + ", "
                    + heldUntil + ", " + start.length);
        }
        this.bins = bins;
        this.happened = happened;
        this.grownOn = grownOn;
        this.heldUntil = heldUntil;
        logOdds = start.clone();
        gradient = new double[grownOn];
        weight = new double[grownOn];
        node = new byte[start.length];
        gain = new double[bins.length];
        keptLogOdds = start.clone();
        keptGain = gain.clone();
        learn(start);
    }

    /** Log odds of all rows after the rounds that were kept; {@code [row]}, not to be changed. */
    double[] logOdds() {
        return keptLogOdds;
    }

    /** Trees that were kept. */
    int rounds() {
        return rounds;
    }

    /** Position of the column that the kept trees owe most to; -1 without trees. */
    int leadingColumn() {
        int leading = -1;
        for (int column = 0; column < keptGain.length; column++) {
            if (keptGain[column] > (leading < 0 ? 0 : keptGain[leading])) {
                leading = column;
            }
        }
        return leading;
    }

    private void learn(double[] start) {
        double least = loss();
        for (int round = 1; round <= ROUNDS_MAX && round <= rounds + PATIENCE; round++) {
            grow();
            double loss = loss();
            if (loss < least) {
                least = loss;
                rounds = round;
                System.arraycopy(logOdds, 0, keptLogOdds, 0, logOdds.length);
                System.arraycopy(gain, 0, keptGain, 0, gain.length);
            }
        }
        if (!isBeyondChance(start)) {
            rounds = 0;
            System.arraycopy(start, 0, keptLogOdds, 0, start.length);
            Arrays.fill(keptGain, 0);
        }
    }

    /** Whether rows held back gain more than the scatter of their gains explains. */
    private boolean isBeyondChance(double[] start) {
        double sum = 0;
        double squares = 0;
        for (int row = grownOn; row < heldUntil; row++) {
            double gained = loss(start, row) - loss(keptLogOdds, row);
            sum += gained;
            squares += gained * gained;
        }
        return sum > STANDARD_ERRORS * Math.sqrt(squares - sum * sum / (heldUntil - grownOn));
    }

    /** Of the rows held back. */
    private double loss() {
        double loss = 0;
        for (int row = grownOn; row < heldUntil; row++) {
            loss += loss(logOdds, row);
        }
        return loss;
    }

    private double loss(double[] odds, int row) {
        return StrictMath.log1p(StrictMath.exp(happened[row] ? -odds[row] : odds[row]));
    }

    /** One tree more, added to the log odds of every row. */
    private void grow() {
        for (int row = 0; row < grownOn; row++) {
            double p = 1 / (1 + StrictMath.exp(-logOdds[row]));
            gradient[row] = happened[row] ? p - 1 : p;
            weight[row] = p * (1 - p);
        }
        Arrays.fill(node, (byte) 0);
        for (int depth = 0; depth < DEPTH; depth++) {
            Cuts cuts = new Cuts(1 << depth);
            for (int column = 0; column < bins.length; column++) {
                cuts.look(column);
            }
            cuts.apply();
        }
        double[] value = new double[1 << DEPTH];
        double[] weights = new double[1 << DEPTH];
        for (int row = 0; row < grownOn; row++) {
            value[node[row]] -= gradient[row];
            weights[node[row]] += weight[row];
        }
        for (int leaf = 0; leaf < value.length; leaf++) {
            value[leaf] *= RATE / (weights[leaf] + L2);
        }
        for (int row = 0; row < logOdds.length; row++) {
            logOdds[row] += value[node[row]];
        }
    }

    /** The best cut of each node of one level. */
    private final class Cuts {
        private final double[] bestGain;
        private final int[] bestColumn;
        private final int[] bestBin;
        /** {@code [node * BINS + bin]}. */
        private final double[] gradients;

        private final double[] weights;

        Cuts(int nodes) {
            bestGain = new double[nodes];
            bestColumn = new int[nodes];
            bestBin = new int[nodes];
            gradients = new double[nodes * BINS];
            weights = new double[nodes * BINS];
        }

        void look(int column) {
            Arrays.fill(gradients, 0);
            Arrays.fill(weights, 0);
            byte[] binOf = bins[column];
            for (int row = 0; row < grownOn; row++) {
                int cell = node[row] * BINS + (binOf[row] & 0xFF);
                gradients[cell] += gradient[row];
                weights[cell] += weight[row];
            }
            for (int at = 0; at < bestGain.length; at++) {
                lookInto(at, column);
            }
        }

        private void lookInto(int at, int column) {
            int first = at * BINS;
            double gradientOfAll = 0;
            double weightOfAll = 0;
            for (int cell = first; cell < first + BINS; cell++) {
                gradientOfAll += gradients[cell];
                weightOfAll += weights[cell];
            }
            double uncut = score(gradientOfAll, weightOfAll);
            double gradientLeft = 0;
            double weightLeft = 0;
            for (int bin = 0; bin < BINS - 1; bin++) {
                gradientLeft += gradients[first + bin];
                weightLeft += weights[first + bin];
                double weightRight = weightOfAll - weightLeft;
                if (weightLeft < WEIGHT_MIN || weightRight < WEIGHT_MIN) {
                    continue;
                }
                double found =
                        score(gradientLeft, weightLeft) + score(gradientOfAll - gradientLeft, weightRight) - uncut;
                if (found > bestGain[at]) {
                    bestGain[at] = found;
                    bestColumn[at] = column;
                    bestBin[at] = bin;
                }
            }
        }

        private double score(double gradientSum, double weightSum) {
            return gradientSum * gradientSum / (weightSum + L2);
        }

        /** Sends every row to the next level; where no cut gains anything, all go left. */
        void apply() {
            for (int at = 0; at < bestGain.length; at++) {
                gain[bestColumn[at]] += bestGain[at];
                if (bestGain[at] == 0) {
                    bestBin[at] = BINS;
                }
            }
            for (int row = 0; row < node.length; row++) {
                int at = node[row];
                boolean right = (bins[bestColumn[at]][row] & 0xFF) > bestBin[at];
                node[row] = (byte) (2 * at + (right ? 1 : 0));
            }
        }
    }
}
