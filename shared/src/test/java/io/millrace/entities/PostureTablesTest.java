package io.millrace.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;
import io.millrace.policy.RolesPolicy;
import io.millrace.testing.PolicyFiles;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostureTablesTest {
    private static final RolesPolicy POLICY = RolesPolicy.of(PolicyFiles.shipped("roles_6A"));
    private static final List<String> CLASSES =
            List.copyOf(POLICY.rolePerMille().get(EntityKind.MERCHANT).keySet());

    @Test
    void thresholdsAreOrderStatisticsAndAScoreOnOneIsAbove() {
        int[] scores = IntStream.range(0, 1000).map(i -> 999 - i).toArray();
        TierCuts cuts = TierCuts.of(scores, POLICY.thresholds().get(EntityKind.PARTY));
        assertThat(cuts.thresholds()).containsExactly(550, 900, 985);
        assertThat(List.of(cuts.tier(549), cuts.tier(550), cuts.tier(899), cuts.tier(984), cuts.tier(985)))
                .containsExactly(RiskTier.LOW, RiskTier.STANDARD, RiskTier.STANDARD, RiskTier.ELEVATED, RiskTier.HIGH);
    }

    @Test
    void aRowIsCutIntoCleanFirstThenRolesByCode() {
        RoleCuts cuts = RoleCuts.byGroup(POLICY, EntityKind.MERCHANT, CLASSES, UnaryOperator.identity());
        int row = CLASSES.indexOf("MONEY_SERVICES");
        // HIGH: 550 clean, 120 HIGH_RISK_MCC, 250 MSB, 80 COLLUSIVE of 1000.
        assertThat(
                        List.of(word(0), word(549), word(551), word(669), word(671), word(919), word(921), word(999))
                                .stream()
                                .map(x -> cuts.role(row, RiskTier.HIGH, x)))
                .containsExactly(
                        FraudRole.NORMAL,
                        FraudRole.NORMAL,
                        FraudRole.HIGH_RISK_MCC,
                        FraudRole.HIGH_RISK_MCC,
                        FraudRole.MSB,
                        FraudRole.MSB,
                        FraudRole.COLLUSIVE,
                        FraudRole.COLLUSIVE);
    }

    @Test
    void factorsThatLiftARowAboveAThousandAreRefused() {
        assertThatThrownBy(() -> RoleCuts.byGroup(
                        POLICY,
                        EntityKind.MERCHANT,
                        CLASSES,
                        entry -> Map.entry(entry.getKey(), entry.getValue().multiply(BigDecimal.valueOf(3)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("roles_6A#/factors lift /role_per_mille/MERCHANT/MONEY_SERVICES/HIGH above 1000 in all");
    }

    /** Lane at so many thousandths of all words. */
    private static long word(int perMille) {
        return Long.divideUnsigned(-1L, 1000) * perMille;
    }
}
