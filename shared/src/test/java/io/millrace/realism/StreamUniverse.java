package io.millrace.realism;

import io.millrace.contract.DeviceGroup;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.random.Philox2x64;
import io.millrace.table.AliasTable;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import java.util.ArrayList;
import java.util.List;

/**
 * Parties of the test world with the 14 activity strips of own worlds, in arrays. Ordinals run by zone and strip, party
 * ids are ordinals plus one. Holdings follow the tables of the world design, section 3.3 to 3.5: as many accounts,
 * instruments, devices and addresses per party, with levels that tie wealth to activity.
 */
final class StreamUniverse implements EntityUniverse {
    /** Share of each strip in ten-thousandths, and its weight in thousandths. */
    private static final int[] STRIP_SHARE = {10, 40, 50, 100, 300, 500, 500, 500, 1000, 1000, 1000, 1000, 1500, 2500};

    private static final int[] STRIP_WEIGHT = {
        18000, 10400, 7700, 6100, 4450, 3120, 2330, 1860, 1400, 970, 650, 340, 66, 0
    };

    private static final int STRIPS = STRIP_SHARE.length;
    private static final int COUNTRIES = 676;
    private static final int RECORD = 64;

    /** Mix of EMEA, in thousandths, by segment code less 1; the other regions differ by little. */
    private static final int[] SEGMENT_MIX = {48, 145, 203, 77, 193, 77, 154, 67, 1, 2, 4, 5, 7, 8, 7, 1, 1};

    private static final double[] LEVEL = {.70, .95, 1.20, 1.60};
    private static final double[][] LEVEL_OF_STRIP = {{.08, .38, .75}, {.20, .62, .90}, {.35, .77, .95}, {.45, .85, .97}
    };

    private final StreamZone[] zones;
    private final int[] zoneLow;
    /** [zone * 14 + strip], first ordinal; one more entry is the end. */
    private final int[] stripLow;

    private final AliasTable[] picks;
    private final int[][] pickStrips;
    private final long[] masses;
    private final int[] scopeOfCountry = new int[COUNTRIES];
    private final byte[] segment;
    private final long[] massOfSegment = new long[Segment.values().length + 1];
    private final byte[] stripOfParty;
    private final byte[] zoneOfParty;
    private final Holdings holdings;
    private final int[] terminals;

    /**
     * @param terminals by site ordinal
     */
    StreamUniverse(int parties, StreamZone[] zones, int[] terminals, long seed) {
        this.zones = zones;
        this.terminals = terminals;
        segment = new byte[parties];
        stripOfParty = new byte[parties];
        zoneOfParty = new byte[parties];
        zoneLow = new int[zones.length + 1];
        stripLow = new int[zones.length * STRIPS + 1];
        double cumulative = 0;
        for (int zone = 0; zone < zones.length; zone++) {
            zoneLow[zone] = (int) Math.rint(parties * cumulative);
            cumulative += zones[zone].partyShare();
        }
        zoneLow[zones.length] = parties;
        fillParties(Noise.of("segment", seed));
        List<int[]> scopes = new ArrayList<>();
        for (int zone = 0; zone < zones.length; zone++) {
            scopes.add(new int[] {zone});
        }
        addCountries(scopes);
        int[] world = new int[zones.length];
        java.util.Arrays.setAll(world, zone -> zone);
        scopes.add(world);
        picks = new AliasTable[scopes.size()];
        pickStrips = new int[scopes.size()][];
        masses = new long[scopes.size()];
        for (int scope = 0; scope < picks.length; scope++) {
            fillScope(scope, scopes.get(scope));
        }
        holdings = new Holdings(parties, seed);
    }

    private void addCountries(List<int[]> scopes) {
        java.util.Arrays.fill(scopeOfCountry, -1);
        for (StreamZone zone : zones) {
            if (scopeOfCountry[zone.country()] < 0) {
                scopeOfCountry[zone.country()] = scopes.size();
                scopes.add(java.util.stream.IntStream.range(0, zones.length)
                        .filter(other -> zones[other].country() == zone.country())
                        .toArray());
            }
        }
    }

    private void fillParties(Noise noise) {
        for (int zone = 0; zone < zones.length; zone++) {
            int members = zoneLow[zone + 1] - zoneLow[zone];
            int cumulative = 0;
            for (int strip = 0; strip < STRIPS; strip++) {
                stripLow[zone * STRIPS + strip] =
                        zoneLow[zone] + (int) Math.rint((double) members * cumulative / 10_000);
                cumulative += STRIP_SHARE[strip];
            }
        }
        stripLow[zones.length * STRIPS] = segment.length;
        for (int cell = 0; cell < zones.length * STRIPS; cell++) {
            for (int party = stripLow[cell]; party < stripLow[cell + 1]; party++) {
                zoneOfParty[party] = (byte) (cell / STRIPS);
                stripOfParty[party] = (byte) (cell % STRIPS);
                segment[party] = (byte) segmentOf(noise.below(1000, party, 0));
                massOfSegment[segment[party]] += STRIP_WEIGHT[cell % STRIPS];
            }
        }
    }

    private static int segmentOf(int thousandth) {
        int rest = thousandth;
        int segment = 0;
        while (rest >= SEGMENT_MIX[segment]) {
            rest -= SEGMENT_MIX[segment++];
        }
        return segment + 1;
    }

    private void fillScope(int scope, int[] zonesOfScope) {
        long[] mass = new long[zonesOfScope.length * STRIPS];
        pickStrips[scope] = new int[mass.length];
        for (int i = 0; i < mass.length; i++) {
            int cell = zonesOfScope[i / STRIPS] * STRIPS + i % STRIPS;
            pickStrips[scope][i] = cell;
            mass[i] = (long) (stripLow[cell + 1] - stripLow[cell]) * STRIP_WEIGHT[i % STRIPS];
            masses[scope] += mass[i];
        }
        picks[scope] = AliasTable.of(mass);
    }

    @Override
    public long parties() {
        return segment.length;
    }

    @Override
    public String digest() {
        return "0".repeat(64);
    }

    @Override
    public int scope(int country, int zone) {
        return zone >= 0 && zones[zone].country() == country ? zone : scopeOfCountry[country];
    }

    @Override
    public int worldScope() {
        return picks.length - 1;
    }

    @Override
    public long pick(int scope, long x0, long x1) {
        int cell = pickStrips[scope][picks[scope].pick(x0)];
        return stripLow[cell] + Philox2x64.umulh(x1, stripLow[cell + 1] - stripLow[cell]);
    }

    @Override
    public long mass(int scope) {
        return masses[scope];
    }

    @Override
    public void load(long ordinal, Portfolio out) {
        out.partyOrdinal = ordinal;
        out.partyId = ordinal + 1;
        out.country = country(ordinal);
        out.segment = segment(ordinal);
        out.type = typeOf(segment(ordinal)).code();
        holdings.load((int) ordinal, out);
    }

    @Override
    public long partyId(long ordinal) {
        return ordinal + 1;
    }

    @Override
    public long ordinalOf(long partyId) {
        return partyId > 0 && partyId <= parties() ? partyId - 1 : -1;
    }

    @Override
    public int country(long ordinal) {
        return zones[zoneOfParty[(int) ordinal]].country();
    }

    @Override
    public int segment(long ordinal) {
        return segment[(int) ordinal];
    }

    @Override
    public long weight(long ordinal) {
        return STRIP_WEIGHT[stripOfParty[(int) ordinal]];
    }

    @Override
    public long massOfSegment(int code) {
        return massOfSegment[code];
    }

    @Override
    public int terminals(int siteOrdinal) {
        return terminals[siteOrdinal];
    }

    @Override
    public long terminalDeviceId(int siteOrdinal, int n) {
        return 1L << 40 | (long) siteOrdinal * 64 + n;
    }

    @Override
    public int endpoints(int merchantOrdinal, int country) {
        return 1;
    }

    @Override
    public long endpointIpId(int merchantOrdinal, int country, int n) {
        return 1L << 40 | (long) merchantOrdinal * COUNTRIES + country;
    }

    @Override
    public void close() {}

    private static PartyType typeOf(int segmentCode) {
        if (segmentCode <= Segment.STUDENT.code()) {
            return PartyType.RETAIL;
        }
        return segmentCode <= Segment.SOLE_TRADER.code() ? PartyType.BUSINESS : PartyType.OTHER;
    }

    /** What parties hold; entries of all parties in one row of arrays. Ids are positions, so no two share one. */
    private final class Holdings {
        private final Noise noise;
        private final int[] accountStart;
        private final int[] instrumentStart;
        private final int[] deviceStart;
        private byte[] accountClass = new byte[RECORD];
        private byte[] instrumentKind = new byte[RECORD];
        private byte[] instrumentAccount = new byte[RECORD];
        private byte[] deviceGroup = new byte[RECORD];
        private byte[] deviceIps = new byte[RECORD];
        private int accounts;
        private int instruments;
        private int devices;
        private int draw;

        Holdings(int parties, long seed) {
            noise = Noise.of("holdings", seed);
            accountStart = new int[parties + 1];
            instrumentStart = new int[parties + 1];
            deviceStart = new int[parties + 1];
            for (int party = 0; party < parties; party++) {
                draw = 0;
                hold(party);
                accountStart[party + 1] = accounts;
                instrumentStart[party + 1] = instruments;
                deviceStart[party + 1] = devices;
            }
        }

        private void hold(int party) {
            double level = levelOf(party);
            boolean retail = segment[party] <= Segment.STUDENT.code();
            double physical = 1.127;
            for (int n = 1; n > 0; n--) {
                account(party, LedgerClass.DEPOSIT, physical, .226, .397, 0);
            }
            for (int n = times(party, retail ? .26 * StrictMath.pow(level, .9) : .35); n > 0; n--) {
                account(party, LedgerClass.DEPOSIT, 1.162, .256, .378, .154);
            }
            for (int n = times(party, (retail ? .68 : .60) * StrictMath.pow(level, .65)); n > 0; n--) {
                account(party, LedgerClass.DEPOSIT, 0, 0, .39, 0);
            }
            for (int n = times(party, (retail ? .52 : .85) * StrictMath.pow(level, .4)); n > 0; n--) {
                account(party, LedgerClass.CREDIT_REVOLVING, 1.164, .171, 0, .159);
            }
            for (int n = times(party, retail ? .14 * StrictMath.pow(level, 1.1) : 0); n > 0; n--) {
                account(party, LedgerClass.CREDIT_REVOLVING, 1.182, .182, 0, .25);
            }
            for (int n = times(party, .12); n > 0; n--) {
                account(party, LedgerClass.CREDIT_INSTALLMENT, 0, 0, .2, 0);
            }
            devices(party, DeviceGroup.MOBILE_PHONE, 1 + times(party, (retail ? .40 : .1) * level), 3.4);
            devices(party, DeviceGroup.WEARABLE, times(party, retail ? .132 * level : 0), 1.9);
            devices(party, DeviceGroup.DESKTOP, times(party, retail ? .22 : .78), 1.3);
            devices(party, DeviceGroup.TABLET, times(party, .22), 2);
            devices(party, DeviceGroup.LAPTOP, times(party, retail ? .264 : .84), 2.5);
            devices(party, DeviceGroup.IOT_DEVICE, times(party, retail ? .044 : .17), 1);
        }

        private double levelOf(int party) {
            int strip = stripOfParty[party];
            double[] cumulative = LEVEL_OF_STRIP[strip <= 4 ? 0 : strip <= 11 ? 1 : strip == 12 ? 2 : 3];
            double u = noise.unit(party, draw++);
            int level = 0;
            while (level < cumulative.length && u >= cumulative[level]) {
                level++;
            }
            return LEVEL[level] / 1.035;
        }

        /** A count with this mean, at most 4: geometric, so that a few hold several. */
        private int times(int party, double mean) {
            int count = 0;
            double more = mean / (1 + mean);
            while (count < 4 && noise.unit(party, draw++) < more) {
                count++;
            }
            return count;
        }

        /** At least one physical card where cards are held at all. */
        private void account(
                int party, LedgerClass ledgerClass, double physical, double virtual, double handle, double wallet) {
            accountClass = room(accountClass, accounts);
            accountClass[accounts++] = (byte) ledgerClass.code();
            if (physical > 0) {
                instruments(party, InstrumentKind.CARD_PHYSICAL, noise.unit(party, draw++) < physical - 1 ? 2 : 1);
            }
            instruments(party, InstrumentKind.CARD_VIRTUAL, times(party, virtual));
            instruments(party, InstrumentKind.BANK_HANDLE, noise.unit(party, draw++) < handle ? 1 : 0);
            instruments(party, InstrumentKind.WALLET_TOKEN, times(party, wallet));
        }

        private void instruments(int party, InstrumentKind kind, int count) {
            for (int n = 0; n < count; n++) {
                instrumentKind = room(instrumentKind, instruments);
                instrumentAccount = room(instrumentAccount, instruments);
                instrumentAccount[instruments] = (byte) (accounts - 1 - accountStart[party]);
                instrumentKind[instruments++] = (byte) kind.code();
            }
        }

        private void devices(int party, DeviceGroup group, int count, double ips) {
            for (int n = 0; n < count; n++) {
                deviceGroup = room(deviceGroup, devices);
                deviceIps = room(deviceIps, devices);
                deviceIps[devices] = (byte) (1 + times(party, ips - 1));
                deviceGroup[devices++] = (byte) group.code();
            }
        }

        private static byte[] room(byte[] array, int used) {
            return used < array.length ? array : java.util.Arrays.copyOf(array, 2 * used);
        }

        void load(int party, Portfolio out) {
            int firstAccount = accountStart[party];
            out.accounts = accountStart[party + 1] - firstAccount;
            for (int i = 0; i < out.accounts; i++) {
                out.accountId[i] = firstAccount + i + 1L;
                out.accountClass[i] = accountClass[firstAccount + i];
            }
            int firstInstrument = instrumentStart[party];
            out.instruments = instrumentStart[party + 1] - firstInstrument;
            for (int i = 0; i < out.instruments; i++) {
                out.instrumentId[i] = firstInstrument + i + 1L;
                out.instrumentKind[i] = instrumentKind[firstInstrument + i];
                out.instrumentAccount[i] = instrumentAccount[firstInstrument + i];
            }
            loadDevices(party, out);
        }

        /** The first address of every device is the home's, which all devices share. */
        private void loadDevices(int party, Portfolio out) {
            int first = deviceStart[party];
            out.devices = deviceStart[party + 1] - first;
            out.ipId[0] = (party + 1L) << 8;
            out.ipGroup[0] = (byte) IpGroup.RESIDENTIAL.code();
            int slots = 1;
            int entry = 0;
            for (int d = 0; d < out.devices; d++) {
                out.deviceId[d] = first + d + 1L;
                out.deviceGroup[d] = deviceGroup[first + d];
                out.deviceIpStart[d] = entry;
                out.deviceIp[entry++] = 0;
                for (int n = 1; n < deviceIps[first + d]; n++) {
                    out.ipId[slots] = (party + 1L) << 8 | slots;
                    out.ipGroup[slots] = (byte) (1 + n % IpGroup.values().length);
                    out.deviceIp[entry++] = (short) slots++;
                }
            }
            out.deviceIpStart[out.devices] = entry;
            out.ips = slots;
        }
    }
}
