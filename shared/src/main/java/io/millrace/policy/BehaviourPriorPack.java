package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.Coded;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * {@code behaviour_prior_pack_6B}: weights inside a party by segment family and channel, in millionths.
 *
 * @param pPrimaryDevice millionths, of visits on the party's primary device
 */
public record BehaviourPriorPack(
        Map<Segment, Family> segmentFamily,
        Map<Family, Map<Channel, Map<LedgerClass, Integer>>> accountWeights,
        Map<Family, Map<Channel, Map<InstrumentKind, Integer>>> instrumentWeights,
        Map<Family, Map<Channel, Map<IpGroup, Integer>>> ipWeights,
        Map<Segment, Map<Channel, Integer>> pPrimaryDevice,
        Guardrails guardrails)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    public static BehaviourPriorPack of(PolicyNode root) {
        PolicyNode vocabulary = root.get("vocabulary");
        for (String list : vocabulary.entries().keySet()) {
            vocabulary.get(list).items();
        }
        PolicyNode limits = root.get("guardrails");
        return new BehaviourPriorPack(
                ByVocabulary.map(root.get("segment_family"), Segment.class, node -> Family.valueOf(node.text())),
                weights(root.get("account_weights"), LedgerClass.class),
                weights(root.get("instrument_weights"), InstrumentKind.class),
                weights(root.get("ip_weights"), IpGroup.class),
                ByVocabulary.map(
                        root.get("p_primary_device"),
                        Segment.class,
                        node -> ByVocabulary.map(node, Channel.class, BehaviourPriorPack::millionths)),
                new Guardrails(
                        limits.get("anonymizer_weight_max").decimal(),
                        limits.get("hosting_weight_max").decimal(),
                        limits.get("distinct_channel_rows_min").int32()));
    }

    private static <E extends Enum<E> & Coded> Map<Family, Map<Channel, Map<E, Integer>>> weights(
            PolicyNode node, Class<E> vocabulary) {
        EnumMap<Family, Map<Channel, Map<E, Integer>>> byFamily = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            byFamily.put(
                    family,
                    ByVocabulary.map(
                            node.get(family.name()),
                            Channel.class,
                            row -> ByVocabulary.map(row, vocabulary, BehaviourPriorPack::millionths)));
        }
        return Collections.unmodifiableMap(byFamily);
    }

    private static int millionths(PolicyNode node) {
        try {
            return node.decimal().multiply(MILLION).intValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalStateException(
                    node.pointer() + " has more than 6 decimals: "
                            + node.decimal().toPlainString(),
                    e);
        }
    }

    /** Segments that share their weights. */
    public enum Family implements Coded {
        RETAIL,
        BUSINESS,
        OTHER;

        @Override
        public int code() {
            return ordinal() + 1;
        }

        @Override
        public String token() {
            return name();
        }
    }

    /** Caps that the linter holds the weights against. */
    public record Guardrails(BigDecimal anonymizerWeightMax, BigDecimal hostingWeightMax, int distinctChannelRowsMin)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** Family of a segment code. */
    public Family family(int segmentCode) {
        return segmentFamily.get(Segment.ofCode(segmentCode));
    }
}
