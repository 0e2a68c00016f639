package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.IpGroup;
import io.millrace.contract.Segment;
import io.millrace.contract.VisitSource;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.BehaviourPriorPack;
import io.millrace.policy.BehaviourPriorPack.Family;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;
import io.millrace.slab.AttachedSlab;
import io.millrace.table.GroupPick;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Device and IP: a terminal and endpoint of the merchant, or one device and IP of the party for the whole visit. */
final class EndpointLaw {
    private static final int CHANNELS = Channel.values().length;
    private static final int GROUPS = IpGroup.values().length;
    private static final int DEVICES = DeviceGroup.values().length;
    private static final int MILLION = 1_000_000;
    /** Ranks from here on: not in the type order, used when nothing better is held. */
    private static final int LAST_RESORT = 100;
    /** Ranks from here on: devices that belong to merchants as a rule. */
    private static final int MERCHANT_TYPES = 200;

    private final EntityUniverse universe;
    private final Draws draws;
    private final DrawLedger ledger;
    private final Coin[] terminal = new Coin[CHANNELS + 1];
    private final boolean[] endpointAtTerminal = new boolean[CHANNELS + 1];
    private final boolean terminalsOn;
    private final int[] remoteRank;
    private final int[] physicalRank;
    private final int[] serverRank;
    private final int[][] primary = new int[Segment.values().length + 1][CHANNELS + 1];
    /** By segment code: position of the family in the weights. */
    private final int[] familyOfSegment = new int[Segment.values().length + 1];

    private final int[][][] ipWeight = new int[Family.values().length][CHANNELS + 1][GROUPS + 1];
    private final GroupPick pick = new GroupPick(GROUPS);
    private final int[] members = new int[GROUPS + 1];
    private final long[] lanes = new long[2];
    private final BlockDraws asked;
    private int device;
    private boolean deviceChosen;
    private long ip;
    private boolean ipChosen;

    EndpointLaw(
            AttachmentPolicy policy,
            BehaviourPriorPack prior,
            AttachSwitches switches,
            EntityUniverse universe,
            Draws draws,
            DrawLedger ledger) {
        this.universe = universe;
        this.draws = draws;
        this.ledger = ledger;
        asked = new BlockDraws(draws, EntityAttacher.BLOCK_ROWS);
        terminalsOn = switches.terminals();
        remoteRank = ranks(policy.device().remoteOrder());
        physicalRank = ranks(policy.device().physicalOrder());
        serverRank = remoteRank.clone();
        serverRank[DeviceGroup.SERVER.code()] = -1;
        for (Segment segment : Segment.values()) {
            familyOfSegment[segment.code()] = prior.family(segment.code()).ordinal();
        }
        for (Channel channel : Channel.values()) {
            int c = channel.code();
            terminal[c] = Coin.of(policy.device().pTerminal().get(channel));
            endpointAtTerminal[c] = policy.ip().endpointAtTerminal().get(channel);
            for (Segment segment : Segment.values()) {
                primary[segment.code()][c] = prior.pPrimaryDevice().get(segment).get(channel);
            }
            for (Family family : Family.values()) {
                prior.ipWeights()
                        .get(family)
                        .get(channel)
                        .forEach((group, weight) -> ipWeight[family.ordinal()][c][group.code()] = weight);
            }
        }
    }

    /** Where the first {@code count} rows of a block stand, and what they draw for device and IP. */
    void draw(AttachRow[] rows, int count) {
        asked.clear();
        for (int i = 0; i < count; i++) {
            AttachRow row = rows[i];
            row.wantsTerminal = terminalsOn && terminal[row.channel].success(row.terminalWord);
            row.terminals = row.wantsTerminal && row.site >= 0 ? universe.terminals(row.site) : 0;
            if (row.terminals > 0) {
                row.endpoints = endpointAtTerminal[row.channel] ? universe.endpoints(row.merchant, row.country) : 0;
                asked.ask(Decision.TERMINAL, row.visitHi, row.visitLo);
            } else if (row.source == VisitSource.TRIP) {
                asked.ask(Decision.ENDPOINT_TRIP, row.sourceHi, row.sourceLo);
            } else {
                asked.ask(Decision.ENDPOINT_VISIT, row.visitHi, row.visitLo);
            }
        }
        asked.make();
        for (int i = 0; i < count; i++) {
            rows[i].endpointX0 = asked.x0(i);
            rows[i].endpointX1 = asked.x1(i);
        }
    }

    /** False at a terminal whose merchant has an endpoint there: nothing of the party's own is used. */
    boolean needsDevices(AttachRow row) {
        return row.terminals == 0 || row.endpoints == 0;
    }

    /** Fills device, IP and their rules of one row. */
    void decide(AttachRow row, Portfolio party, AttachedSlab out, int at) {
        if (row.terminals > 0) {
            atTerminal(row, party, out, at);
            return;
        }
        pickDevice(row, party, row.endpointX0);
        pickIp(row, party, row.endpointX1);
        out.deviceId[at] = party.deviceId[device];
        out.deviceIsTerminal[at] = false;
        out.deviceRule[at] = code(deviceRule(row.wantsTerminal));
        out.ipId[at] = ip;
        out.ipRule[at] = code(ipChosen ? AttachRule.WEIGHTED : AttachRule.SINGLE);
        if (deviceChosen || ipChosen) {
            ledger.count(key(row));
        }
    }

    private void atTerminal(AttachRow row, Portfolio party, AttachedSlab out, int at) {
        int terminals = row.terminals;
        int endpoints = row.endpoints;
        if (terminals > 1 || endpoints > 1) {
            ledger.count(Decision.TERMINAL);
        }
        out.deviceId[at] = universe.terminalDeviceId(row.site, (int) Philox2x64.umulh(row.endpointX0, terminals));
        out.deviceIsTerminal[at] = true;
        out.deviceRule[at] = code(terminals > 1 ? AttachRule.TERMINAL : AttachRule.TERMINAL_SINGLE);
        if (endpoints > 0) {
            out.ipId[at] =
                    universe.endpointIpId(row.merchant, row.country, (int) Philox2x64.umulh(row.endpointX1, endpoints));
            out.ipRule[at] = code(endpoints > 1 ? AttachRule.ENDPOINT : AttachRule.ENDPOINT_SINGLE);
        } else {
            pickEndpoint(row, party);
            out.ipId[at] = ip;
            out.ipRule[at] = code(AttachRule.NO_ENDPOINT);
            // The rule has no single form, so its rows always count.
            ledger.count(key(row));
        }
    }

    private AttachRule deviceRule(boolean terminalWanted) {
        if (terminalWanted) {
            return deviceChosen ? AttachRule.NO_TERMINAL : AttachRule.NO_TERMINAL_SINGLE;
        }
        return deviceChosen ? AttachRule.WEIGHTED : AttachRule.SINGLE;
    }

    private static Decision key(AttachRow row) {
        return row.source == VisitSource.TRIP ? Decision.ENDPOINT_TRIP : Decision.ENDPOINT_VISIT;
    }

    private void pickEndpoint(AttachRow row, Portfolio party) {
        if (row.source == VisitSource.TRIP) {
            draws.block(Decision.ENDPOINT_TRIP, row.sourceHi, row.sourceLo, lanes);
        } else {
            draws.block(Decision.ENDPOINT_VISIT, row.visitHi, row.visitLo, lanes);
        }
        pickDevice(row, party, lanes[0]);
        pickIp(row, party, lanes[1]);
    }

    private void pickDevice(AttachRow row, Portfolio party, long x) {
        int[] rank = rank(row, party);
        int first = -1;
        for (int d = 0; d < party.devices; d++) {
            if (hasIp(party, d) && (first < 0 || rank[party.deviceGroup[d]] < rank[party.deviceGroup[first]])) {
                first = d;
            }
        }
        if (first < 0) {
            throw Failures.noCandidates("party " + party.partyId, row, "DEVICE");
        }
        int tier = tier(rank[party.deviceGroup[first]]);
        int others = 0;
        for (int d = 0; d < party.devices; d++) {
            if (d != first && hasIp(party, d) && tier(rank[party.deviceGroup[d]]) == tier) {
                others++;
            }
        }
        device = first;
        deviceChosen = others > 0;
        if (!deviceChosen) {
            return;
        }
        int weight = primary[party.segment][row.channel];
        pick.clear();
        pick.add(weight, 1);
        pick.add(MILLION - weight, others);
        pick.pick(x);
        if (pick.group() == 1) {
            int left = pick.member();
            for (int d = 0; d < party.devices; d++) {
                if (d != first && hasIp(party, d) && tier(rank[party.deviceGroup[d]]) == tier && left-- == 0) {
                    device = d;
                }
            }
        }
    }

    private void pickIp(AttachRow row, Portfolio party, long x) {
        int start = party.deviceIpStart[device];
        int end = party.deviceIpStart[device + 1];
        ipChosen = end - start > 1;
        if (!ipChosen) {
            ip = party.ipId[party.deviceIp[start]];
            return;
        }
        java.util.Arrays.fill(members, 0);
        for (int entry = start; entry < end; entry++) {
            members[party.ipGroup[party.deviceIp[entry]]]++;
        }
        int[] weight = ipWeight[familyOfSegment[party.segment]][row.channel];
        pick.clear();
        for (int group = 1; group <= GROUPS; group++) {
            pick.add(weight[group], members[group]);
        }
        pick.pick(x);
        int left = pick.member();
        for (int entry = start; entry < end; entry++) {
            int slot = party.deviceIp[entry];
            if (party.ipGroup[slot] == pick.group() + 1 && left-- == 0) {
                ip = party.ipId[slot];
            }
        }
    }

    /** Which weights a segment takes. */
    Family family(int segment) {
        return Family.values()[familyOfSegment[segment]];
    }

    /** Slots of the devices of its own that a row could choose from, the primary one first; for who tells of a row. */
    List<Integer> devices(AttachRow row, Portfolio party) {
        int[] rank = rank(row, party);
        List<Integer> held = IntStream.range(0, party.devices)
                .filter(slot -> hasIp(party, slot))
                .boxed()
                .toList();
        int first = held.stream()
                .min(Comparator.comparingInt(slot -> rank[party.deviceGroup[slot]]))
                .orElseThrow();
        int tier = tier(rank[party.deviceGroup[first]]);
        return Stream.concat(
                        Stream.of(first),
                        held.stream().filter(slot -> slot != first && tier(rank[party.deviceGroup[slot]]) == tier))
                .toList();
    }

    private int[] rank(AttachRow row, Portfolio party) {
        if (ChannelMode.of(row.channel) == ChannelMode.PHYSICAL) {
            return physicalRank;
        }
        boolean serverFirst = party.segment == Segment.ECOM_NATIVE.code() && row.channel == Channel.BANK_RAIL.code();
        return serverFirst ? serverRank : remoteRank;
    }

    private static boolean hasIp(Portfolio party, int device) {
        return party.deviceIpStart[device + 1] > party.deviceIpStart[device];
    }

    /** Devices of a worse tier are no candidates while a better one is held. */
    private static int tier(int rank) {
        return rank < LAST_RESORT ? 0 : rank < MERCHANT_TYPES ? 1 : 2;
    }

    private static int[] ranks(List<DeviceGroup> order) {
        int[] ranks = new int[DEVICES + 1];
        for (DeviceGroup group : DeviceGroup.values()) {
            boolean ofParties = group.code() <= DeviceGroup.SERVER.code();
            ranks[group.code()] = (ofParties ? LAST_RESORT : MERCHANT_TYPES) + group.code();
        }
        for (int i = 0; i < order.size(); i++) {
            ranks[order.get(i).code()] = i;
        }
        return ranks;
    }

    private static byte code(AttachRule rule) {
        return (byte) rule.code();
    }
}
