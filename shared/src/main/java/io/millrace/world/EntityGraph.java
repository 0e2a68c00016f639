package io.millrace.world;

import io.millrace.base.Problem;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpLinkRole;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * The entity tables with every reference checked and replaced by an ordinal, and everything listed by its owner. What
 * is linked counts: an instrument without a row in the account links, or a device without an owner or user link, is
 * held by nobody. The order of the rows leaves no trace. Uses the tables up.
 */
final class EntityGraph {
    private static final String PARTIES = "s1_party_base_6A";
    private static final String ACCOUNTS = "s2_account_base_6A";
    private static final String INSTRUMENTS = "s3_instrument_base_6A";
    private static final String HOLDINGS = "s3_account_instrument_links_6A";
    private static final String DEVICES = "s4_device_base_6A";
    private static final String IPS = "s4_ip_base_6A";
    private static final String DEVICE_LINKS = "s4_device_links_6A";
    private static final String IP_LINKS = "s4_ip_links_6A";

    final SortedIds party;
    final byte[] partyType;
    final byte[] partySegment;
    final short[] partyCountry;
    final int[] partyZone;

    final SortedIds account;
    final byte[] accountClass;
    final Groups accountsOfParty;

    final SortedIds instrument;
    final byte[] instrumentKind;
    final int[] instrumentAccount;
    final Groups instrumentsOfParty;

    final SortedIds device;
    final byte[] deviceGroup;
    /** Own devices first, then those of others, each by id. */
    final Groups devicesOfParty;

    final Groups terminalsOfSite;

    final SortedIds ip;
    final byte[] ipGroup;
    final short[] ipCountry;
    final Groups ipsOfDevice;
    /** By country, then id. */
    final Groups endpointsOfMerchant;

    final TreeMap<String, Long> counts = new TreeMap<>();

    private final EntityTables tables;
    private final WorldDimensions dimensions;
    private final BrokenReferences broken = new BrokenReferences();
    private final int[] accountOwner;

    EntityGraph(EntityTables tables, WorldDimensions dimensions) {
        this.tables = tables;
        this.dimensions = dimensions;

        party = ids(tables.partyId, PARTIES, "party_id");
        partyType = bytes(tables.partyType, party);
        partySegment = bytes(tables.partySegment, party);
        partyCountry = shorts(tables.partyCountry, party);
        partyZone = ints(tables.partyZone, party);
        checkZones();

        account = ids(tables.accountId, ACCOUNTS, "account_id");
        accountClass = bytes(tables.accountClass, account);
        accountOwner = accountOwners();
        accountsOfParty = Groups.of(accountOwner, party.size());

        instrument = ids(tables.instrumentId, INSTRUMENTS, "instrument_id");
        instrumentKind = bytes(tables.instrumentKind, instrument);
        instrumentAccount = instrumentAccounts();
        instrumentsOfParty = Groups.of(instrumentHolders(), party.size());

        device = ids(tables.deviceId, DEVICES, "device_id");
        deviceGroup = bytes(tables.deviceGroup, device);
        checkDevices();
        BitSet terminals = new BitSet();
        devicesOfParty = devicesOfParty(terminals);
        terminalsOfSite = terminalsOfSite(terminals);

        ip = ids(tables.ipId, IPS, "ip_id");
        ipGroup = bytes(tables.ipGroup, ip);
        ipCountry = shorts(tables.ipCountry, ip);
        long[] keys = new long[tables.ipLinkIp.size()];
        int[] order = ipLinkOrder(keys);
        ipsOfDevice = ipsOfDevice(keys);
        endpointsOfMerchant = endpointsOfMerchant(order);
        clear(tables.ipLinkIp, tables.ipLinkDevice, tables.ipLinkParty, tables.ipLinkMerchant, tables.ipLinkRole);

        counts.put("parties", (long) party.size());
        counts.put("parties_without_account", partiesWithoutAccount());
        counts.put("accounts", (long) account.size());
        counts.put("instruments", (long) instrument.size());
        counts.put("devices", (long) device.size());
        counts.put("ips", (long) ip.size());
        counts.put("party_devices", (long) devicesOfParty.members());
        counts.put("device_ips", (long) ipsOfDevice.members());
        counts.put("terminals", (long) terminalsOfSite.members());
        counts.put("endpoints", (long) endpointsOfMerchant.members());
    }

    /** They are no fault: such a party is never picked. */
    private long partiesWithoutAccount() {
        long without = 0;
        for (int ordinal = 0; ordinal < party.size(); ordinal++) {
            without += accountsOfParty.size(ordinal) == 0 ? 1 : 0;
        }
        return without;
    }

    /** All of one pass; empty when the graph may be used. */
    List<Problem> problems() {
        return broken.problems();
    }

    /** May a party be picked: some account has a card-like instrument, and some device has an IP. */
    boolean isEligible(int ordinal) {
        boolean card = false;
        for (int at = instrumentsOfParty.start(ordinal); at < instrumentsOfParty.end(ordinal); at++) {
            card |= instrumentKind[instrumentsOfParty.member(at)] != InstrumentKind.BANK_HANDLE.code();
        }
        boolean online = false;
        for (int at = devicesOfParty.start(ordinal); at < devicesOfParty.end(ordinal); at++) {
            online |= ipsOfDevice.size(devicesOfParty.member(at)) > 0;
        }
        return card && online;
    }

    /** Accounts, instruments and devices of a party. */
    int holdings(int ordinal) {
        return accountsOfParty.size(ordinal) + instrumentsOfParty.size(ordinal) + devicesOfParty.size(ordinal);
    }

    private SortedIds ids(LongColumn column, String dataset, String name) {
        SortedIds sorted = SortedIds.of(column);
        column.clear();
        for (int ordinal = 0; ordinal < sorted.size(); ordinal++) {
            long id = sorted.id(ordinal);
            if (id < 1) {
                broken.add(dataset + ", column " + name, "must lie in 1..2^63-1", sorted.row(ordinal), "" + id);
            }
            if (ordinal > 0 && id == sorted.id(ordinal - 1)) {
                broken.add(dataset + ", column " + name, "must be unique", id, "again");
            }
        }
        return sorted;
    }

    private void checkZones() {
        int zones = dimensions.zoneTzid.size();
        for (int p = 0; p < party.size(); p++) {
            if (partyZone[p] >= zones) {
                broken.add(
                        PARTIES + ", column home_tzid",
                        "must name a zone of zone_dim_5B",
                        party.id(p),
                        "" + partyZone[p]);
            }
        }
    }

    private int[] accountOwners() {
        int[] owners = new int[account.size()];
        for (int a = 0; a < owners.length; a++) {
            long owner = tables.accountOwner.get(account.row(a));
            owners[a] = party.ordinalOf(owner);
            if (owners[a] < 0) {
                broken.add(
                        ACCOUNTS + ", column owner_party_id",
                        "must name a party of " + PARTIES,
                        account.id(a),
                        "" + owner);
            }
        }
        tables.accountOwner.clear();
        return owners;
    }

    private int[] instrumentAccounts() {
        int[] accounts = new int[instrument.size()];
        for (int i = 0; i < accounts.length; i++) {
            long ofAccount = tables.instrumentAccount.get(instrument.row(i));
            long owner = tables.instrumentOwner.get(instrument.row(i));
            accounts[i] = account.ordinalOf(ofAccount);
            int ownerOrdinal = party.ordinalOf(owner);
            if (accounts[i] < 0) {
                broken.add(
                        INSTRUMENTS + ", column account_id",
                        "must name an account of " + ACCOUNTS,
                        instrument.id(i),
                        "" + ofAccount);
            }
            if (ownerOrdinal < 0) {
                broken.add(
                        INSTRUMENTS + ", column owner_party_id",
                        "must name a party of " + PARTIES,
                        instrument.id(i),
                        "" + owner);
            } else if (accounts[i] >= 0 && accountOwner[accounts[i]] != ownerOrdinal) {
                broken.add(
                        INSTRUMENTS + ", column owner_party_id",
                        "must be the owner of the account",
                        instrument.id(i),
                        "" + owner);
            }
        }
        clear(tables.instrumentAccount, tables.instrumentOwner);
        return accounts;
    }

    /** Party that holds each instrument by way of a link to its account; -1 for none. */
    private int[] instrumentHolders() {
        BitSet linked = new BitSet(instrument.size());
        long duplicates = 0;
        for (int row = 0; row < tables.holdingAccount.size(); row++) {
            long ofAccount = tables.holdingAccount.get(row);
            long ofInstrument = tables.holdingInstrument.get(row);
            int a = account.ordinalOf(ofAccount);
            int i = instrument.ordinalOf(ofInstrument);
            if (a < 0) {
                broken.add(
                        HOLDINGS + ", column account_id",
                        "must name an account of " + ACCOUNTS,
                        ofInstrument,
                        "" + ofAccount);
            }
            if (i < 0) {
                broken.add(
                        HOLDINGS + ", column instrument_id",
                        "must name an instrument of " + INSTRUMENTS,
                        ofAccount,
                        "" + ofInstrument);
            } else if (a >= 0 && instrumentAccount[i] != a) {
                broken.add(
                        HOLDINGS + ", column account_id",
                        "must be the account of the instrument in " + INSTRUMENTS,
                        ofInstrument,
                        "" + ofAccount);
            } else if (linked.get(i)) {
                duplicates++;
            } else {
                linked.set(i);
            }
        }
        clear(tables.holdingAccount, tables.holdingInstrument);
        counts.put("duplicates." + HOLDINGS, duplicates);
        counts.put("instruments_unlinked", (long) instrument.size() - linked.cardinality());
        int[] holders = new int[instrument.size()];
        for (int i = 0; i < holders.length; i++) {
            holders[i] = linked.get(i) && instrumentAccount[i] >= 0 ? accountOwner[instrumentAccount[i]] : -1;
        }
        return holders;
    }

    private void checkDevices() {
        for (int d = 0; d < device.size(); d++) {
            long owner = tables.devicePrimaryParty.get(device.row(d));
            long merchant = tables.devicePrimaryMerchant.get(device.row(d));
            long site = tables.deviceSite.get(device.row(d));
            if ((owner == EntityTables.ABSENT) == (merchant == EntityTables.NO_MERCHANT)) {
                broken.add(
                        DEVICES + ", column primary_party_id",
                        "must be set, or primary_merchant_id, and not both",
                        device.id(d),
                        owner + ", " + Long.toUnsignedString(merchant));
            }
            checkParty(DEVICES, "primary_party_id", device.id(d), owner);
            checkMerchant(DEVICES, "primary_merchant_id", device.id(d), merchant);
            if (site != EntityTables.NO_MERCHANT && dimensions.siteOrdinal(site) < 0) {
                broken.add(
                        DEVICES + ", column site_id",
                        "must name a site of site_dim_5B",
                        device.id(d),
                        Long.toUnsignedString(site));
            }
        }
    }

    /** @param terminals filled with the devices that are terminals of merchants */
    private Groups devicesOfParty(BitSet terminals) {
        int rows = tables.deviceLinkDevice.size();
        int nobody = party.size();
        long devices = Math.max(device.size(), 1);
        long[] keys = new long[rows];
        for (int row = 0; row < rows; row++) {
            int d = checkDeviceLink(row);
            int p = party.ordinalOf(tables.deviceLinkParty.get(row));
            keys[row] = (p < 0 ? nobody : p) * devices + Math.max(d, 0);
        }
        int[] order = RowOrder.sort(keys);
        long duplicates = 0;
        int distinct = 0;
        int[] held = new int[rows];
        BitSet own = new BitSet(rows);
        int[] offsets = new int[nobody + 1];
        for (int from = 0; from < rows; ) {
            int to = from + 1;
            while (to < rows && keys[to] == keys[from]) {
                to++;
            }
            duplicates += duplicates(order, from, to, this::compareDeviceLinks);
            int p = (int) (keys[from] / devices);
            int d = (int) (keys[from] % devices);
            boolean linked = false;
            for (int at = from; at < to; at++) {
                DeviceLinkRole role = deviceLinkRole(order[at]);
                if (role == DeviceLinkRole.MERCHANT_TERMINAL && d < device.size()) {
                    terminals.set(d);
                } else if (p < nobody && role == DeviceLinkRole.PRIMARY_OWNER) {
                    linked = true;
                    own.set(distinct);
                } else if (p < nobody && role == DeviceLinkRole.SECONDARY_USER) {
                    linked = true;
                }
            }
            if (linked) {
                held[distinct++] = d;
                offsets[p + 1]++;
            }
            from = to;
        }
        counts.put("duplicates." + DEVICE_LINKS, duplicates);
        clear(
                tables.deviceLinkDevice,
                tables.deviceLinkParty,
                tables.deviceLinkAccount,
                tables.deviceLinkInstrument,
                tables.deviceLinkMerchant,
                tables.deviceLinkRole);
        for (int p = 0; p < nobody; p++) {
            offsets[p + 1] += offsets[p];
        }
        return new Groups(offsets, ownFirst(offsets, held, own));
    }

    private static int[] ownFirst(int[] offsets, int[] held, BitSet own) {
        int owners = offsets.length - 1;
        int[] members = new int[offsets[owners]];
        int next = 0;
        for (int p = 0; p < owners; p++) {
            for (int at = offsets[p]; at < offsets[p + 1]; at++) {
                if (own.get(at)) {
                    members[next++] = held[at];
                }
            }
            for (int at = offsets[p]; at < offsets[p + 1]; at++) {
                if (!own.get(at)) {
                    members[next++] = held[at];
                }
            }
        }
        return members;
    }

    /** @return device ordinal, -1 if absent */
    private int checkDeviceLink(int row) {
        long ofDevice = tables.deviceLinkDevice.get(row);
        long ofParty = tables.deviceLinkParty.get(row);
        long ofAccount = tables.deviceLinkAccount.get(row);
        long ofInstrument = tables.deviceLinkInstrument.get(row);
        long merchant = tables.deviceLinkMerchant.get(row);
        DeviceLinkRole role = deviceLinkRole(row);
        int d = device.ordinalOf(ofDevice);
        if (d < 0) {
            broken.add(DEVICE_LINKS + ", column device_id", "must name a device of " + DEVICES, row, "" + ofDevice);
        }
        checkParty(DEVICE_LINKS, "party_id", ofDevice, ofParty);
        if (ofAccount != EntityTables.ABSENT && account.ordinalOf(ofAccount) < 0) {
            broken.add(
                    DEVICE_LINKS + ", column account_id",
                    "must name an account of " + ACCOUNTS,
                    ofDevice,
                    "" + ofAccount);
        }
        if (ofInstrument != EntityTables.ABSENT && instrument.ordinalOf(ofInstrument) < 0) {
            broken.add(
                    DEVICE_LINKS + ", column instrument_id",
                    "must name an instrument of " + INSTRUMENTS,
                    ofDevice,
                    "" + ofInstrument);
        }
        checkMerchant(DEVICE_LINKS, "merchant_id", ofDevice, merchant);
        if (role == DeviceLinkRole.PRIMARY_OWNER
                && d >= 0
                && ofParty != EntityTables.ABSENT
                && tables.devicePrimaryParty.get(device.row(d)) != ofParty) {
            broken.add(
                    DEVICE_LINKS + ", column party_id",
                    "must be the primary party of the device in " + DEVICES + " for PRIMARY_OWNER",
                    ofDevice,
                    "" + ofParty);
        }
        switch (role) {
            case PRIMARY_OWNER, SECONDARY_USER -> {
                if (ofParty == EntityTables.ABSENT) {
                    broken.add(DEVICE_LINKS + ", column party_id", "must be set for " + role.token(), ofDevice, "null");
                }
            }
            case ASSOCIATED_ACCOUNT_ACCESS -> {
                if (ofAccount == EntityTables.ABSENT) {
                    broken.add(
                            DEVICE_LINKS + ", column account_id", "must be set for " + role.token(), ofDevice, "null");
                }
            }
            case ASSOCIATED_INSTRUMENT_ACCESS -> {
                if (ofInstrument == EntityTables.ABSENT) {
                    broken.add(
                            DEVICE_LINKS + ", column instrument_id",
                            "must be set for " + role.token(),
                            ofDevice,
                            "null");
                }
            }
            case MERCHANT_TERMINAL -> checkTerminal(d, ofDevice, merchant);
        }
        return d;
    }

    private void checkTerminal(int d, long ofDevice, long merchant) {
        if (merchant == EntityTables.NO_MERCHANT) {
            broken.add(DEVICE_LINKS + ", column merchant_id", "must be set for MERCHANT_TERMINAL", ofDevice, "null");
        } else if (d >= 0 && tables.devicePrimaryMerchant.get(device.row(d)) != merchant) {
            broken.add(
                    DEVICE_LINKS + ", column merchant_id",
                    "must be the primary merchant of the device in " + DEVICES,
                    ofDevice,
                    Long.toUnsignedString(merchant));
        }
    }

    private Groups terminalsOfSite(BitSet terminals) {
        int[] siteOf = new int[terminals.isEmpty() ? 0 : device.size()];
        Arrays.fill(siteOf, -1);
        long homeless = 0;
        for (int d = terminals.nextSetBit(0); d >= 0; d = terminals.nextSetBit(d + 1)) {
            long siteId = tables.deviceSite.get(device.row(d));
            int site = siteId == EntityTables.NO_MERCHANT ? -1 : dimensions.siteOrdinal(siteId);
            siteOf[d] = site;
            if (siteId == EntityTables.NO_MERCHANT) {
                homeless++;
            } else if (site >= 0) {
                long merchant = tables.devicePrimaryMerchant.get(device.row(d));
                if (dimensions.siteMerchantOrdinal[site] != dimensions.merchantOrdinal(merchant)) {
                    broken.add(
                            DEVICES + ", column site_id",
                            "must be a site of the primary merchant",
                            device.id(d),
                            Long.toUnsignedString(siteId));
                }
            }
        }
        counts.put("terminals_without_site", homeless);
        clear(tables.devicePrimaryParty, tables.devicePrimaryMerchant, tables.deviceSite);
        return Groups.of(siteOf, dimensions.siteId.length);
    }

    /**
     * Rows by device (none last), then IP; counts duplicates.
     *
     * @param keys filled with device * IPs + IP of each row, in this order
     */
    private int[] ipLinkOrder(long[] keys) {
        int rows = keys.length;
        long ips = Math.max(ip.size(), 1);
        for (int row = 0; row < rows; row++) {
            int i = checkIpLink(row);
            int d = device.ordinalOf(tables.ipLinkDevice.get(row));
            keys[row] = (d < 0 ? device.size() : d) * ips + Math.max(i, 0);
        }
        int[] order = RowOrder.sort(keys);
        long duplicates = 0;
        for (int from = 0; from < rows; ) {
            int to = from + 1;
            while (to < rows && keys[to] == keys[from]) {
                to++;
            }
            duplicates += duplicates(order, from, to, this::compareIpLinks);
            from = to;
        }
        counts.put("duplicates." + IP_LINKS, duplicates);
        return order;
    }

    /** @return IP ordinal, -1 if absent */
    private int checkIpLink(int row) {
        long ofIp = tables.ipLinkIp.get(row);
        long ofDevice = tables.ipLinkDevice.get(row);
        long merchant = tables.ipLinkMerchant.get(row);
        int i = ip.ordinalOf(ofIp);
        if (i < 0) {
            broken.add(IP_LINKS + ", column ip_id", "must name an IP of " + IPS, ofDevice, "" + ofIp);
        }
        if (ofDevice != EntityTables.ABSENT && device.ordinalOf(ofDevice) < 0) {
            broken.add(IP_LINKS + ", column device_id", "must name a device of " + DEVICES, ofIp, "" + ofDevice);
        }
        checkParty(IP_LINKS, "party_id", ofIp, tables.ipLinkParty.get(row));
        checkMerchant(IP_LINKS, "merchant_id", ofIp, merchant);
        if (isEndpoint(row)) {
            if (merchant == EntityTables.NO_MERCHANT) {
                broken.add(IP_LINKS + ", column merchant_id", "must be set for MERCHANT_ENDPOINT", ofIp, "null");
            }
            if (ofDevice != EntityTables.ABSENT) {
                broken.add(IP_LINKS + ", column device_id", "must be null for MERCHANT_ENDPOINT", ofIp, "" + ofDevice);
            }
        } else if (ofDevice == EntityTables.ABSENT) {
            broken.add(IP_LINKS + ", column device_id", "must be set for links of devices", ofIp, "null");
        }
        return i;
    }

    private Groups ipsOfDevice(long[] keys) {
        long ips = Math.max(ip.size(), 1);
        int[] offsets = new int[device.size() + 1];
        int[] members = new int[keys.length];
        int size = 0;
        for (int at = 0; at < keys.length; at++) {
            int d = (int) (keys[at] / ips);
            if (d < device.size() && (at == 0 || keys[at] != keys[at - 1])) {
                members[size++] = (int) (keys[at] % ips);
                offsets[d + 1]++;
            }
        }
        for (int d = 0; d < device.size(); d++) {
            offsets[d + 1] += offsets[d];
        }
        return new Groups(offsets, Arrays.copyOf(members, size));
    }

    private Groups endpointsOfMerchant(int[] order) {
        int merchants = dimensions.merchants();
        int first = order.length;
        while (first > 0 && isEndpoint(order[first - 1])) {
            first--;
        }
        long[] keys = new long[order.length - first];
        for (int at = first; at < order.length; at++) {
            int merchant = dimensions.merchantOrdinal(tables.ipLinkMerchant.get(order[at]));
            int i = ip.ordinalOf(tables.ipLinkIp.get(order[at]));
            if (merchant >= 0 && i >= 0) {
                keys[at - first] = (long) merchant << 41 | (long) ipCountry[i] << 31 | i;
            }
        }
        RowOrder.sort(keys);
        int[] offsets = new int[merchants + 1];
        int[] members = new int[keys.length];
        int size = 0;
        for (int at = 0; at < keys.length && merchants > 0; at++) {
            if (at == 0 || keys[at] != keys[at - 1]) {
                members[size++] = (int) keys[at] & Integer.MAX_VALUE;
                offsets[(int) (keys[at] >>> 41) + 1]++;
            }
        }
        for (int merchant = 0; merchant < merchants; merchant++) {
            offsets[merchant + 1] += offsets[merchant];
        }
        return new Groups(offsets, Arrays.copyOf(members, size));
    }

    private void checkParty(String dataset, String column, long key, long id) {
        if (id != EntityTables.ABSENT && party.ordinalOf(id) < 0) {
            broken.add(dataset + ", column " + column, "must name a party of " + PARTIES, key, "" + id);
        }
    }

    private void checkMerchant(String dataset, String column, long key, long id) {
        if (id != EntityTables.NO_MERCHANT && dimensions.merchantOrdinal(id) < 0) {
            broken.add(
                    dataset + ", column " + column,
                    "must name a merchant of merchant_dim_5B",
                    key,
                    Long.toUnsignedString(id));
        }
    }

    private DeviceLinkRole deviceLinkRole(int row) {
        return DeviceLinkRole.ofCode((int) tables.deviceLinkRole.get(row));
    }

    private boolean isEndpoint(int row) {
        return tables.ipLinkRole.get(row) == IpLinkRole.MERCHANT_ENDPOINT.code();
    }

    private int compareDeviceLinks(int one, int other) {
        int order = Long.compare(tables.deviceLinkAccount.get(one), tables.deviceLinkAccount.get(other));
        if (order == 0) {
            order = Long.compare(tables.deviceLinkInstrument.get(one), tables.deviceLinkInstrument.get(other));
        }
        if (order == 0) {
            order = Long.compare(tables.deviceLinkMerchant.get(one), tables.deviceLinkMerchant.get(other));
        }
        return order != 0 ? order : Long.compare(tables.deviceLinkRole.get(one), tables.deviceLinkRole.get(other));
    }

    private int compareIpLinks(int one, int other) {
        int order = Long.compare(tables.ipLinkParty.get(one), tables.ipLinkParty.get(other));
        if (order == 0) {
            order = Long.compare(tables.ipLinkMerchant.get(one), tables.ipLinkMerchant.get(other));
        }
        return order != 0 ? order : Long.compare(tables.ipLinkRole.get(one), tables.ipLinkRole.get(other));
    }

    /** Rows of a run that repeat another one in all their columns. */
    private static long duplicates(int[] order, int from, int to, RowComparison comparison) {
        if (to - from == 1) {
            return 0;
        }
        Integer[] run = new Integer[to - from];
        Arrays.setAll(run, at -> order[from + at]);
        Arrays.sort(run, comparison::compare);
        long duplicates = 0;
        for (int at = 1; at < run.length; at++) {
            if (comparison.compare(run[at - 1], run[at]) == 0) {
                duplicates++;
            }
        }
        return duplicates;
    }

    private interface RowComparison {
        int compare(int one, int other);
    }

    private static byte[] bytes(LongColumn column, SortedIds ids) {
        byte[] values = new byte[ids.size()];
        for (int ordinal = 0; ordinal < values.length; ordinal++) {
            values[ordinal] = (byte) column.get(ids.row(ordinal));
        }
        column.clear();
        return values;
    }

    private static short[] shorts(LongColumn column, SortedIds ids) {
        short[] values = new short[ids.size()];
        for (int ordinal = 0; ordinal < values.length; ordinal++) {
            values[ordinal] = (short) column.get(ids.row(ordinal));
        }
        column.clear();
        return values;
    }

    private static int[] ints(LongColumn column, SortedIds ids) {
        int[] values = new int[ids.size()];
        for (int ordinal = 0; ordinal < values.length; ordinal++) {
            values[ordinal] = (int) column.get(ids.row(ordinal));
        }
        column.clear();
        return values;
    }

    private static void clear(LongColumn... columns) {
        for (LongColumn column : columns) {
            column.clear();
        }
    }
}
