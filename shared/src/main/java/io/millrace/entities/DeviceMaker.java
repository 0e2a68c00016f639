package io.millrace.entities;

import io.millrace.contract.DeviceType;
import io.millrace.contract.PartyType;
import io.millrace.policy.AtLeastOne;
import io.millrace.policy.DevicesPolicy;
import io.millrace.policy.PopulationPolicy;
import io.millrace.random.Choice;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.table.CutTable;
import io.millrace.table.TableHash;
import java.math.BigDecimal;
import java.util.List;

/**
 * Devices of a party and who of its household uses them too: counts by cut tables, one uniform per group of types.
 * World design section 3.4.
 */
final class DeviceMaker {
    /** Words of scratch that {@link #fill} needs: two per pair of groups. */
    static final int LANES = 6;

    private static final int OFFSET_BITS = 16;

    private final Draws draws;
    /** [place in the pack]: code of {@link DeviceType}. */
    final byte[] typeCode;
    /** [place in the pack]. */
    final Choice[] systems;
    /** Place of phones in the pack. */
    final int phone;

    private final int[] group;
    private final boolean[] raised;
    /** [party type][place][level]; null when the type of party has none. */
    private final CutTable[][][] counts;
    /** [place]: outcome 0 is shared; null when never. */
    private final Choice[] shared;

    private final int[] partiesMax;
    /** A slice of 16 bits below this joins. */
    private final int joinBelow;
    /** [party type]: number of blocks of two groups that have any device. */
    private final int[] blocks;

    /** @param shareInHouseholdsOfTwo part of retail parties that have a housemate */
    DeviceMaker(DevicesPolicy policy, PopulationPolicy population, BigDecimal shareInHouseholdsOfTwo, Draws draws) {
        this.draws = draws;
        List<DevicesPolicy.Type> types = policy.types();
        int n = types.size();
        typeCode = new byte[n];
        systems = new Choice[n];
        group = new int[n];
        raised = new boolean[n];
        shared = new Choice[n];
        partiesMax = new int[n];
        int phones = -1;
        for (int place = 0; place < n; place++) {
            DevicesPolicy.Type type = types.get(place);
            typeCode[place] = (byte) type.type().code();
            systems[place] = Choice.of(type.os());
            group[place] = type.group().ordinal();
            raised[place] = type.atLeastOne() == AtLeastOne.PICKABLE_PARTY;
            partiesMax[place] = type.partiesMax();
            if (type.pShared().signum() > 0) {
                shared[place] = Choice.of(List.of(type.pShared(), shareInHouseholdsOfTwo.subtract(type.pShared())));
            }
            phones = type.type() == DeviceType.MOBILE_PHONE ? place : phones;
        }
        phone = phones;
        joinBelow =
                policy.pJoin().multiply(BigDecimal.valueOf(1 << OFFSET_BITS)).intValue();
        counts = new CutTable[PartyType.values().length][n][];
        blocks = new int[PartyType.values().length];
        for (PartyType party : PartyType.values()) {
            for (int place = 0; place < n; place++) {
                counts[party.ordinal()][place] = tables(policy, types.get(place), party, population);
                if (counts[party.ordinal()][place] != null) {
                    blocks[party.ordinal()] = Math.max(blocks[party.ordinal()], group[place] / 2 + 1);
                }
            }
        }
    }

    /** Blocks of draws that tell how many devices a party has. */
    int blocks(int partyType) {
        return blocks[partyType];
    }

    void hash(TableHash hash) {
        for (CutTable[][] ofType : counts) {
            for (CutTable[] byLevel : ofType) {
                hash.add(byLevel);
            }
        }
    }

    private static CutTable[] tables(
            DevicesPolicy policy, DevicesPolicy.Type type, PartyType party, PopulationPolicy population) {
        double mean = type.mean().get(party);
        int max = type.countMax().get(party);
        if (mean == 0 || max == 0) {
            return null;
        }
        DevicesPolicy.Spread spread = policy.groups().get(type.group());
        CutTable[] byLevel = new CutTable[PopulationPolicy.LEVELS];
        double[] factors = population.latentFactors(type.levelExponent());
        for (int level = 0; level < byLevel.length; level++) {
            double reach = policy.reachMax() * max * (1 - spread.pZero());
            byLevel[level] = CutTable.of(Math.min(reach, mean * factors[level]), spread.pZero(), spread.sigma(), max);
        }
        return byLevel;
    }

    /** Mean before raising, for expected counts. */
    double mean(int partyType, int place, int level) {
        CutTable[] byLevel = counts[partyType][place];
        return byLevel == null ? 0 : byLevel[level].mean();
    }

    int types() {
        return typeCode.length;
    }

    /** Mean number of devices, with what is raised for parties that can be picked. */
    double mean(int partyType, int level, boolean pickable) {
        double sum = 0;
        for (int place = 0; place < typeCode.length; place++) {
            CutTable[] byLevel = counts[partyType][place];
            if (byLevel != null) {
                sum += raised[place] && pickable ? PlannedMeans.raised(byLevel[level]) : byLevel[level].mean();
            }
        }
        return sum;
    }

    /** @param lanes scratch of {@link #LANES} words */
    void fill(Place party, OwnDevices out, long[] lanes) {
        out.count = 0;
        out.typeMask = 0;
        CutTable[][] cuts = counts[party.type];
        for (int block = 0; block < blocks[party.type]; block++) {
            draws.block(Decision.DEVICE_COUNT, party.partyId, block, lanes, 2 * block);
        }
        for (int place = 0; place < cuts.length; place++) {
            if (cuts[place] == null) {
                continue;
            }
            int count = cuts[place][party.level].count(lanes[group[place]]);
            if (count == 0 && raised[place] && party.pickable) {
                count = 1;
            }
            if (count > 0) {
                out.typeMask |= 1 << place;
            }
            for (int i = 0; i < count; i++) {
                out.type[out.count++] = (byte) place;
            }
        }
    }

    /**
     * Housemates that use a device too.
     *
     * @param householdSize 2..6
     * @return bit o for the member o places further; 0 when the device is not shared
     */
    int joiners(long deviceId, int place, int householdSize) {
        if (shared[place] == null || shared[place].pick(draws.x0(Decision.DEVICE_SHARE, deviceId, 0)) != 0) {
            return 0;
        }
        int joined = 1 << 1;
        int parties = 2;
        long slices = draws.x1(Decision.DEVICE_SHARE, deviceId, 0);
        for (int offset = 2; offset < householdSize && parties < partiesMax[place]; offset++) {
            if ((slices & (1 << OFFSET_BITS) - 1) < joinBelow) {
                joined |= 1 << offset;
                parties++;
            }
            slices >>>= OFFSET_BITS;
        }
        return joined;
    }

    /** Ordinal of the {@link io.millrace.contract.OsFamily}. */
    int system(long deviceId, int place) {
        return systems[place].pick(draws.x0(Decision.DEVICE_OS, deviceId, 0));
    }
}
