package io.millrace.world;

import io.millrace.contract.DeviceGroup;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.Iso;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A small world made by a seed, as rows and as what the index must say about it, told with maps and strings. Ids are
 * sparse or 1, 2, 3; devices are shared, links are repeated, some parties lack this or that.
 */
final class RandomWorld {
    private static final String[] COUNTRIES = {"DE", "JP", "PE"};
    private static final Segment[] SEGMENTS = {Segment.FAMILY, Segment.SME, Segment.STUDENT};

    final EntityRows rows = new EntityRows();
    final TreeMap<Long, Holder> parties = new TreeMap<>();
    long duplicates;

    private final SplittableRandom random;
    private final TreeMap<Long, IpGroup> ips = new TreeMap<>();
    private final TreeMap<Long, Map<Long, DeviceLinkRole>> users = new TreeMap<>();
    private final TreeMap<Long, TreeSet<Long>> ipsOfDevice = new TreeMap<>();
    private final TreeMap<Long, DeviceGroup> devices = new TreeMap<>();

    RandomWorld(long seed) {
        random = new SplittableRandom(seed);
        boolean dense = seed % 3 == 0;
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            addParty(dense ? i + 1 : freshId());
        }
        for (long id : List.copyOf(parties.keySet())) {
            addMeans(id);
        }
        addIps();
        for (long id : List.copyOf(parties.keySet())) {
            addDevices(id);
        }
    }

    /** Everything a party holds, in the form of {@link #text(Portfolio)}. */
    String expected(long partyId) {
        Holder party = parties.get(partyId);
        StringBuilder text = new StringBuilder(party.head);
        text.append(" accounts ").append(party.accounts);
        List<Long> slots = List.copyOf(party.accounts.keySet());
        List<String> instruments = new ArrayList<>();
        party.instruments.forEach((id, instrument) ->
                instruments.add(id + ":" + instrument.kind + "@" + slots.indexOf(instrument.account)));
        text.append(" instruments ").append(instruments);
        TreeMap<Long, IpGroup> used = new TreeMap<>();
        List<String> listed = new ArrayList<>();
        for (DeviceLinkRole role : List.of(DeviceLinkRole.PRIMARY_OWNER, DeviceLinkRole.SECONDARY_USER)) {
            users.forEach((device, roles) -> {
                if (roles.get(partyId) == role) {
                    TreeSet<Long> own = ipsOfDevice.getOrDefault(device, new TreeSet<>());
                    own.forEach(ip -> used.put(ip, ips.get(ip)));
                    listed.add(device + ":" + devices.get(device) + own);
                }
            });
        }
        return text.append(" devices ")
                .append(listed)
                .append(" ips ")
                .append(used)
                .toString();
    }

    boolean isEligible(long partyId) {
        boolean card = parties.get(partyId).instruments.values().stream()
                .anyMatch(instrument -> instrument.kind != InstrumentKind.BANK_HANDLE);
        boolean online = users.entrySet().stream()
                .anyMatch(entry -> entry.getValue().containsKey(partyId) && ipsOfDevice.containsKey(entry.getKey()));
        return card && online;
    }

    static String text(Portfolio party) {
        TreeMap<Long, LedgerClass> accounts = new TreeMap<>();
        for (int i = 0; i < party.accounts; i++) {
            accounts.put(party.accountId[i], LedgerClass.ofCode(party.accountClass[i]));
        }
        List<String> instruments = new ArrayList<>();
        for (int i = 0; i < party.instruments; i++) {
            instruments.add(party.instrumentId[i] + ":" + InstrumentKind.ofCode(party.instrumentKind[i]) + "@"
                    + party.instrumentAccount[i]);
        }
        List<String> listed = new ArrayList<>();
        for (int i = 0; i < party.devices; i++) {
            List<Long> own = new ArrayList<>();
            for (int entry = party.deviceIpStart[i]; entry < party.deviceIpStart[i + 1]; entry++) {
                own.add(party.ipId[party.deviceIp[entry]]);
            }
            listed.add(party.deviceId[i] + ":" + DeviceGroup.ofCode(party.deviceGroup[i]) + own);
        }
        List<String> used = new ArrayList<>();
        for (int i = 0; i < party.ips; i++) {
            used.add(party.ipId[i] + "=" + IpGroup.ofCode(party.ipGroup[i]));
        }
        return head(party.partyId, party.country, Segment.ofCode(party.segment), PartyType.ofCode(party.type))
                + " accounts " + accounts + " instruments " + instruments + " devices " + listed + " ips {"
                + String.join(", ", used) + "}";
    }

    private static String head(long id, int country, Segment segment, PartyType type) {
        return id + " " + Iso.country(country) + " " + segment + " " + type;
    }

    private void addParty(long id) {
        String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
        Segment segment = SEGMENTS[random.nextInt(SEGMENTS.length)];
        PartyType type = PartyType.ofCode(1 + random.nextInt(3));
        int zone = random.nextInt(2) == 0 ? EntityTables.NO_ZONE : random.nextInt(3);
        parties.put(id, new Holder(head(id, Iso.pack(country), segment, type), zone));
        rows.row(tables -> tables.addParty(id, type, segment, Iso.pack(country), zone));
    }

    private void addMeans(long party) {
        int accounts = random.nextInt(4);
        for (int i = 0; i < accounts; i++) {
            long account = freshId();
            LedgerClass ledgerClass = LedgerClass.ofCode(1 + random.nextInt(4));
            parties.get(party).accounts.put(account, ledgerClass);
            rows.account(account, party, ledgerClass);
            int instruments = random.nextInt(3);
            for (int j = 0; j < instruments; j++) {
                addInstrument(party, account);
            }
        }
    }

    private void addInstrument(long party, long account) {
        long id = freshId();
        InstrumentKind kind = InstrumentKind.ofCode(1 + random.nextInt(4));
        rows.row(tables -> tables.addInstrument(id, account, party, kind));
        if (random.nextInt(10) > 0) {
            parties.get(party).instruments.put(id, new Held(account, kind));
            int copies = 1 + random.nextInt(2);
            duplicates += copies - 1;
            for (int copy = 0; copy < copies; copy++) {
                rows.row(tables -> tables.addAccountInstrumentLink(account, id));
            }
        }
    }

    private void addIps() {
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            long id = freshId();
            IpGroup group = IpGroup.ofCode(1 + random.nextInt(6));
            ips.put(id, group);
            rows.ip(id, group, "DE");
        }
    }

    private void addDevices(long party) {
        int count = random.nextInt(4);
        List<Long> everybody = List.copyOf(parties.keySet());
        for (int i = 0; i < count; i++) {
            long id = freshId();
            DeviceGroup group = DeviceGroup.ofCode(1 + random.nextInt(10));
            devices.put(id, group);
            TreeMap<Long, DeviceLinkRole> roles = new TreeMap<>();
            rows.device(id, party, group);
            roles.put(party, DeviceLinkRole.PRIMARY_OWNER);
            if (random.nextInt(3) == 0) {
                long other = everybody.get(random.nextInt(everybody.size()));
                rows.deviceLink(id, other, DeviceLinkRole.SECONDARY_USER);
                roles.putIfAbsent(other, DeviceLinkRole.SECONDARY_USER);
            }
            if (random.nextInt(5) == 0) {
                rows.deviceLink(id, party, DeviceLinkRole.PRIMARY_OWNER);
                duplicates++;
            }
            users.put(id, roles);
            addIpLinks(id, party);
        }
    }

    private void addIpLinks(long device, long party) {
        List<Long> all = List.copyOf(ips.keySet());
        TreeSet<String> seen = new TreeSet<>();
        int links = random.nextInt(6);
        for (int i = 0; i < links; i++) {
            long ip = all.get(random.nextInt(all.size()));
            IpLinkRole role = IpLinkRole.ofCode(1 + random.nextInt(3));
            rows.ipLink(ip, device, party, role);
            ipsOfDevice.computeIfAbsent(device, key -> new TreeSet<>()).add(ip);
            if (!seen.add(ip + " " + role)) {
                duplicates++;
            }
        }
    }

    private long freshId() {
        return 1 + random.nextLong(1L << (random.nextBoolean() ? 40 : 62));
    }

    private record Held(long account, InstrumentKind kind) {}

    static final class Holder {
        final String head;
        final int zone;
        final TreeMap<Long, LedgerClass> accounts = new TreeMap<>();
        final TreeMap<Long, Held> instruments = new TreeMap<>();

        Holder(String head, int zone) {
            this.head = head;
            this.zone = zone;
        }
    }
}
