package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code merchants_5B}: groups of merchants and the laws of their sites, edges and terminals.
 *
 * @param groups in the order of the file, which numbers them
 * @param bankRailGoesOn chance that a visit of the channel BANK_RAIL goes on, in every group
 * @param brandShareOfCountryMax of the merchants of a group in a country; one brand always may be there
 */
public record MerchantsPolicy(
        List<Group> groups,
        double bankRailGoesOn,
        BigDecimal brandShareOfCountryMax,
        Sites sites,
        Edges edges,
        Terminals terminals)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Name of a shape that is not there. */
    private static final String NO_SHAPE = "NONE";

    private static final int PPM_DIGITS = 6;
    private static final int PPM = 1_000_000;

    public MerchantsPolicy {
        groups = List.copyOf(groups);
        sumsToOne(
                "arrivals_share of all groups",
                groups.stream().map(Group::arrivalsShare).toList());
        sumsToOne(
                "merchants_share of all groups",
                groups.stream().map(Group::merchantsShare).toList());
        TreeSet<String> names = new TreeSet<>();
        for (Group group : groups) {
            require(names.add(group.name), "a group must stand once, was twice: " + group.name);
        }
    }

    /** @param root the file, as the schema accepted it */
    public static MerchantsPolicy of(PolicyNode root) {
        return new MerchantsPolicy(
                root.get("groups").items().stream().map(Group::of).toList(),
                root.get("bank_rail_goes_on").number(),
                root.get("brand_share_of_country_max").decimal(),
                Sites.of(root.get("sites")),
                Edges.of(root.get("edges")),
                Terminals.of(root.get("terminals")));
    }

    /** Chance that a visit brings one more arrival: rho of its size law, below 1. */
    public double goesOn(int group, Channel channel) {
        Group of = groups.get(group);
        return switch (channel) {
            case POS, ATM -> of.goesOnPhysical;
            case ECOM, HYBRID -> of.goesOnOnline;
            case BANK_RAIL -> bankRailGoesOn;
        };
    }

    /**
     * Name of the hour-of-week shape in shapes_5B.
     *
     * @throws IllegalStateException when the group has no such channel
     */
    public String shape(int group, Channel channel) {
        Group of = groups.get(group);
        String shape =
                switch (channel) {
                    case POS, ATM -> of.shapePhysical;
                    case ECOM, BANK_RAIL, HYBRID -> of.shapeOnline;
                };
        if (NO_SHAPE.equals(shape)) {
            throw new IllegalStateException(of.name + " has no shape for " + channel);
        }
        return shape;
    }

    /**
     * Merchants that sell alike.
     *
     * @param arrivalsShare of all arrivals of the world
     * @param merchantsShare of all merchants of the world
     * @param channelPpm millionths of a merchant's arrivals, sum 1 000 000; HYBRID 0
     * @param shapePhysical NONE without physical channels
     * @param shapeOnline NONE without online channels and bank orders
     * @param rankExponent of the rank-size law in a country
     * @param arrivalsPerSite of a week; 0 without physical channels
     * @param brands that may sell in several countries
     * @param brandPresence probability to be present in a country that is not home
     */
    public record Group(
            String name,
            DemandClass demandClass,
            List<Integer> mccs,
            BigDecimal arrivalsShare,
            BigDecimal merchantsShare,
            Map<Channel, Integer> channelPpm,
            String shapePhysical,
            String shapeOnline,
            double goesOnPhysical,
            double goesOnOnline,
            double rankExponent,
            int arrivalsPerSite,
            int brands,
            BigDecimal brandPresence)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Group {
            mccs = List.copyOf(mccs);
            require(!mccs.isEmpty(), name + " must have an MCC");
            int sum = channelPpm.values().stream().mapToInt(Integer::intValue).sum();
            require(sum == PPM, "channel of " + name + " must sum to 1, was " + sum + " millionths");
            boolean online = !NO_SHAPE.equals(shapeOnline);
            boolean physical = channelPpm.get(Channel.POS) + channelPpm.get(Channel.ATM) > 0;
            require(
                    channelPpm.get(Channel.POS) == 0 || channelPpm.get(Channel.ATM) == 0,
                    name + " must have tills or cash machines, was both");
            require(
                    physical != NO_SHAPE.equals(shapePhysical) && physical == arrivalsPerSite > 0,
                    name + " must have a physical shape and arrivals_per_site if and only if it has POS or ATM");
            require(
                    (sum > channelPpm.get(Channel.POS) + channelPpm.get(Channel.ATM)) == online,
                    name + " must have an online shape if and only if it has ECOM or BANK_RAIL");
            // Not merely unused: a value that acts nowhere would be taken for one that acts.
            require(
                    (physical || goesOnPhysical == 0) && (online || goesOnOnline == 0),
                    name + " must have visit_goes_on 0 where it has no channel");
        }

        static Group of(PolicyNode node) {
            return new Group(
                    node.get("group").text(),
                    ByVocabulary.constant(node.get("demand_class"), DemandClass.class),
                    node.get("mcc").items().stream().map(PolicyNode::int32).toList(),
                    node.get("arrivals_share").decimal(),
                    node.get("merchants_share").decimal(),
                    ByVocabulary.map(node.get("channel"), Channel.class, share -> share.decimal()
                            .movePointRight(PPM_DIGITS)
                            .intValueExact()),
                    node.get("shape").get("physical").text(),
                    node.get("shape").get("online").text(),
                    node.get("visit_goes_on").get("physical").number(),
                    node.get("visit_goes_on").get("online").number(),
                    node.get("rank_exponent").number(),
                    node.get("arrivals_per_site").int32(),
                    node.get("brands").get("count").int32(),
                    node.get("brands").get("presence").decimal());
        }

        /** Merchants of the group have shops or cash machines. */
        public boolean physical() {
            return arrivalsPerSite > 0;
        }

        /** Millionths of the channel. */
        public int ppm(Channel channel) {
            return channelPpm.get(channel);
        }
    }

    /**
     * @param perCountryMax of one merchant
     * @param weightExponent site i (from 0) has weight (i + 1) ^ -exponent
     */
    public record Sites(int perCountryMax, double weightExponent) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Sites of(PolicyNode node) {
            return new Sites(
                    node.get("per_country_max").int32(),
                    node.get("weight_exponent").number());
        }
    }

    /**
     * @param arrivalsPerEdge weekly online arrivals and bank orders
     * @param perMerchantMax of one merchant, over all countries
     */
    public record Edges(int arrivalsPerEdge, int perMerchantMax) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Edges of(PolicyNode node) {
            return new Edges(
                    node.get("arrivals_per_edge").int32(),
                    node.get("per_merchant_max").int32());
        }
    }

    /**
     * @param arrivalsPerTill weekly
     * @param extraTillsMax beyond the first; identities leave room for 64 tills
     * @param osShare operating system to share, sum 1
     */
    public record Terminals(int arrivalsPerTill, int extraTillsMax, SortedMap<String, BigDecimal> osShare)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Terminals {
            sumsToOne("terminals/os_share", new ArrayList<>(osShare.values()));
        }

        static Terminals of(PolicyNode node) {
            TreeMap<String, BigDecimal> shares = new TreeMap<>();
            node.get("os_share").entries().forEach((os, share) -> shares.put(os, share.decimal()));
            return new Terminals(
                    node.get("arrivals_per_till").int32(),
                    node.get("extra_tills_max").int32(),
                    Collections.unmodifiableSortedMap(shares));
        }
    }

    private static void sumsToOne(String what, List<BigDecimal> shares) {
        BigDecimal sum = shares.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        require(
                sum.compareTo(BigDecimal.ONE) == 0,
                what + " must sum to 1, was " + sum.stripTrailingZeros().toPlainString());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
