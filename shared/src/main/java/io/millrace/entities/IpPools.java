package io.millrace.entities;

import io.millrace.contract.Segment;
import io.millrace.policy.IpsPolicy;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.random.Decision;
import io.millrace.table.Permutation;
import io.millrace.table.Strips;
import io.millrace.world.WorldKeys;
import java.util.Arrays;

/**
 * Every address of a world by number: pools in slot order, zones inside a pool, groups inside a zone, addresses inside
 * a group. An ip id is one more than the dealt number, so that ids tell nothing. World design section 3.5.
 *
 * <p>A <em>block</em> is a pool in a zone (or in the world); its numbers are neighbours.
 */
public final class IpPools {
    private static final Pool[] POOLS = Pool.values();
    private static final int SMALL_HOUSEHOLD = 2;

    private final PartyLayout layout;
    private final Households households;
    private final Rings rings;
    private final Permutation published;

    /** [pool][zone or 0]: groups; null for pools without strips of their own. */
    private final Strips[][] strips = new Strips[POOLS.length][];
    /** [pool][zone or 0]: first inner index of the parties a pool with strips is about. */
    private final long[][] firstOfDomain = new long[POOLS.length][];
    /** [zone]: households below stand behind an address of the provider with others. */
    private final long[] smallHouseholds;
    /** [zone]: relative of a retail party. */
    private final Permutation[] relative;

    /** [pool ordinal]. */
    private final int[] ipsPerGroup = new int[POOLS.length];
    /** [pool ordinal]: first block; one more entry is the end. */
    private final int[] firstBlock = new int[POOLS.length + 1];
    /** [block]: first number; one more entry is the end. */
    private final long[] firstNumber;

    IpPools(PartyLayout layout, Households households, Rings rings, IpsPolicy policy, int endpoints, WorldKeys keys) {
        this.layout = layout;
        this.households = households;
        this.rings = rings;
        int zones = layout.zones();
        smallHouseholds = new long[zones];
        relative = new Permutation[zones];
        for (int zone = 0; zone < zones; zone++) {
            smallHouseholds[zone] = households.of(zone).groupsUpTo(SMALL_HOUSEHOLD);
            long retail = layout.retailEnd(zone) - layout.first(zone);
            relative[zone] =
                    Permutation.of(Math.max(1, retail), keys.zone(Decision.RELATIVE, zone), Permutation.INNER_ROUNDS);
        }
        long[] first = new long[POOLS.length * zones + 1];
        int blocks = 0;
        for (Pool pool : POOLS) {
            firstBlock[pool.ordinal()] = blocks;
            if (pool == Pool.RELATIVE) {
                continue;
            }
            ipsPerGroup[pool.ordinal()] = policy.addresses().get(pool).ipsPerGroup();
            IpsPolicy.Groups groups = policy.groups().get(pool);
            int inPool = isOfWorld(pool) ? 1 : zones;
            strips[pool.ordinal()] = groups == null ? null : new Strips[inPool];
            firstOfDomain[pool.ordinal()] = new long[inPool];
            for (int zone = 0; zone < inPool; zone++) {
                if (groups != null) {
                    strips[pool.ordinal()][zone] = strips(pool, zone, groups, keys);
                    firstOfDomain[pool.ordinal()][zone] = domainFirst(pool, zone);
                }
                long count = groupsOf(pool, zone, endpoints) * ipsPerGroup[pool.ordinal()];
                first[blocks + 1] = first[blocks] + count;
                blocks++;
            }
        }
        firstBlock[POOLS.length] = blocks;
        firstNumber = Arrays.copyOf(first, blocks + 1);
        published = Permutation.of(Math.max(1, capacity()), keys.world(Decision.IP), Permutation.PUBLISHED_ROUNDS);
    }

    private Strips strips(Pool pool, int zone, IpsPolicy.Groups groups, WorldKeys keys) {
        long n = pool == Pool.HOME ? smallHouseholds[zone] : domainEnd(pool, zone) - domainFirst(pool, zone);
        Decision structure = structure(pool);
        return Strips.of(
                n,
                isOfWorld(pool) ? keys.world(structure) : keys.zone(structure, zone),
                groups.participation(),
                groups.sizes().stream().mapToInt(Integer::intValue).toArray(),
                groups.memberShares().stream().mapToInt(Integer::intValue).toArray());
    }

    private static Decision structure(Pool pool) {
        return switch (pool) {
            case HOME -> Decision.HOMENAT;
            case RELATIVE -> Decision.RELATIVE;
            case CARRIER -> Decision.CARRIER;
            case WORK -> Decision.WORK;
            case CAMPUS -> Decision.CAMPUS;
            case PUBLIC -> Decision.PUBLIC;
            case HOTEL -> Decision.HOTEL;
            case VPN -> Decision.VPN;
            case OFFICE -> Decision.OFFICE;
            case HOST -> Decision.HOST;
            case RINGPROXY, ENDPOINT -> throw new IllegalArgumentException(pool + " has no groups of its own");
        };
    }

    private static boolean isOfWorld(Pool pool) {
        return switch (pool) {
            case HOTEL, VPN, RINGPROXY, ENDPOINT -> true;
            case HOME, RELATIVE, CARRIER, WORK, CAMPUS, PUBLIC, OFFICE, HOST -> false;
        };
    }

    /** First inner index of the parties a pool is about; pools of the world: 0. */
    private long domainFirst(Pool pool, int zone) {
        return switch (pool) {
            case HOME, RELATIVE, CARRIER, WORK, PUBLIC -> layout.first(zone);
            case CAMPUS -> layout.studentFirst(zone);
            case OFFICE, HOST -> layout.retailEnd(zone);
            case HOTEL, VPN, RINGPROXY, ENDPOINT -> 0;
        };
    }

    private long domainEnd(Pool pool, int zone) {
        return switch (pool) {
            case HOME, RELATIVE, CAMPUS, PUBLIC -> layout.retailEnd(zone);
            case WORK -> layout.workingEnd(zone);
            case CARRIER, OFFICE, HOST -> layout.end(zone);
            case HOTEL, VPN, RINGPROXY, ENDPOINT -> layout.parties();
        };
    }

    private long groupsOf(Pool pool, int zone, int endpoints) {
        return switch (pool) {
            case HOME ->
                strips[pool.ordinal()][zone].groups() + households.of(zone).groups() - smallHouseholds[zone];
            case RINGPROXY -> rings.rings();
            case ENDPOINT -> endpoints;
            case RELATIVE -> 0;
            case CARRIER, WORK, CAMPUS, PUBLIC, HOTEL, VPN, OFFICE, HOST -> strips[pool.ordinal()][zone].groups();
        };
    }

    /** Numbers there are, used or not: 0..capacity-1. */
    public long capacity() {
        return firstNumber[firstNumber.length - 1];
    }

    public long ipId(long number) {
        return published.apply(number) + 1;
    }

    /** @param ipId 1..capacity */
    public long number(long ipId) {
        return published.invert(ipId - 1);
    }

    int block(long number) {
        int found = Arrays.binarySearch(firstNumber, number);
        if (found < 0) {
            return -found - 2;
        }
        // Blocks without any address share their first number with the next; the last of them holds it.
        while (firstNumber[found + 1] == number) {
            found++;
        }
        return found;
    }

    Pool poolOfBlock(int block) {
        int pool = POOLS.length - 1;
        while (firstBlock[pool] > block || pool == Pool.RELATIVE.ordinal()) {
            pool--;
        }
        return POOLS[pool];
    }

    /** Zone of a block; 0 for pools of the world. */
    int zoneOfBlock(int block) {
        return block - firstBlock[poolOfBlock(block).ordinal()];
    }

    public Pool pool(long number) {
        return poolOfBlock(block(number));
    }

    long groupInBlock(int block, long number) {
        return (number - firstNumber[block]) / ipsPerGroup[poolOfBlock(block).ordinal()];
    }

    int addressInGroup(int block, long number) {
        return (int)
                ((number - firstNumber[block]) % ipsPerGroup[poolOfBlock(block).ordinal()]);
    }

    int addresses(Pool pool) {
        return ipsPerGroup[pool.ordinal()];
    }

    /** Number of an endpoint's address. */
    public long endpoint(int cell) {
        return firstNumber[firstBlock[Pool.ENDPOINT.ordinal()]] + cell;
    }

    /** Parties behind an address, whether their devices use it or not; 1 for an endpoint. */
    public int groupSize(long number) {
        int block = block(number);
        Pool pool = poolOfBlock(block);
        int zone = zoneOfBlock(block);
        long group = groupInBlock(block, number);
        return switch (pool) {
            case HOME -> {
                int size = 0;
                for (int i = 0; i < homes(zone, group); i++) {
                    size += households.of(zone).size(home(zone, group, i));
                }
                yield size;
            }
            case RINGPROXY -> rings.size(group);
            case ENDPOINT -> 1;
            case RELATIVE -> throw new IllegalStateException("no address is of pool RELATIVE");
            case CARRIER, WORK, CAMPUS, PUBLIC, HOTEL, VPN, OFFICE, HOST -> strips[pool.ordinal()][zone].size(group);
        };
    }

    // From a party to its groups.

    /** Number of the first address of a household's group. */
    long homeNumber(int zone, long household) {
        long group = household < smallHouseholds[zone]
                ? strips[Pool.HOME.ordinal()][zone].group(household)
                : strips[Pool.HOME.ordinal()][zone].groups() + household - smallHouseholds[zone];
        return firstNumber[firstBlock[Pool.HOME.ordinal()] + zone] + group * ipsPerGroup[Pool.HOME.ordinal()];
    }

    /** Household of the relative of a retail party. */
    long relativeHousehold(int zone, long index) {
        return households.of(zone).group(relative[zone].apply(index - layout.first(zone)));
    }

    /** Inner index of the retail party whose relative a party is. */
    long visitor(int zone, long index) {
        return layout.first(zone) + relative[zone].invert(index - layout.first(zone));
    }

    /**
     * Number of the first address of the party's group in a pool with groups; the slot of the party goes to
     * {@code slot[0]}.
     *
     * @return -1 when the party is in no group of the pool
     */
    long groupNumber(Pool pool, int zone, long index, int[] slot) {
        int p = pool.ordinal();
        int inPool = strips[p].length == 1 ? 0 : zone;
        Strips groups = strips[p][inPool];
        long place = groups.placeAt(groups.position(index - firstOfDomain[p][inPool]));
        if (place < 0) {
            return -1;
        }
        slot[0] = Strips.slotOf(place);
        return firstNumber[firstBlock[p] + inPool] + Strips.groupOf(place) * ipsPerGroup[p];
    }

    /** Whether a party is in a group of the VPN pool. */
    boolean isVpnMember(long index) {
        return strips[Pool.VPN.ordinal()][0].contains(index);
    }

    long ringProxyNumber(long ring) {
        return firstNumber[firstBlock[Pool.RINGPROXY.ordinal()]] + ring;
    }

    // From a group to its parties.

    int groupMembers(Pool pool, int zone, long group) {
        return pool == Pool.RINGPROXY ? rings.size(group) : strips[pool.ordinal()][zone].size(group);
    }

    /** Inner index of a member. */
    long member(Pool pool, int zone, long group, int slot) {
        return pool == Pool.RINGPROXY
                ? rings.member(group, slot)
                : domainFirst(pool, zone) + strips[pool.ordinal()][zone].member(group, slot);
    }

    /** Households behind the addresses of a home group. */
    int homes(int zone, long group) {
        Strips shared = strips[Pool.HOME.ordinal()][zone];
        return group < shared.groups() ? shared.size(group) : 1;
    }

    long home(int zone, long group, int place) {
        Strips shared = strips[Pool.HOME.ordinal()][zone];
        return group < shared.groups() ? shared.member(group, place) : smallHouseholds[zone] + group - shared.groups();
    }

    /** Pools whose groups a party of the segment may be in, as far as its own type goes. */
    static boolean admits(Pool pool, int segment) {
        boolean retail = segment <= Segment.STUDENT.code();
        return switch (pool) {
            case HOME, RELATIVE, PUBLIC, HOTEL, RINGPROXY -> retail;
            case WORK -> segment < Segment.RETIRED.code();
            case CAMPUS -> segment == Segment.STUDENT.code();
            case CARRIER, VPN -> true;
            case OFFICE, HOST -> !retail;
            case ENDPOINT -> false;
        };
    }
}
