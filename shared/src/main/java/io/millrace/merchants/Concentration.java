package io.millrace.merchants;

import java.util.Arrays;

/**
 * How much of all arrivals the biggest merchants hold; the check CONCENTRATION of a world's arrivals (world design
 * section 6.2), planned or counted.
 *
 * @param top share of the biggest merchant, 0..1
 * @param topOnePercent of the biggest hundredth of the merchants, rounded down, at least one
 * @param topFivePercent of the biggest twentieth, likewise
 */
public record Concentration(double top, double topOnePercent, double topFivePercent) {
    private static final int HUNDREDTH = 100;
    private static final int TWENTIETH = 20;

    /**
     * @param arrivals by merchant, those without any too; not negative, some above 0
     * @throws IllegalArgumentException otherwise
     */
    public static Concentration of(double[] arrivals) {
        double[] ascending = arrivals.clone();
        Arrays.sort(ascending);
        double all = 0;
        for (double ofMerchant : ascending) {
            all += ofMerchant;
        }
        if (!(all > 0) || ascending[0] < 0) {
            throw new IllegalArgumentException("concentration needs arrivals, was " + all + " in all");
        }
        return new Concentration(
                biggest(ascending, 1) / all,
                biggest(ascending, Math.max(1, ascending.length / HUNDREDTH)) / all,
                biggest(ascending, Math.max(1, ascending.length / TWENTIETH)) / all);
    }

    /** As the plan has it. */
    public static Concentration planned(MerchantPlan plan) {
        double[] weekly = new double[plan.merchants()];
        for (int branch = 0; branch < plan.branches(); branch++) {
            weekly[plan.merchantOf(branch)] += plan.weekly(branch);
        }
        return of(weekly);
    }

    private static double biggest(double[] ascending, int merchants) {
        double sum = 0;
        for (int i = ascending.length - merchants; i < ascending.length; i++) {
            sum += ascending[i];
        }
        return sum;
    }
}
