package io.millrace.arrivals;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * How far the arrivals of a scenario scatter around their plan, from its laws alone: visits and their sizes, the factors
 * of hour and merchant's day, the field. Seasons and pay days move it little and are left out. What a small world may
 * show by chance follows from it. World design section 5.1.
 */
final class ArrivalScatter {
    private static final int DAYS_PER_WEEK = 7;
    private static final int HOURS_PER_DAY = 24;

    private final ArrivalPlan plan;
    private final double days;
    private final double weekly;
    /** By law of visit sizes: mean of n^2 over mean of n. */
    private final double[] sizeRatio;
    /** By shape table, where asked for: sum of the squares of its shares; else 0. */
    private final double[] squares;
    /** By demand class: variance of the mean of the field over the scenario. */
    private final double[] fieldVariance = new double[ArrivalTally.CLASSES];

    private final double dayVariance;

    ArrivalScatter(ArrivalPlan plan, int days) {
        this.plan = plan;
        this.days = days;
        weekly = Arrays.stream(plan.weekly).sum();
        sizeRatio = new double[plan.sizeCuts.length];
        for (int law = 0; law < sizeRatio.length; law++) {
            sizeRatio[law] = meanSquare(plan.sizeCuts[law]) / plan.sizeMean[law];
        }
        squares = new double[Arrays.stream(plan.shapeTable).max().orElse(0) + 1];
        for (int table : plan.shapeTable) {
            squares[table] = squares[table] == 0 ? squares(table) : squares[table];
        }
        plan.policy.classes().forEach((of, noise) -> {
            double sigma = plan.policy.field().sigma() * noise.sigma();
            double phi = StrictMath.exp(-1 / (plan.policy.field().memoryHours() * noise.memory()));
            fieldVariance[of.ordinal()] = StrictMath.expm1(sigma * sigma) * meanOfWalk(phi, HOURS_PER_DAY * days);
        });
        dayVariance = StrictMath.expm1(plan.policy.merchantDaySigma() * plan.policy.merchantDaySigma());
    }

    private static double meanSquare(long[] cuts) {
        double mean = 0;
        double before = 0;
        for (int n = 1; n <= cuts.length + 1; n++) {
            double upTo = n <= cuts.length ? cuts[n - 1] * 0x1p-63 : 1;
            mean += n * n * (upTo - before);
            before = upTo;
        }
        return mean;
    }

    private double squares(int table) {
        double sum = 0;
        for (int slot = 0; slot < CivilTime.SLOTS; slot++) {
            sum += plan.shapes.at(table, slot) * plan.shapes.at(table, slot);
        }
        return sum;
    }

    /** Variance of the mean of so many steps of an auto-regressive walk of variance 1. */
    private static double meanOfWalk(double phi, double steps) {
        double rest = 1 - phi;
        return (1 + phi) / rest / steps - 2 * phi * (1 - StrictMath.pow(phi, steps)) / (rest * rest * steps * steps);
    }

    /** Standard error of made / planned. */
    double ofVolume() {
        double[] weights = new double[plan.rows()];
        Arrays.fill(weights, 1);
        return standardError(weights);
    }

    /** Standard error of the share that some rows have in all arrivals. */
    double ofShare(IntPredicate rows) {
        double inside = 0;
        for (int row = 0; row < plan.rows(); row++) {
            inside += rows.test(row) ? plan.weekly[row] : 0;
        }
        double share = inside / weekly;
        double[] weights = new double[plan.rows()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = rows.test(row) ? 1 - share : -share;
        }
        return standardError(weights);
    }

    /** Of the weighted sum of all rows, over the expected sum of all. */
    private double standardError(double[] weights) {
        double ofVisits = 0;
        double ofHours = 0;
        double ofDays = 0;
        double[] byField = new double[Arrays.stream(plan.fieldCell).max().orElse(0) + 1];
        double[] varianceOf = new double[byField.length];
        for (int merchant = 0; merchant < plan.merchants.merchants(); merchant++) {
            double ofMerchant = 0;
            for (int row = plan.firstRow[merchant]; row < plan.firstRow[merchant + 1]; row++) {
                double part = weights[row] * plan.weekly[row];
                ofVisits += weights[row] * part * sizeRatio[plan.sizeLaw[row]];
                ofHours += part * part * squares[plan.shapeTable[row]] / kappa(row);
                ofMerchant += part;
                byField[plan.fieldCell[row]] += part;
                varianceOf[plan.fieldCell[row]] = fieldVariance[plan.demandClass[row]];
            }
            ofDays += ofMerchant * ofMerchant / DAYS_PER_WEEK * dayVariance;
        }
        double weeks = days / DAYS_PER_WEEK;
        double variance = (ofVisits + ofHours + ofDays) * weeks;
        for (int cell = 0; cell < byField.length; cell++) {
            variance += byField[cell] * byField[cell] * weeks * weeks * varianceOf[cell];
        }
        return StrictMath.sqrt(variance) / (weekly * weeks);
    }

    private double kappa(int row) {
        return plan.policy.hourKappa()
                * plan.policy.classes().get(plan.demandClass(row)).kappa();
    }
}
