package io.millrace.job.testing;

import io.millrace.contract.Segment;
import io.millrace.digest.RowDigest;
import io.millrace.random.Mix64;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import io.millrace.world.WorldDimensions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/**
 * Everything that a universe can be asked, as one digest: every portfolio, picks of all scopes by fixed lanes, masses,
 * terminals, endpoints. Two carriers of one world give the same text.
 */
public final class UniverseDigest {
    private static final int PICKS = 1_000_000;
    /** Longest portfolio, with room to spare. */
    private static final int BYTES = 1 << 20;

    private final EntityUniverse universe;
    private final WorldDimensions dimensions;
    private final RowDigest digest = new RowDigest();
    private final ByteBuffer row = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private UniverseDigest(EntityUniverse universe, WorldDimensions dimensions) {
        this.universe = universe;
        this.dimensions = dimensions;
    }

    /** hex32. */
    public static String of(EntityUniverse universe, WorldDimensions dimensions) {
        UniverseDigest sum = new UniverseDigest(universe, dimensions);
        sum.portfolios();
        sum.picks();
        sum.terminals();
        sum.endpoints();
        return sum.digest.hex();
    }

    private void portfolios() {
        Portfolio portfolio = new Portfolio();
        for (long ordinal = 0; ordinal < universe.parties(); ordinal++) {
            universe.load(ordinal, portfolio);
            row.putLong(ordinal)
                    .putLong(universe.partyId(ordinal))
                    .putLong(universe.ordinalOf(universe.partyId(ordinal)))
                    .putInt(universe.country(ordinal))
                    .putInt(universe.segment(ordinal))
                    .putLong(universe.weight(ordinal));
            add(portfolio);
            addRow();
        }
        for (Segment segment : Segment.values()) {
            row.putInt(segment.code()).putLong(universe.massOfSegment(segment.code()));
            addRow();
        }
    }

    private void add(Portfolio of) {
        row.putLong(of.partyId).putInt(of.country).putInt(of.segment).putInt(of.type);
        row.putInt(of.accounts);
        for (int slot = 0; slot < of.accounts; slot++) {
            row.putLong(of.accountId[slot]).put(of.accountClass[slot]);
        }
        row.putInt(of.instruments);
        for (int slot = 0; slot < of.instruments; slot++) {
            row.putLong(of.instrumentId[slot]).put(of.instrumentKind[slot]).putShort(of.instrumentAccount[slot]);
        }
        row.putInt(of.devices);
        for (int slot = 0; slot < of.devices; slot++) {
            row.putLong(of.deviceId[slot]).put(of.deviceGroup[slot]).putInt(of.deviceIpStart[slot]);
        }
        for (int entry = 0; entry < of.deviceIpStart[of.devices]; entry++) {
            row.putShort(of.deviceIp[entry]);
        }
        row.putInt(of.ips);
        for (int slot = 0; slot < of.ips; slot++) {
            row.putLong(of.ipId[slot]).put(of.ipGroup[slot]);
        }
    }

    /** A million of them, spread over the world, its countries and its zone cells. */
    private void picks() {
        int zones = dimensions.zoneTzid.size();
        short[] countries = countries();
        int[] scopes = new int[1 + countries.length * (zones + 1)];
        int size = 0;
        scopes[size++] = universe.worldScope();
        for (short country : countries) {
            for (int zone = -1; zone < zones; zone++) {
                int scope = universe.scope(country, zone);
                row.putInt(country).putInt(zone).putInt(scope).putLong(scope < 0 ? 0 : universe.mass(scope));
                addRow();
                if (scope >= 0) {
                    scopes[size++] = scope;
                }
            }
        }
        for (int pick = 0; pick < PICKS; pick++) {
            int scope = scopes[pick % size];
            long party = universe.pick(scope, Mix64.at(scope, 2L * pick), Mix64.at(scope, 2L * pick + 1));
            row.putInt(pick).putInt(scope).putLong(party);
            addRow();
        }
    }

    private void terminals() {
        for (int site = 0; site < dimensions.siteId.length; site++) {
            row.putInt(site).putInt(universe.terminals(site));
            for (int n = 0; n < universe.terminals(site); n++) {
                row.putLong(universe.terminalDeviceId(site, n));
            }
            addRow();
        }
    }

    private void endpoints() {
        for (int merchant = 0; merchant < dimensions.merchants(); merchant++) {
            for (short country : countries()) {
                row.putInt(merchant).putInt(country).putInt(universe.endpoints(merchant, country));
                for (int n = 0; n < universe.endpoints(merchant, country); n++) {
                    row.putLong(universe.endpointIpId(merchant, country, n));
                }
                addRow();
            }
        }
    }

    /** Of the parties, in order. */
    private short[] countries() {
        long[] codes = LongStream.range(0, universe.parties())
                .map(universe::country)
                .distinct()
                .sorted()
                .toArray();
        short[] countries = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            countries[i] = (short) codes[i];
        }
        return countries;
    }

    private void addRow() {
        digest.addRow(row.array(), 0, row.position());
        row.clear();
    }
}
