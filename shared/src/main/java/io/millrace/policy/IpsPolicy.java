package io.millrace.policy;

import io.millrace.contract.AsnClass;
import io.millrace.contract.DeviceType;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.IpType;
import io.millrace.contract.Iso;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code ips_6A}: where devices of own worlds are online.
 *
 * @param groups by pool, of those that cut a domain into groups
 * @param addresses by pool, of those that have IPs of their own
 * @param uses by pool, of those that devices use
 * @param homeDevicesPerIp own devices that share one address of the household
 * @param carrierSecondEgress of a phone that uses the carrier
 * @param anonymizerCountries weight by {@link Iso} code
 */
public record IpsPolicy(
        Map<Pool, Groups> groups,
        Map<Pool, Addresses> addresses,
        Map<Pool, Use> uses,
        int homeDevicesPerIp,
        BigDecimal carrierSecondEgress,
        SortedMap<Integer, Integer> anonymizerCountries)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);
    /** Types of customer devices. */
    private static final List<DeviceType> TYPES = List.of(
            DeviceType.MOBILE_PHONE,
            DeviceType.WEARABLE,
            DeviceType.DESKTOP,
            DeviceType.TABLET,
            DeviceType.LAPTOP,
            DeviceType.IOT_DEVICE,
            DeviceType.SERVER);

    public static IpsPolicy of(PolicyNode root) {
        EnumMap<Pool, Groups> groups = new EnumMap<>(Pool.class);
        EnumMap<Pool, Addresses> addresses = new EnumMap<>(Pool.class);
        EnumMap<Pool, Use> uses = new EnumMap<>(Pool.class);
        root.get("pools").entries().forEach((name, node) -> {
            Pool pool = Pool.valueOf(name);
            groups.put(pool, Groups.of(node));
            addresses.put(pool, Addresses.of(node, node.get("ips_per_group").int32()));
            uses.put(pool, Use.of(node));
        });
        uses.put(Pool.RELATIVE, Use.of(root.get("relative")));
        uses.put(Pool.RINGPROXY, Use.of(root.get("ring_proxy")));
        addresses.put(Pool.RINGPROXY, Addresses.of(root.get("ring_proxy"), 1));
        PolicyNode endpoint = root.get("endpoint");
        addresses.put(Pool.ENDPOINT, Addresses.of(endpoint, 1));
        IpLinkRole endpointRole = ByVocabulary.constant(endpoint.get("link_role"), IpLinkRole.class);
        if (endpointRole != IpLinkRole.MERCHANT_ENDPOINT) {
            throw new IllegalStateException(
                    endpoint.get("link_role").pointer() + " must be MERCHANT_ENDPOINT, was " + endpointRole);
        }
        TreeMap<Integer, Integer> countries = new TreeMap<>();
        root.get("anonymizer_countries")
                .entries()
                .forEach((country, weight) -> countries.put(Iso.pack(country), weight.int32()));
        return new IpsPolicy(
                Collections.unmodifiableMap(groups),
                Collections.unmodifiableMap(addresses),
                Collections.unmodifiableMap(uses),
                root.get("home_devices_per_ip").int32(),
                root.get("carrier_second_egress").decimal(),
                Collections.unmodifiableSortedMap(countries));
    }

    private static int perTenThousand(PolicyNode node) {
        try {
            return node.decimal().multiply(TEN_THOUSAND).intValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalStateException(
                    node.pointer() + " has more than 4 decimals: "
                            + node.decimal().toPlainString(),
                    e);
        }
    }

    /** Kinds of places where a device is online, in the order of its IP slots. Append only: ip ids depend on it. */
    public enum Pool {
        HOME,
        RELATIVE,
        CARRIER,
        WORK,
        CAMPUS,
        PUBLIC,
        HOTEL,
        VPN,
        OFFICE,
        HOST,
        RINGPROXY,
        ENDPOINT
    }

    /**
     * @param participation part of the domain that is in a group, per ten thousand
     * @param sizes ascending
     * @param memberShares part of the members in groups of that size, per ten thousand
     */
    public record Groups(int participation, List<Integer> sizes, List<Integer> memberShares) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Groups of(PolicyNode pool) {
            return new Groups(
                    perTenThousand(pool.get("participation")),
                    pool.get("groups").items().stream()
                            .map(group -> group.get("size").int32())
                            .toList(),
                    pool.get("groups").items().stream()
                            .map(group -> perTenThousand(group.get("share")))
                            .toList());
        }
    }

    /** @param asn weights in vocabulary order */
    public record Addresses(IpType type, int ipsPerGroup, List<BigDecimal> asn) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Addresses of(PolicyNode pool, int ipsPerGroup) {
            return new Addresses(
                    ByVocabulary.constant(pool.get("ip_type"), IpType.class),
                    ipsPerGroup,
                    List.copyOf(ByVocabulary.map(pool.get("asn"), AsnClass.class, PolicyNode::decimal)
                            .values()));
        }
    }

    /**
     * @param include probability per device type of a member's device to use the pool
     * @param devicesPerPartyMax including devices beyond it are left out
     */
    public record Use(Map<DeviceType, BigDecimal> include, int devicesPerPartyMax, IpLinkRole role)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Use of(PolicyNode pool) {
            EnumMap<DeviceType, BigDecimal> include = new EnumMap<>(DeviceType.class);
            for (DeviceType type : TYPES) {
                include.put(type, pool.get("include").get(type.token()).decimal());
            }
            return new Use(
                    Collections.unmodifiableMap(include),
                    pool.get("devices_per_party_max").int32(),
                    ByVocabulary.constant(pool.get("link_role"), IpLinkRole.class));
        }
    }
}
