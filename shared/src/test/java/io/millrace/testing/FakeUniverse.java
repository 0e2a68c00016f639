package io.millrace.testing;

import io.millrace.contract.Coded;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.Iso;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import io.millrace.table.AliasTable;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Parties written down by hand. Each is a strip of its own; a scope holds its country's parties, heaviest first. Zones
 * have no cells.
 */
public final class FakeUniverse implements EntityUniverse {
    private final List<Party> parties = new ArrayList<>();
    private final TreeMap<Integer, List<Integer>> members = new TreeMap<>();
    private final TreeMap<Integer, AliasTable> picks = new TreeMap<>();
    private final TreeMap<Integer, long[]> terminals = new TreeMap<>();
    private final TreeMap<Long, long[]> endpoints = new TreeMap<>();

    private static final int WORLD = 676;

    /** Adds the next ordinal; ids ascend. */
    public Party party(long id, String country, Segment segment, long weight) {
        Party party = new Party(id, Iso.pack(country), segment, weight);
        parties.add(party);
        return party;
    }

    public void terminals(int site, long... deviceIds) {
        terminals.put(site, deviceIds);
    }

    public void endpoints(int merchant, String country, long... ipIds) {
        endpoints.put((long) merchant << 32 | Iso.pack(country), ipIds);
    }

    @Override
    public long parties() {
        return parties.size();
    }

    @Override
    public String digest() {
        return "0".repeat(64);
    }

    @Override
    public int scope(int country, int zone) {
        return members(country).isEmpty() ? -1 : country;
    }

    @Override
    public int worldScope() {
        return WORLD;
    }

    @Override
    public long pick(int scope, long x0, long x1) {
        AliasTable table = picks.computeIfAbsent(
                scope,
                key -> AliasTable.of(members(key).stream()
                        .mapToLong(ordinal -> parties.get(ordinal).weight)
                        .toArray()));
        return members(scope).get(table.pick(x0));
    }

    @Override
    public long mass(int scope) {
        return members(scope).stream()
                .mapToLong(ordinal -> parties.get(ordinal).weight)
                .sum();
    }

    @Override
    public void load(long ordinal, Portfolio out) {
        Party party = parties.get((int) ordinal);
        out.partyOrdinal = ordinal;
        out.partyId = party.id;
        out.country = party.country;
        out.segment = party.segment.code();
        out.type = 1;
        out.accounts = party.accounts.size();
        for (int i = 0; i < out.accounts; i++) {
            out.accountId[i] = party.accounts.get(i).id;
            out.accountClass[i] = (byte) party.accounts.get(i).type.code();
        }
        out.instruments = party.instruments.size();
        for (int i = 0; i < out.instruments; i++) {
            out.instrumentId[i] = party.instruments.get(i).id;
            out.instrumentKind[i] = (byte) party.instruments.get(i).type.code();
            out.instrumentAccount[i] = (short) party.instruments.get(i).owner;
        }
        out.devices = party.devices.size();
        out.ips = party.ips.size();
        int entry = 0;
        for (int d = 0; d < out.devices; d++) {
            out.deviceId[d] = party.devices.get(d).id;
            out.deviceGroup[d] = (byte) party.devices.get(d).type.code();
            out.deviceIpStart[d] = entry;
            for (int slot = 0; slot < out.ips; slot++) {
                if (party.ips.get(slot).owner == d) {
                    out.deviceIp[entry++] = (short) slot;
                }
            }
        }
        out.deviceIpStart[out.devices] = entry;
        for (int slot = 0; slot < out.ips; slot++) {
            out.ipId[slot] = party.ips.get(slot).id;
            out.ipGroup[slot] = (byte) party.ips.get(slot).type.code();
        }
    }

    @Override
    public long partyId(long ordinal) {
        return parties.get((int) ordinal).id;
    }

    @Override
    public long ordinalOf(long partyId) {
        return LongStream.range(0, parties.size())
                .filter(ordinal -> partyId(ordinal) == partyId)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public int country(long ordinal) {
        return parties.get((int) ordinal).country;
    }

    @Override
    public int segment(long ordinal) {
        return parties.get((int) ordinal).segment.code();
    }

    @Override
    public long weight(long ordinal) {
        return parties.get((int) ordinal).weight;
    }

    @Override
    public long massOfSegment(int segment) {
        return parties.stream()
                .filter(party -> party.segment.code() == segment)
                .mapToLong(party -> party.weight)
                .sum();
    }

    @Override
    public int terminals(int siteOrdinal) {
        return terminals.getOrDefault(siteOrdinal, new long[0]).length;
    }

    @Override
    public long terminalDeviceId(int siteOrdinal, int n) {
        return terminals.get(siteOrdinal)[n];
    }

    @Override
    public int endpoints(int merchantOrdinal, int country) {
        return endpoints.getOrDefault((long) merchantOrdinal << 32 | country, new long[0]).length;
    }

    @Override
    public long endpointIpId(int merchantOrdinal, int country, int n) {
        return endpoints.get((long) merchantOrdinal << 32 | country)[n];
    }

    @Override
    public void close() {}

    private List<Integer> members(int scope) {
        return members.computeIfAbsent(scope, key -> {
            List<Integer> found = new ArrayList<>();
            for (int ordinal = 0; ordinal < parties.size(); ordinal++) {
                Party party = parties.get(ordinal);
                if (party.weight > 0 && (key == WORLD || party.country == key)) {
                    found.add(ordinal);
                }
            }
            found.sort(Comparator.comparing((Integer ordinal) -> parties.get(ordinal).weight)
                    .reversed());
            return found;
        });
    }

    private record Holding(long id, Coded type, int owner) {}

    /** One party under construction; whatever is added belongs to what was added last. */
    public static final class Party {
        private final long id;
        private final int country;
        private final Segment segment;
        private final long weight;
        private final List<Holding> accounts = new ArrayList<>();
        private final List<Holding> instruments = new ArrayList<>();
        private final List<Holding> devices = new ArrayList<>();
        private final List<Holding> ips = new ArrayList<>();

        private Party(long id, int country, Segment segment, long weight) {
            this.id = id;
            this.country = country;
            this.segment = segment;
            this.weight = weight;
        }

        public Party account(long accountId, LedgerClass ledgerClass) {
            accounts.add(new Holding(accountId, ledgerClass, -1));
            return this;
        }

        public Party instrument(long instrumentId, InstrumentKind kind) {
            instruments.add(new Holding(instrumentId, kind, accounts.size() - 1));
            return this;
        }

        public Party device(long deviceId, DeviceGroup group) {
            devices.add(new Holding(deviceId, group, -1));
            return this;
        }

        public Party ip(long ipId, IpGroup group) {
            ips.add(new Holding(ipId, group, devices.size() - 1));
            return this;
        }
    }
}
