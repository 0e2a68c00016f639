package io.millrace.policy;

import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code roles_6A}: scores, tiers and roles of entities, and the bounds that a world is checked against. Shares stay
 * decimals, because cuts are made from their exact text.
 *
 * @param thresholds per kind, three shares, ascending
 * @param sampleMax entities looked at per kind when thresholds are made
 * @param rolePerMille kind, group, tier: per mille of each role but the clean one
 */
public record RolesPolicy(
        Scores scores,
        Map<EntityKind, List<BigDecimal>> thresholds,
        int sampleMax,
        RingRoles ringRoles,
        Factors factors,
        Groups groups,
        List<MccRange> mccClasses,
        Map<EntityKind, SortedMap<String, RoleRows>> rolePerMille,
        Checks checks)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Class of every merchant category code that no range names. */
    public static final String GENERAL = "GENERAL";

    public RolesPolicy {
        thresholds.forEach((kind, shares) -> require(
                shares.get(0).compareTo(shares.get(1)) < 0 && shares.get(1).compareTo(shares.get(2)) < 0,
                "/tiers/thresholds/" + kind + " must ascend, was " + shares));
        for (int line = 1; line < scores.ip.groupSize.size(); line++) {
            require(
                    scores.ip.groupSize.get(line - 1).partiesMax < scores.ip.groupSize.get(line).partiesMax,
                    "/scores/ip/group_size must ascend by parties_max");
        }
        rolePerMille.forEach(
                (kind, rows) -> rows.forEach((group, row) -> row.byTier.forEach((tier, perMille) -> require(
                        sum(perMille).compareTo(BigDecimal.valueOf(1000)) <= 0,
                        "/role_per_mille/" + kind + "/" + group + "/" + tier + " must not be above 1000 in all, was "
                                + sum(perMille)))));
        require(
                sum(ringRoles.others).compareTo(BigDecimal.ONE) == 0,
                "/ring_roles/others must sum to 1, was " + sum(ringRoles.others));
    }

    /** @param root the file, as the schema accepted it */
    public static RolesPolicy of(PolicyNode root) {
        return new RolesPolicy(
                Scores.of(root.get("scores")),
                kinds(
                        root.get("tiers").get("thresholds"),
                        list -> list.items().stream().map(PolicyNode::decimal).toList()),
                root.get("tiers").get("sample_max").int32(),
                RingRoles.of(root.get("ring_roles")),
                Factors.of(root.get("factors")),
                Groups.of(root.get("groups")),
                MccRange.listOf(root.get("mcc_classes")),
                kinds(root.get("role_per_mille"), groups -> sorted(groups, RoleRows::of)),
                Checks.of(root.get("checks")));
    }

    /** Class of a merchant category code. */
    public String mccClass(int mcc) {
        for (MccRange range : mccClasses) {
            if (range.from <= mcc && mcc <= range.to) {
                return range.mccClass;
            }
        }
        return GENERAL;
    }

    /** @param noise exclusive upper bound of the noise, points */
    public record Scores(
            Map<EntityKind, Integer> noise,
            PartyScore party,
            DeviceScore device,
            AccountScore account,
            IpScore ip,
            MerchantScore merchant)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Scores of(PolicyNode node) {
            return new Scores(
                    kinds(node.get("noise"), PolicyNode::int32),
                    PartyScore.of(node.get("party")),
                    DeviceScore.of(node.get("device")),
                    AccountScore.of(node.get("account")),
                    IpScore.of(node.get("ip")),
                    MerchantScore.of(node.get("merchant")));
        }
    }

    /** Points; those of credit, crossBorder and digital times a profile score 0..1. */
    public record PartyScore(int base, int credit, int crossBorder, int digital, int ring, int vpnMember)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static PartyScore of(PolicyNode node) {
            return new PartyScore(
                    node.get("base").int32(),
                    node.get("credit").int32(),
                    node.get("cross_border").int32(),
                    node.get("digital").int32(),
                    node.get("ring").int32(),
                    node.get("vpn_member").int32());
        }
    }

    /** Points. */
    public record DeviceScore(int base, Map<RiskTier, Integer> ownerTier, int anonymousIp, int shared)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static DeviceScore of(PolicyNode node) {
            return new DeviceScore(
                    node.get("base").int32(),
                    ByVocabulary.map(node.get("owner_tier"), RiskTier.class, PolicyNode::int32),
                    node.get("anonymous_ip").int32(),
                    node.get("shared").int32());
        }
    }

    /** Points. */
    public record AccountScore(int base, Map<RiskTier, Integer> ownerTier, int card, int ownerHighDevice)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static AccountScore of(PolicyNode node) {
            return new AccountScore(
                    node.get("base").int32(),
                    ByVocabulary.map(node.get("owner_tier"), RiskTier.class, PolicyNode::int32),
                    node.get("card").int32(),
                    node.get("owner_high_device").int32());
        }
    }

    /**
     * Points.
     *
     * @param base by ip type
     * @param groupSize ascending; the first line that holds counts
     * @param larger above the last line
     */
    public record IpScore(SortedMap<String, Integer> base, List<GroupSize> groupSize, int larger)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static IpScore of(PolicyNode node) {
            return new IpScore(
                    sorted(node.get("base"), PolicyNode::int32),
                    node.get("group_size").items().stream().map(GroupSize::of).toList(),
                    node.get("larger").int32());
        }

        /** Points of an address with so many parties behind it. */
        public int points(int parties) {
            for (GroupSize line : groupSize) {
                if (parties <= line.partiesMax) {
                    return line.points;
                }
            }
            return larger;
        }
    }

    /** @param partiesMax included */
    public record GroupSize(int partiesMax, int points) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static GroupSize of(PolicyNode node) {
            return new GroupSize(
                    node.get("parties_max").int32(), node.get("points").int32());
        }
    }

    /**
     * Points.
     *
     * @param mccClass by class
     * @param siteDoubling times floor(log2(sites))
     */
    public record MerchantScore(int base, SortedMap<String, Integer> mccClass, int siteDoubling)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static MerchantScore of(PolicyNode node) {
            return new MerchantScore(
                    node.get("base").int32(),
                    sorted(node.get("mcc_class"), PolicyNode::int32),
                    node.get("site_doubling").int32());
        }
    }

    /**
     * @param organiserSizeMin smallest ring whose slot 0 is an organiser; in smaller ones an associate
     * @param others share of each role in the other slots
     */
    public record RingRoles(int organiserSizeMin, Map<FraudRole, BigDecimal> others) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static RingRoles of(PolicyNode node) {
            return new RingRoles(node.get("organiser_size_min").int32(), roles(node.get("others")));
        }
    }

    /** On the entries of a row other than the clean one. */
    public record Factors(BigDecimal partyOutsideRing, BigDecimal ownerNotClean, BigDecimal muleAccountOfMule)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Factors of(PolicyNode node) {
            return new Factors(
                    node.get("party_outside_ring").decimal(),
                    node.get("owner_not_clean").decimal(),
                    node.get("mule_account_of_mule").decimal());
        }
    }

    /** Role group by the type token of an entity. */
    public record Groups(
            SortedMap<String, String> account, SortedMap<String, String> device, SortedMap<String, String> ip)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Groups of(PolicyNode node) {
            return new Groups(
                    sorted(node.get("account"), PolicyNode::text),
                    sorted(node.get("device"), PolicyNode::text),
                    sorted(node.get("ip"), PolicyNode::text));
        }
    }

    /** Merchant category codes of one class, both ends included. */
    public record MccRange(String mccClass, int from, int to) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static List<MccRange> listOf(PolicyNode node) {
            return node.entries().entrySet().stream()
                    .flatMap(entry -> entry.getValue().items().stream()
                            .map(range -> new MccRange(
                                    entry.getKey(),
                                    range.get("from").int32(),
                                    range.get("to").int32())))
                    .toList();
        }
    }

    /** Per mille of each role but the clean one, by tier. */
    public record RoleRows(Map<RiskTier, Map<FraudRole, BigDecimal>> byTier) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static RoleRows of(PolicyNode node) {
            return new RoleRows(ByVocabulary.map(node, RiskTier.class, RolesPolicy::roles));
        }
    }

    /** Bounds of the checks of a world. */
    public record Checks(
            long largeWorldParties,
            double standardErrors,
            int twinOneRangeIn,
            Caps caps,
            SortedMap<String, Band> roles,
            Coupling riskCoupling,
            IpShape ipShape,
            SortedMap<String, Band> sharing,
            Population population)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Checks of(PolicyNode node) {
            return new Checks(
                    node.get("large_world_parties").integer(),
                    node.get("standard_errors").number(),
                    node.get("twin_one_range_in").int32(),
                    Caps.of(node.get("caps")),
                    sorted(node.get("roles"), Band::of),
                    Coupling.of(node.get("risk_coupling")),
                    IpShape.of(node.get("ip_shape")),
                    sorted(node.get("sharing"), Band::of),
                    Population.of(node.get("population")));
        }
    }

    /** Both ends included. */
    public record Band(double min, double max) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Band of(PolicyNode node) {
            return new Band(node.get("min").number(), node.get("max").number());
        }

        public boolean holds(double value) {
            return min <= value && value <= max;
        }
    }

    /** Largest counts that the other packs allow. */
    public record Caps(
            int accountsPerParty,
            int instrumentsPerAccount,
            int ownDevicesPerParty,
            int devicesPerParty,
            int partiesPerDevice,
            int ipsPerDevice,
            int devicesPerIp,
            int devicesPerResidentialIp)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Caps of(PolicyNode node) {
            return new Caps(
                    node.get("accounts_per_party").int32(),
                    node.get("instruments_per_account").int32(),
                    node.get("own_devices_per_party").int32(),
                    node.get("devices_per_party").int32(),
                    node.get("parties_per_device").int32(),
                    node.get("ips_per_device").int32(),
                    node.get("devices_per_ip").int32(),
                    node.get("devices_per_residential_ip").int32());
        }
    }

    /** @param lowerBoundZ quantile of the normal law that the lower bound of an odds ratio is taken at */
    public record Coupling(Band oddsRatio, double lowerBoundMin, double lowerBoundZ, double ringShareMin)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Coupling of(PolicyNode node) {
            return new Coupling(
                    Band.of(node.get("odds_ratio")),
                    node.get("lower_bound_min").number(),
                    node.get("lower_bound_z").number(),
                    node.get("ring_share_min").number());
        }
    }

    /** @param edgeShare of device links by ip type, as expected */
    public record IpShape(
            Band devicesPerIpP50,
            Band devicesPerIpP99,
            Band topPercentShare,
            double edgeShareTolerance,
            SortedMap<String, Double> edgeShare)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static IpShape of(PolicyNode node) {
            return new IpShape(
                    Band.of(node.get("devices_per_ip_p50")),
                    Band.of(node.get("devices_per_ip_p99")),
                    Band.of(node.get("top_percent_share")),
                    node.get("edge_share_tolerance").number(),
                    sorted(node.get("edge_share"), PolicyNode::number));
        }
    }

    /** Shares of parties. */
    public record Population(double segmentMixL1Max, Band topCountry, Band business, Band active, double noAccountMax)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Population of(PolicyNode node) {
            return new Population(
                    node.get("segment_mix_l1_max").number(),
                    Band.of(node.get("top_country")),
                    Band.of(node.get("business")),
                    Band.of(node.get("active")),
                    node.get("no_account_max").number());
        }
    }

    private static <T> Map<EntityKind, T> kinds(PolicyNode node, Function<PolicyNode, T> value) {
        EnumMap<EntityKind, T> map = new EnumMap<>(EntityKind.class);
        for (EntityKind kind : EntityKind.values()) {
            map.put(kind, value.apply(node.get(kind.name())));
        }
        return Collections.unmodifiableMap(map);
    }

    private static <T> SortedMap<String, T> sorted(PolicyNode node, Function<PolicyNode, T> value) {
        TreeMap<String, T> map = new TreeMap<>();
        node.entries().forEach((key, child) -> map.put(key, value.apply(child)));
        return Collections.unmodifiableSortedMap(map);
    }

    /** In code order, which is the order of cumulative cuts. */
    private static Map<FraudRole, BigDecimal> roles(PolicyNode node) {
        EnumMap<FraudRole, BigDecimal> map = new EnumMap<>(FraudRole.class);
        node.entries().forEach((role, share) -> map.put(FraudRole.valueOf(role), share.decimal()));
        return Collections.unmodifiableMap(map);
    }

    private static BigDecimal sum(Map<FraudRole, BigDecimal> shares) {
        return shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("roles_6A#" + message);
        }
    }
}
