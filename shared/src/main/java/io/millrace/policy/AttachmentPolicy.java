package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.DemandClass;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code attachment_policy_6B}: who pays, and by which means. Probabilities stay decimals, because coins are cut from
 * their exact text.
 *
 * @param instrumentOptional channels on which an arrival may have no instrument
 */
public record AttachmentPolicy(
        ChannelRules channel,
        Map<Channel, Boolean> instrumentOptional,
        Visit visit,
        Party party,
        Account account,
        Instrument instrument,
        Device device,
        Ip ip)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public static AttachmentPolicy of(PolicyNode root) {
        root.get("attach_order").items();
        root.get("country").get("source_order").items();
        PolicyNode requiredness = root.get("requiredness");
        for (String dimension : List.of("PARTY", "ACCOUNT", "DEVICE", "IP")) {
            requiredness.get(dimension).entries();
        }
        return new AttachmentPolicy(
                ChannelRules.of(root.get("channel")),
                ByVocabulary.map(requiredness.get("INSTRUMENT"), Channel.class, node -> "OPTIONAL".equals(node.text())),
                Visit.of(root.get("visit")),
                Party.of(root.get("party")),
                Account.of(root.get("account")),
                Instrument.of(root.get("instrument")),
                Device.of(root.get("device")),
                Ip.of(root.get("ip")));
    }

    /**
     * @param fromUpstream absent for tokens that take a row of the table
     * @param unresolved total over (virtual, demand class); the first match counts
     */
    public record ChannelRules(Map<ChannelUpstream, Channel> fromUpstream, List<Unresolved> unresolved)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static ChannelRules of(PolicyNode node) {
            EnumMap<ChannelUpstream, Channel> mapped = new EnumMap<>(ChannelUpstream.class);
            for (ChannelUpstream token : ChannelUpstream.values()) {
                PolicyNode target = node.get("from_upstream").get(token.token());
                if (!"UNRESOLVED".equals(target.text())) {
                    mapped.put(token, ByVocabulary.constant(target, Channel.class));
                }
            }
            return new ChannelRules(
                    Collections.unmodifiableMap(mapped),
                    node.get("unresolved").items().stream().map(Unresolved::of).toList());
        }
    }

    /** One row of the table of unresolved channels. */
    public record Unresolved(List<Boolean> isVirtual, List<DemandClass> demandClass, Map<Channel, BigDecimal> weights)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Unresolved of(PolicyNode node) {
            return new Unresolved(
                    node.get("is_virtual").items().stream()
                            .map(PolicyNode::bool)
                            .toList(),
                    ByVocabulary.list(node.get("demand_class"), DemandClass.class),
                    decimals(node.get("weights")));
        }
    }

    /**
     * @param tripMeanArrivals of one trip in its hour
     * @param meanArrivalsPerVisit foreign worlds only
     * @param windowsPerHourMax foreign worlds only
     * @param loyalRankFloor 0..0.9, start of the rank law
     */
    public record Visit(
            Map<Channel, BigDecimal> pLoyal,
            Map<Channel, BigDecimal> pTrip,
            double tripMeanArrivals,
            Map<Channel, Double> meanArrivalsPerVisit,
            Map<Channel, Integer> windowsPerHourMax,
            Map<Channel, BigDecimal> loyalArrivalsPerDay,
            long loyalCustomersMin,
            long loyalCustomersMax,
            double loyalRankFloor)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Visit of(PolicyNode node) {
            // The schema fixes the exponent at 2; the law squares.
            node.get("loyal_rank_exponent").integer();
            return new Visit(
                    decimals(node.get("p_loyal")),
                    decimals(node.get("p_trip")),
                    node.get("trip_mean_arrivals").number(),
                    ByVocabulary.map(node.get("mean_arrivals_per_visit"), Channel.class, PolicyNode::number),
                    ByVocabulary.map(node.get("windows_per_hour_max"), Channel.class, PolicyNode::int32),
                    decimals(node.get("loyal_arrivals_per_day")),
                    node.get("loyal_customers_min").integer(),
                    node.get("loyal_customers_max").integer(),
                    node.get("loyal_rank_floor").number());
        }
    }

    /**
     * @param awayWeight relative to the mean
     * @param stayDays UTC days
     * @param foreign activity of foreign parties, used when their index is built
     */
    public record Party(
            Map<Channel, BigDecimal> pHome, Map<Segment, BigDecimal> awayWeight, int stayDays, ForeignActivity foreign)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Party of(PolicyNode node) {
            node.get("when_no_candidate").items();
            return new Party(
                    decimals(node.get("p_home")),
                    ByVocabulary.map(node.get("away_weight"), Segment.class, PolicyNode::decimal),
                    node.get("stay_days").int32(),
                    new ForeignActivity(
                            node.get("weight_base").number(),
                            node.get("weight_holdings_log1p").number(),
                            node.get("activity_sigma_log").number(),
                            node.get("active_share").number()));
        }
    }

    /** Activity weight of a foreign party: base, holdings, noise; the rest is dormant. */
    public record ForeignActivity(double base, double holdingsLog1p, double sigmaLog, double activeShare)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** Accounts that fit a channel, and how often the usual one is taken. */
    public record Account(Map<Channel, List<LedgerClass>> allowedClasses, Map<Channel, BigDecimal> pHabit)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Account of(PolicyNode node) {
            node.get("when_no_candidate").items();
            return new Account(
                    ByVocabulary.map(
                            node.get("allowed_ledger_classes"),
                            Channel.class,
                            list -> ByVocabulary.list(list, LedgerClass.class)),
                    decimals(node.get("p_habit")));
        }
    }

    /** Instruments that fit a channel, and how often an arrival tries another. */
    public record Instrument(Map<Channel, List<InstrumentKind>> allowedKinds, Map<Channel, BigDecimal> pSwitchOnRetry)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Instrument of(PolicyNode node) {
            node.get("when_no_candidate").items();
            return new Instrument(
                    ByVocabulary.map(
                            node.get("allowed_kinds"),
                            Channel.class,
                            list -> ByVocabulary.list(list, InstrumentKind.class)),
                    decimals(node.get("p_switch_on_retry")));
        }
    }

    /**
     * @param remoteOrder first held is the primary device on remote channels
     * @param physicalOrder the same at tills and cash machines
     * @param refuseWithoutTerminals a world without terminals is refused at start
     */
    public record Device(
            List<DeviceGroup> remoteOrder,
            List<DeviceGroup> physicalOrder,
            Map<Channel, BigDecimal> pTerminal,
            boolean refuseWithoutTerminals)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Device of(PolicyNode node) {
            node.get("when_no_candidate").items();
            return new Device(
                    ByVocabulary.list(node.get("type_order").get("remote"), DeviceGroup.class),
                    ByVocabulary.list(node.get("type_order").get("physical"), DeviceGroup.class),
                    decimals(node.get("p_terminal")),
                    "FAIL".equals(node.get("when_no_terminal").text()));
        }
    }

    /**
     * @param endpointAtTerminal arrivals at a terminal take an endpoint of the merchant
     * @param anonymizerShareMax cap that the run is judged by
     */
    public record Ip(Map<Channel, Boolean> endpointAtTerminal, double anonymizerShareMax) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Ip of(PolicyNode node) {
            node.get("when_no_candidate").items();
            return new Ip(
                    ByVocabulary.map(
                            node.get("source"), Channel.class, source -> "FROM_MERCHANT".equals(source.text())),
                    node.get("anonymizer_share_max").number());
        }
    }

    private static Map<Channel, BigDecimal> decimals(PolicyNode node) {
        return ByVocabulary.map(node, Channel.class, PolicyNode::decimal);
    }
}
