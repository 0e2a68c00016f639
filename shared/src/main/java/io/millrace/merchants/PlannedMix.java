package io.millrace.merchants;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;

/** Planned shares of channels and demand classes: what the check MIX of a world's arrivals (world design 6.2) expects. */
public final class PlannedMix {
    private PlannedMix() {}

    /** @return [channel code - 1], ECOM POS ATM BANK_RAIL HYBRID; sum 1 */
    public static double[] channels(MerchantPlan plan) {
        double[] weekly = new double[Channel.values().length];
        for (int branch = 0; branch < plan.branches(); branch++) {
            for (int channel = 0; channel < weekly.length; channel++) {
                weekly[channel] += plan.weekly(branch, Channel.ofCode(channel + 1));
            }
        }
        return shares(weekly);
    }

    /** @return [demand class code - 1]; sum 1 */
    public static double[] demandClasses(MerchantPlan plan) {
        double[] weekly = new double[DemandClass.values().length];
        for (int branch = 0; branch < plan.branches(); branch++) {
            weekly[plan.groupOf(plan.merchantOf(branch)).demandClass().code() - 1] += plan.weekly(branch);
        }
        return shares(weekly);
    }

    private static double[] shares(double[] weekly) {
        double all = 0;
        for (double part : weekly) {
            all += part;
        }
        double[] shares = new double[weekly.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weekly[i] / all;
        }
        return shares;
    }
}
