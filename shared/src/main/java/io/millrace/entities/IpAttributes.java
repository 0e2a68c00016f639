package io.millrace.entities;

import io.millrace.contract.AsnClass;
import io.millrace.contract.IpType;
import io.millrace.contract.Segment;
import io.millrace.policy.IpsPolicy;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.random.Choice;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Type, network class and country of an address. World design section 3.5. */
final class IpAttributes {
    private static final Pool[] POOLS = Pool.values();

    private final PartyLayout layout;
    private final IpPools pools;
    private final MerchantPlaces merchants;
    private final Draws draws;
    /** [pool]: code of {@link IpType}. */
    final byte[] type = new byte[POOLS.length];
    /** [pool]. */
    private final Choice[] asn = new Choice[POOLS.length];

    private final Countries ofWorld;
    private final Countries ofAnonymizers;

    IpAttributes(IpsPolicy policy, PartyLayout layout, IpPools pools, MerchantPlaces merchants, Draws draws) {
        this.layout = layout;
        this.pools = pools;
        this.merchants = merchants;
        this.draws = draws;
        for (Map.Entry<Pool, IpsPolicy.Addresses> entry : policy.addresses().entrySet()) {
            type[entry.getKey().ordinal()] = (byte) entry.getValue().type().code();
            asn[entry.getKey().ordinal()] = Choice.of(entry.getValue().asn());
        }
        TreeMap<Integer, Long> world = new TreeMap<>();
        TreeMap<Integer, Long> anonymizers = new TreeMap<>();
        for (int zone = 0; zone < layout.zones(); zone++) {
            int country = layout.country(zone);
            world.put(country, layout.countryWeight(country));
            if (policy.anonymizerCountries().containsKey(country)) {
                anonymizers.put(country, (long) policy.anonymizerCountries().get(country));
            }
        }
        ofWorld = new Countries(world);
        ofAnonymizers = new Countries(anonymizers.isEmpty() ? world : anonymizers);
    }

    /** {@link io.millrace.contract.Iso} code. */
    int country(int block, long number, long ipId) {
        Pool pool = pools.poolOfBlock(block);
        return switch (pool) {
            case HOME, CARRIER, WORK, CAMPUS, PUBLIC, OFFICE, HOST -> layout.country(pools.zoneOfBlock(block));
            case HOTEL -> ofWorld.country(draws.x0(Decision.IP_ATTR, ipId, 0));
            case VPN, RINGPROXY -> ofAnonymizers.country(draws.x0(Decision.IP_ATTR, ipId, 0));
            case ENDPOINT -> merchants.countryOfCell((int) pools.groupInBlock(block, number));
            case RELATIVE -> throw new IllegalStateException("no address is of pool RELATIVE");
        };
    }

    /**
     * Code of {@link AsnClass}. Where the country is drawn too, the class takes what the lane has left after it; the
     * office of a public body is of the public sector.
     */
    int asn(int block, long number, long ipId) {
        Pool pool = pools.poolOfBlock(block);
        if (pool == Pool.OFFICE) {
            long first = pools.member(pool, pools.zoneOfBlock(block), pools.groupInBlock(block, number), 0);
            if (layout.segmentOf(first) == Segment.PUBLIC_SECTOR.code()) {
                return AsnClass.PUBLIC_SECTOR.code();
            }
        }
        long lane = draws.x0(Decision.IP_ATTR, ipId, 0);
        if (pool == Pool.HOTEL) {
            lane = ofWorld.rest(lane);
        } else if (pool == Pool.VPN || pool == Pool.RINGPROXY) {
            lane = ofAnonymizers.rest(lane);
        }
        return asn[pool.ordinal()].pick(lane) + 1;
    }

    /** Countries by integer weight. */
    private static final class Countries {
        private final int[] country;
        /** Ascending; the last is the total. */
        private final long[] cumulative;

        Countries(SortedMap<Integer, Long> weights) {
            country = new ArrayList<>(weights.keySet())
                    .stream().mapToInt(Integer::intValue).toArray();
            cumulative = new long[country.length];
            long sum = 0;
            for (int i = 0; i < country.length; i++) {
                sum += weights.get(country[i]);
                cumulative[i] = sum;
            }
        }

        int country(long lane) {
            long at = Philox2x64.umulh(lane, cumulative[cumulative.length - 1]);
            int i = 0;
            while (cumulative[i] <= at) {
                i++;
            }
            return country[i];
        }

        /** What the pick of the country leaves of the lane: uniform again. */
        long rest(long lane) {
            return lane * cumulative[cumulative.length - 1];
        }
    }
}
