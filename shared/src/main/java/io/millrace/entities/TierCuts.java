package io.millrace.entities;

import io.millrace.contract.RiskTier;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** Tier of a score: the number of thresholds at or below it. World design section 3.8. */
public final class TierCuts implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final RiskTier[] TIERS = RiskTier.values();

    private final int[] thresholds;

    private TierCuts(int[] thresholds) {
        this.thresholds = thresholds;
    }

    /**
     * Thresholds at the order statistics floor(share * n).
     *
     * @param scores of a sample, in any order; not empty
     * @param shares three, ascending, above 0 and below 1
     */
    static TierCuts of(int[] scores, List<BigDecimal> shares) {
        int[] sorted = scores.clone();
        Arrays.sort(sorted);
        BigDecimal n = BigDecimal.valueOf(sorted.length);
        return new TierCuts(shares.stream()
                .mapToInt(share ->
                        sorted[share.multiply(n).setScale(0, RoundingMode.FLOOR).intValueExact()])
                .toArray());
    }

    RiskTier tier(int score) {
        int tier = 0;
        while (tier < thresholds.length && thresholds[tier] <= score) {
            tier++;
        }
        return TIERS[tier];
    }

    /** Lowest score of each tier but the first, ascending. */
    public int[] thresholds() {
        return thresholds.clone();
    }
}
