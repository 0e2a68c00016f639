package io.millrace.job.verify;

import java.util.Arrays;

/** Area under the receiver's curve: how often a case stands above a row that is none, ties counted by half. */
final class RankedAuc {
    private RankedAuc() {}

    /**
     * @param score {@code [row]}, higher where a case is thought likelier; no NaN
     * @param happened {@code [row]}
     * @param from first row that counts
     * @return 0..1, .5 when the score knows nothing
     * @throws IllegalArgumentException when all rows are cases, or none is
     */
    static double of(double[] score, boolean[] happened, int from) {
        double[] cases = scores(score, happened, from, true);
        double[] others = scores(score, happened, from, false);
        if (cases.length == 0 || others.length == 0) {
            throw new IllegalArgumentException(
                    "there must be cases and others, was " + cases.length + " and " + others.length);
        }
        double won = 0;
        int below = 0;
        int upTo = 0;
        for (double one : cases) {
            while (below < others.length && others[below] < one) {
                below++;
            }
            upTo = Math.max(upTo, below);
            while (upTo < others.length && others[upTo] == one) {
                upTo++;
            }
            won += below + 0.5 * (upTo - below);
        }
        return won / cases.length / others.length;
    }

    /** Ascending. */
    private static double[] scores(double[] score, boolean[] happened, int from, boolean wanted) {
        double[] found = new double[score.length - from];
        int count = 0;
        for (int row = from; row < score.length; row++) {
            if (happened[row] == wanted) {
                // Adding zero makes one zero of two, which compare as equal and sort as different.
                found[count++] = score[row] + 0.0;
            }
        }
        double[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
