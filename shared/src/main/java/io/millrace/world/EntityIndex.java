package io.millrace.world;

import io.millrace.base.RunException;
import io.millrace.contract.Segment;
import io.millrace.random.Philox2x64;
import io.millrace.table.AliasTable;
import io.millrace.world.IndexLayout.Section;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A world in one memory-mapped file. Made by {@link EntityIndexBuilder}. Threads share it: it holds no buffer that one
 * of them could move, and on the heap only the pick tables, some bytes per (country, segment).
 */
public final class EntityIndex implements EntityUniverse {
    private static final int COUNTRIES = 676;
    private static final int WORLD = 0;
    /** Of a record, most are not longer; and of the processor's caches. */
    private static final int EXPECTED_BYTES = 192;

    private static final int LINE_BYTES = 64;
    private static final TreeMap<String, Shared> SHARED = new TreeMap<>();

    private final IndexFile file;
    private final MappedFile bytes;
    private final int parties;
    private final boolean dense;
    private final long partyIdAt;
    private final long partyAt;
    private final long orderAt;
    private final long recordsAt;
    private final long recordsEnd;
    private final long terminalOffsetsAt;
    private final long terminalsAt;
    private final boolean hasTerminals;
    private final long endpointOffsetsAt;
    private final long endpointsAt;
    private final boolean hasEndpoints;
    private final int sites;
    private final int merchants;
    /** [cell * 14 + strip]: first in ORDER, members, weight. */
    private final int[] stripStart;

    private final int[] stripMembers;
    private final long[] stripWeight;
    private final List<Scope> scopes = new ArrayList<>();
    private final int[] scopeOfCountry = new int[COUNTRIES];
    /** [country][zone]: of its zone cell if that has pickable parties, else of the country; as long as zones are known. */
    private final int[][] scopeOfZone = new int[COUNTRIES][0];

    private final long[] massOfSegment = new long[Segment.values().length + 1];

    private EntityIndex(IndexFile file) {
        this.file = file;
        bytes = file.bytes();
        parties = (int) (file.length(Section.PARTY) / IndexLayout.PARTY_BYTES);
        dense = file.isDense();
        partyIdAt = file.start(Section.PARTYID);
        partyAt = file.start(Section.PARTY);
        orderAt = file.start(Section.ORDER);
        recordsAt = file.start(Section.RECORDS);
        recordsEnd = recordsAt + file.length(Section.RECORDS);
        terminalOffsetsAt = file.start(Section.TERMOFF);
        terminalsAt = file.start(Section.TERMS);
        hasTerminals = file.length(Section.TERMS) > 0;
        endpointOffsetsAt = file.start(Section.ENDPOFF);
        endpointsAt = file.start(Section.ENDP);
        hasEndpoints = file.length(Section.ENDP) > 0;
        sites = Math.toIntExact(file.info().count("sites"));
        merchants = Math.toIntExact(file.info().count("merchants"));

        int strips = (int) (file.length(Section.STRIPS) / IndexLayout.STRIP_BYTES);
        stripStart = new int[strips];
        stripMembers = new int[strips];
        stripWeight = new long[strips];
        for (int strip = 0; strip < strips; strip++) {
            long at = file.start(Section.STRIPS) + (long) strip * IndexLayout.STRIP_BYTES;
            stripStart[strip] = bytes.getInt(at);
            stripMembers[strip] = bytes.getInt(at + 4);
            stripWeight[strip] = bytes.getLong(at + 8);
        }
        fillScopes();
    }

    /**
     * Maps an index and checks all its bytes.
     *
     * @throws io.millrace.base.ContractException INPUT_SCHEMA_MISMATCH when it is no index of this format,
     *     INPUT_DIGEST_MISMATCH when it is cut short or altered
     * @throws RunException IO_READ_FAILED
     */
    public static EntityIndex open(Path path) {
        return new EntityIndex(IndexFile.open(path));
    }

    /**
     * Maps an index that must be the sealed one.
     *
     * @param digest content digest, hex64; another is an INPUT_DIGEST_MISMATCH
     */
    public static EntityIndex open(Path path, String digest) {
        IndexFile file = IndexFile.open(path);
        file.requireDigest(digest);
        return new EntityIndex(file);
    }

    /**
     * As {@link #open(Path, String)}, but one per JVM: whoever comes later gets the same one, unchecked. Each caller
     * closes once; after the last the next call opens anew.
     */
    public static EntityIndex shared(Path path, String digest) {
        String key = digest + " " + path.toAbsolutePath().normalize();
        synchronized (SHARED) {
            Shared shared = SHARED.get(key);
            if (shared == null) {
                shared = new Shared(open(path, digest));
                SHARED.put(key, shared);
            }
            shared.users++;
            return shared.index;
        }
    }

    /** What an index says about itself; header and description are checked, the rest of the file is not read. */
    public static EntityIndexInfo info(Path path) {
        return IndexFile.describe(path);
    }

    public EntityIndexInfo info() {
        return file.info();
    }

    @Override
    public long parties() {
        return parties;
    }

    @Override
    public String digest() {
        return file.info().digest();
    }

    @Override
    public int scope(int country, int zone) {
        if (country < 0 || country >= COUNTRIES) {
            return -1;
        }
        int[] byZone = scopeOfZone[country];
        return zone >= 0 && zone < byZone.length ? byZone[zone] : scopeOfCountry[country];
    }

    @Override
    public int worldScope() {
        return WORLD;
    }

    /** @throws IllegalStateException when the world has no pickable party; no other scope is empty */
    @Override
    public long pick(int scope, long x0, long x1) {
        return bytes.getInt(place(scope, x0, x1));
    }

    @Override
    public void pick(int[] of, long[] x0, long[] x1, int count, long[] ordinals) {
        for (int i = 0; i < count; i++) {
            ordinals[i] = place(of[i], x0[i], x1[i]);
        }
        for (int i = 0; i < count; i++) {
            ordinals[i] = bytes.getInt(ordinals[i]);
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += bytes.getUnsignedByte(row(ordinals[i]));
        }
        fetched(sum);
    }

    /** Where the picked ordinal stands. */
    private long place(int scope, long x0, long x1) {
        Scope from = scopes.get(scope);
        if (from.table == null) {
            throw new IllegalStateException("no party of this world can be picked");
        }
        int strip = from.firstStrip + from.table.pick(x0);
        return orderAt + (stripStart[strip] + Philox2x64.umulh(x1, stripMembers[strip])) * Integer.BYTES;
    }

    /** Reads that nobody needs are left out by the compiler, so their sum is looked at. */
    private static void fetched(int sum) {
        if (sum < 0) {
            throw new IllegalStateException("bytes add up to " + sum);
        }
    }

    @Override
    public long mass(int scope) {
        return scopes.get(scope).mass;
    }

    @Override
    public void expect(long[] ordinals, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            long record = recordsAt + (bytes.getInt(row(ordinals[i])) & 0xFFFF_FFFFL) * Long.BYTES;
            long end = Math.min(record + EXPECTED_BYTES, recordsEnd);
            for (long at = record; at < end; at += LINE_BYTES) {
                sum += bytes.getUnsignedByte(at);
            }
        }
        fetched(sum);
    }

    @Override
    public void load(long ordinal, Portfolio out) {
        long record = head(ordinal, out);
        ByteBuffer from = bytes.chunk(record);
        int at = bytes.within(record);
        int accounts = from.get(at) & 0xFF;
        int devices = from.get(at + 1) & 0xFF;
        int instruments = from.getShort(at + 2) & 0xFFFF;
        int ips = from.getShort(at + 4) & 0xFFFF;
        int entries = from.getShort(at + 6) & 0xFFFF;
        out.devices = devices;
        out.ips = ips;
        at += IndexLayout.RECORD_HEAD_BYTES;
        int ids = at;
        at += Long.BYTES * (accounts + instruments);
        at = longs(from, at, out.deviceId, devices);
        at = longs(from, at, out.ipId, ips);
        for (int entry = 0; entry < entries; entry++) {
            out.deviceIp[entry] = from.getShort(at + 2 * entry);
        }
        at += 2 * entries;
        int start = 0;
        for (int device = 0; device < devices; device++) {
            out.deviceIpStart[device] = start;
            start += from.getShort(at + 2 * device) & 0xFFFF;
        }
        out.deviceIpStart[devices] = start;
        at += 2 * devices;
        at = means(from, ids, at, accounts, instruments, out);
        bytes(from, bytes(from, at, out.deviceGroup, devices), out.ipGroup, ips);
    }

    @Override
    public void loadMeans(long ordinal, Portfolio out) {
        long record = head(ordinal, out);
        ByteBuffer from = bytes.chunk(record);
        int at = bytes.within(record);
        int accounts = from.get(at) & 0xFF;
        int devices = from.get(at + 1) & 0xFF;
        int instruments = from.getShort(at + 2) & 0xFFFF;
        int ips = from.getShort(at + 4) & 0xFFFF;
        int entries = from.getShort(at + 6) & 0xFFFF;
        int ids = at + IndexLayout.RECORD_HEAD_BYTES;
        int codes = ids + Long.BYTES * (accounts + instruments + devices + ips) + 2 * (entries + devices);
        means(from, ids, codes, accounts, instruments, out);
    }

    /** Who the party is. Returns where its record lies. */
    private long head(long ordinal, Portfolio out) {
        long row = row(ordinal);
        ByteBuffer head = bytes.chunk(row);
        int at = bytes.within(row);
        out.partyOrdinal = ordinal;
        out.partyId = partyId(ordinal);
        out.country = head.getShort(at + 8) & 0xFFFF;
        out.segment = head.get(at + 10);
        out.type = head.get(at + 11);
        return recordsAt + (head.getInt(at) & 0xFFFF_FFFFL) * Long.BYTES;
    }

    /** Accounts and instruments. Returns the end of their codes. */
    private static int means(ByteBuffer from, int ids, int codes, int accounts, int instruments, Portfolio out) {
        out.accounts = accounts;
        out.instruments = instruments;
        longs(from, longs(from, ids, out.accountId, accounts), out.instrumentId, instruments);
        int at = bytes(from, bytes(from, codes, out.accountClass, accounts), out.instrumentKind, instruments);
        for (int instrument = 0; instrument < instruments; instrument++) {
            out.instrumentAccount[instrument] = (short) (from.get(at + instrument) & 0xFF);
        }
        return at + instruments;
    }

    @Override
    public long partyId(long ordinal) {
        Objects.checkIndex(ordinal, (long) parties);
        return dense ? ordinal + 1 : bytes.getLong(partyIdAt + ordinal * Long.BYTES);
    }

    @Override
    public long ordinalOf(long partyId) {
        if (dense) {
            return partyId >= 1 && partyId <= parties ? partyId - 1 : -1;
        }
        long low = 0;
        long high = parties - 1L;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long id = bytes.getLong(partyIdAt + middle * Long.BYTES);
            if (id < partyId) {
                low = middle + 1;
            } else if (id > partyId) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    @Override
    public int country(long ordinal) {
        return bytes.getUnsignedShort(row(ordinal) + 8);
    }

    @Override
    public int segment(long ordinal) {
        return bytes.getUnsignedByte(row(ordinal) + 10);
    }

    @Override
    public long weight(long ordinal) {
        return bytes.getInt(row(ordinal) + 4);
    }

    @Override
    public long massOfSegment(int segment) {
        return massOfSegment[segment];
    }

    @Override
    public int terminals(int siteOrdinal) {
        Objects.checkIndex(siteOrdinal, sites);
        if (!hasTerminals) {
            return 0;
        }
        long at = terminalOffsetsAt + (long) siteOrdinal * Integer.BYTES;
        return bytes.getInt(at + Integer.BYTES) - bytes.getInt(at);
    }

    @Override
    public long terminalDeviceId(int siteOrdinal, int n) {
        Objects.checkIndex(n, terminals(siteOrdinal));
        long first = bytes.getInt(terminalOffsetsAt + (long) siteOrdinal * Integer.BYTES);
        return bytes.getLong(terminalsAt + (first + n) * Long.BYTES);
    }

    @Override
    public int endpoints(int merchantOrdinal, int country) {
        Objects.checkIndex(merchantOrdinal, merchants);
        if (!hasEndpoints) {
            return 0;
        }
        int first = firstEndpoint(merchantOrdinal, country);
        int end = bytes.getInt(endpointOffsetsAt + (merchantOrdinal + 1L) * Integer.BYTES);
        int after = first;
        while (after < end && endpointCountry(after) == country) {
            after++;
        }
        return after - first;
    }

    @Override
    public long endpointIpId(int merchantOrdinal, int country, int n) {
        Objects.checkIndex(merchantOrdinal, merchants);
        long place = firstEndpoint(merchantOrdinal, country) + (long) n;
        int end = bytes.getInt(endpointOffsetsAt + (merchantOrdinal + 1L) * Integer.BYTES);
        if (n < 0 || place >= end || endpointCountry(place) != country) {
            throw new IndexOutOfBoundsException("endpoint " + n + " of merchant " + merchantOrdinal);
        }
        return bytes.getLong(endpointsAt + place * IndexLayout.ENDPOINT_BYTES);
    }

    /** For one from {@link #shared}: gives it back. The mapping ends when nobody refers to it any more. */
    @Override
    public void close() {
        synchronized (SHARED) {
            SHARED.values().removeIf(shared -> shared.index == this && --shared.users == 0);
        }
    }

    /** First endpoint of the merchant whose country is not below the given one. */
    private int firstEndpoint(int merchant, int country) {
        long offset = endpointOffsetsAt + (long) merchant * Integer.BYTES;
        int low = bytes.getInt(offset);
        int high = bytes.getInt(offset + Integer.BYTES);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (endpointCountry(middle) < country) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int endpointCountry(long place) {
        return bytes.getUnsignedShort(endpointsAt + place * IndexLayout.ENDPOINT_BYTES + 8);
    }

    private long row(long ordinal) {
        return partyAt + Objects.checkIndex(ordinal, (long) parties) * IndexLayout.PARTY_BYTES;
    }

    /** One by one: there are few, and a bulk copy costs more. */
    private static int bytes(ByteBuffer from, int at, byte[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = from.get(at + i);
        }
        return at + count;
    }

    private static int longs(ByteBuffer from, int at, long[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = from.getLong(at + Long.BYTES * i);
        }
        return at + Long.BYTES * count;
    }

    /** The world, each country and each zone cell that can be picked from; cells of a scope are neighbours. */
    private void fillScopes() {
        int cells = stripStart.length / ActivityStrips.STRIPS;
        scopes.add(scopeOfCells(0, cells));
        Arrays.fill(scopeOfCountry, -1);
        int country = 0;
        while (country < cells) {
            int countryEnd = country;
            while (countryEnd < cells && cellCountry(countryEnd) == cellCountry(country)) {
                countryEnd++;
            }
            Scope whole = scopeOfCells(country, countryEnd);
            if (whole.mass > 0) {
                scopeOfCountry[cellCountry(country)] = scopes.size();
                scopes.add(whole);
                addZones(cellCountry(country), country, countryEnd);
            }
            country = countryEnd;
        }
        for (int strip = 0; strip < stripStart.length; strip++) {
            massOfSegment[cellSegment(strip / ActivityStrips.STRIPS)] += stripMembers[strip] * stripWeight[strip];
        }
    }

    private void addZones(int country, int firstCell, int endCell) {
        int known = 0;
        for (int cell = firstCell; cell < endCell; cell++) {
            known = Math.max(known, cellZone(cell) + 1);
        }
        scopeOfZone[country] = new int[known];
        Arrays.fill(scopeOfZone[country], scopeOfCountry[country]);
        int zone = firstCell;
        while (zone < endCell) {
            int zoneEnd = zone;
            while (zoneEnd < endCell && cellZone(zoneEnd) == cellZone(zone)) {
                zoneEnd++;
            }
            Scope cell = scopeOfCells(zone, zoneEnd);
            if (cellZone(zone) >= 0 && cell.mass > 0) {
                scopeOfZone[country][cellZone(zone)] = scopes.size();
                scopes.add(cell);
            }
            zone = zoneEnd;
        }
    }

    private Scope scopeOfCells(int firstCell, int endCell) {
        int first = firstCell * ActivityStrips.STRIPS;
        long[] masses = new long[endCell * ActivityStrips.STRIPS - first];
        long mass = 0;
        for (int strip = 0; strip < masses.length; strip++) {
            masses[strip] = stripMembers[first + strip] * stripWeight[first + strip];
            mass += masses[strip];
        }
        return new Scope(first, mass, mass == 0 ? null : AliasTable.of(masses));
    }

    private int cellCountry(int cell) {
        return bytes.getUnsignedShort(cellAt(cell));
    }

    private int cellSegment(int cell) {
        return bytes.getUnsignedByte(cellAt(cell) + 2);
    }

    private int cellZone(int cell) {
        return bytes.getInt(cellAt(cell) + 4);
    }

    private long cellAt(int cell) {
        return file.start(Section.CELLS) + (long) cell * IndexLayout.CELL_BYTES;
    }

    /** @param table over (cell, strip), null when nobody can be picked */
    private record Scope(int firstStrip, long mass, AliasTable table) {}

    private static final class Shared {
        private final EntityIndex index;
        private int users;

        private Shared(EntityIndex index) {
            this.index = index;
        }
    }
}
