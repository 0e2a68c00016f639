package io.millrace.entities;

import io.millrace.contract.Coded;
import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;
import io.millrace.policy.RolesPolicy;
import io.millrace.policy.RolesPolicy.RoleRows;
import io.millrace.table.CutTable;
import io.millrace.table.TableHash;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Role of an entity of one kind by (row of its type, tier, word): the clean role first, then by code. */
final class RoleCuts implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Decimals of a weight that count; per mille times a factor has no more than these. */
    private static final int SCALE = 9;

    private static final long ALL = weight(BigDecimal.valueOf(1000));

    private final FraudRole[] roles;
    /** [row][tier]. */
    private final CutTable[][] cuts;

    private RoleCuts(FraudRole[] roles, CutTable[][] cuts) {
        this.roles = roles;
        this.cuts = cuts;
    }

    /** Rows by code of a type; types that no group names have none. */
    static <E extends Enum<E> & Coded> RoleCuts byType(
            RolesPolicy policy,
            EntityKind kind,
            Class<E> types,
            SortedMap<String, String> groupByType,
            UnaryOperator<Map.Entry<FraudRole, BigDecimal>> factor) {
        SortedMap<String, RoleRows> rows = policy.rolePerMille().get(kind);
        CutTable[][] cuts = new CutTable
                [Arrays.stream(types.getEnumConstants())
                                .mapToInt(Coded::code)
                                .max()
                                .orElse(0)
                        + 1][];
        for (E type : types.getEnumConstants()) {
            String group = groupByType.get(type.token());
            if (group != null) {
                cuts[type.code()] = tiers(kind, group, rows.get(group), factor);
            }
        }
        return new RoleCuts(roles(kind), cuts);
    }

    /** Rows in the order of the groups' names. */
    static RoleCuts byGroup(
            RolesPolicy policy,
            EntityKind kind,
            List<String> groups,
            UnaryOperator<Map.Entry<FraudRole, BigDecimal>> factor) {
        SortedMap<String, RoleRows> rows = policy.rolePerMille().get(kind);
        Function<String, CutTable[]> row = group -> tiers(kind, group, rows.get(group), factor);
        return new RoleCuts(roles(kind), groups.stream().map(row).toArray(CutTable[][]::new));
    }

    FraudRole role(int row, RiskTier tier, long x) {
        return roles[cuts[row][tier.ordinal()].count(x)];
    }

    void hash(TableHash hash) {
        for (CutTable[] byTier : cuts) {
            hash.add(byTier);
        }
    }

    /** Whole number of a decimal share or per mille. */
    static long weight(BigDecimal share) {
        return share.movePointRight(SCALE).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    private static FraudRole[] roles(EntityKind kind) {
        return FraudRole.of(kind).toArray(FraudRole[]::new);
    }

    private static CutTable[] tiers(
            EntityKind kind, String group, RoleRows rows, UnaryOperator<Map.Entry<FraudRole, BigDecimal>> factor) {
        List<FraudRole> roles = FraudRole.of(kind);
        CutTable[] tiers = new CutTable[RiskTier.values().length];
        for (RiskTier tier : RiskTier.values()) {
            long[] weights = new long[roles.size()];
            long clean = ALL;
            for (Map.Entry<FraudRole, BigDecimal> entry :
                    rows.byTier().get(tier).entrySet()) {
                long weight = weight(factor.apply(entry).getValue());
                weights[roles.indexOf(entry.getKey())] = weight;
                clean -= weight;
            }
            if (clean < 0) {
                throw new IllegalArgumentException("roles_6A#/factors lift /role_per_mille/" + kind + "/" + group + "/"
                        + tier + " above 1000 in all");
            }
            weights[0] = clean;
            tiers[tier.ordinal()] = CutTable.ofShares(weights);
        }
        return tiers;
    }
}
