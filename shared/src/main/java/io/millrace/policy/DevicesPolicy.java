package io.millrace.policy;

import io.millrace.contract.DeviceType;
import io.millrace.contract.OsFamily;
import io.millrace.contract.PartyType;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code devices_6A}: devices of parties in own worlds.
 *
 * @param reachMax part of what a maximum and its zeros leave that a mean may use
 * @param types in slot order
 * @param pJoin of a housemate beyond the next one, to use a shared device
 * @param foreignDevicesMax devices of others in a party's list
 * @param terminalOs weights in vocabulary order
 */
public record DevicesPolicy(
        double reachMax,
        Map<Group, Spread> groups,
        List<Type> types,
        BigDecimal pJoin,
        int foreignDevicesMax,
        List<BigDecimal> terminalOs)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Bits of a device id and the contract's list of 20 are made for so many. */
    public static final int OWN_DEVICES_MAX = 14;

    public DevicesPolicy {
        for (PartyType party : PartyType.values()) {
            int held =
                    types.stream().mapToInt(type -> type.countMax().get(party)).sum();
            if (held > OWN_DEVICES_MAX) {
                throw new IllegalArgumentException(
                        "a " + party + " party could own " + held + " devices, at most " + OWN_DEVICES_MAX);
            }
        }
    }

    public static DevicesPolicy of(PolicyNode root) {
        EnumMap<Group, Spread> groups = new EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            PolicyNode node = root.get("groups").get(group.name());
            groups.put(
                    group,
                    new Spread(node.get("p_zero").number(), node.get("sigma").number()));
        }
        PolicyNode sharing = root.get("sharing");
        return new DevicesPolicy(
                root.get("reach_max").number(),
                Collections.unmodifiableMap(groups),
                root.get("types").items().stream().map(Type::of).toList(),
                sharing.get("p_join").decimal(),
                sharing.get("foreign_devices_max").int32(),
                systems(root.get("terminal_os")));
    }

    private static List<BigDecimal> systems(PolicyNode node) {
        return List.copyOf(
                ByVocabulary.map(node, OsFamily.class, PolicyNode::decimal).values());
    }

    /** Types of a group share one uniform per party; the number enters the counter. Append only. */
    public enum Group {
        PERSONAL,
        SHARED,
        PORTABLE,
        IOT,
        SERVER
    }

    /** @param pZero zeros on top of the spread */
    public record Spread(double pZero, double sigma) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param pShared of all devices of the type
     * @param partiesMax users of a shared device, the owner included
     * @param os weights in vocabulary order
     */
    public record Type(
            DeviceType type,
            Group group,
            Map<PartyType, Double> mean,
            Map<PartyType, Integer> countMax,
            double levelExponent,
            AtLeastOne atLeastOne,
            BigDecimal pShared,
            int partiesMax,
            List<BigDecimal> os)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Type of(PolicyNode node) {
            return new Type(
                    ByVocabulary.constant(node.get("device_type"), DeviceType.class),
                    Group.valueOf(node.get("group").text()),
                    ByVocabulary.map(node.get("mean"), PartyType.class, PolicyNode::number),
                    ByVocabulary.map(node.get("count_max"), PartyType.class, PolicyNode::int32),
                    node.get("level_exponent").number(),
                    AtLeastOne.valueOf(node.get("at_least_one").text()),
                    node.get("p_shared").decimal(),
                    node.get("parties_max").int32(),
                    systems(node.get("os")));
        }
    }
}
