package io.millrace.attach;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.CountrySource;
import io.millrace.contract.DemandClass;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.Iso;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.Draws;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.testing.FakeUniverse;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldDimensions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** The small world of the worked example: two merchants in Germany, ten sites, four zones. */
final class AttachWorld {
    static final String FINGERPRINT = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    static final long ONLINE = Long.parseUnsignedLong("11400714819323198485");
    static final long SHOP = 17;
    static final long SITE = 109;

    private AttachWorld() {}

    static WorldDimensions dimensions() {
        short de = (short) Iso.pack("DE");
        int sites = 10;
        long[] siteId = new long[sites];
        short[] siteCountry = new short[sites];
        long[] siteRate = new long[sites];
        Arrays.setAll(siteId, site -> 100 + site);
        Arrays.fill(siteCountry, de);
        siteRate[9] = 48_000;
        // Shares with .36 of POS and .25 of ATM on trips: .23 of all arrivals.
        int[] ppm = {355_000, 625_000, 20_000, 0, 355_000, 625_000, 20_000, 0};
        byte demand = (byte) DemandClass.OFFICE_HOURS.code();
        return new WorldDimensions(
                new long[] {SHOP, ONLINE},
                new short[] {de, de},
                new int[] {-1, -1},
                new byte[] {demand, demand},
                ppm,
                new long[] {0, 96_000},
                siteId,
                new int[sites],
                siteCountry,
                siteRate,
                List.of("Africa/Abidjan", "America/Lima", "Asia/Tokyo", "Europe/Berlin"),
                new short[] {(short) Iso.pack("CI"), (short) Iso.pack("PE"), (short) Iso.pack("JP"), de},
                new long[4]);
    }

    static FakeUniverse universe() {
        FakeUniverse universe = new FakeUniverse();
        plain(universe.party(101, "DE", Segment.MASS_MARKET, 1000), 101);
        plain(universe.party(102, "DE", Segment.MASS_MARKET, 2000), 102);
        plain(universe.party(103, "DE", Segment.MASS_MARKET, 0), 103);
        universe.party(104, "DE", Segment.MASS_MARKET, 3000)
                .account(1, LedgerClass.DEPOSIT)
                .instrument(11, InstrumentKind.CARD_PHYSICAL)
                .instrument(12, InstrumentKind.WALLET_TOKEN)
                .account(2, LedgerClass.CREDIT_REVOLVING)
                .instrument(21, InstrumentKind.CARD_PHYSICAL)
                .instrument(22, InstrumentKind.CARD_VIRTUAL)
                .device(41, DeviceGroup.MOBILE_PHONE)
                .ip(51, IpGroup.RESIDENTIAL)
                .ip(52, IpGroup.MOBILE_CARRIER)
                .device(42, DeviceGroup.LAPTOP)
                .ip(53, IpGroup.RESIDENTIAL);
        return universe;
    }

    static FakeUniverse.Party plain(FakeUniverse.Party party, long id) {
        return party.account(id * 10, LedgerClass.DEPOSIT)
                .instrument(id * 10 + 1, InstrumentKind.CARD_PHYSICAL)
                .device(id * 10 + 2, DeviceGroup.MOBILE_PHONE)
                .ip(id * 10 + 3, IpGroup.RESIDENTIAL);
    }

    static EntityAttacher attacher(FakeUniverse universe) {
        return attacher(universe, PolicyFiles.attachment(), new AttachSwitches(true, true));
    }

    static EntityAttacher attacher(FakeUniverse universe, AttachmentPolicy policy, AttachSwitches switches) {
        return new EntityAttacher(
                policy,
                PolicyFiles.prior(),
                universe,
                dimensions(),
                Draws.of(FINGERPRINT, 42),
                switches,
                CountryWeights.of(universe));
    }

    /** A row of a foreign world: no visit slot. */
    static int arrival(ArrivalSlab slab, String ts, ChannelUpstream channel, boolean online, long seq, int count) {
        int row = slab.addRow();
        slab.tsMicros[row] = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(ts));
        slab.merchantId[row] = online ? ONLINE : SHOP;
        slab.arrivalSeq[row] = seq;
        slab.merchantOrdinal[row] = online ? 1 : 0;
        slab.zoneOrdinal[row] = 3;
        slab.bucketIndex[row] = 571;
        slab.bucketCount[row] = count;
        slab.zoneBucketCount[row] = 24;
        slab.visitSlot[row] = -1;
        slab.channelUpstream[row] = (byte) (channel == null ? 0 : channel.code());
        slab.legalCountry[row] = (short) Iso.pack("DE");
        slab.countrySource[row] = (byte) CountrySource.ROW.code();
        slab.isVirtual[row] = online;
        slab.siteId[row] = online ? 0 : SITE;
        slab.edgeId[row] = 0;
        slab.tzidPrimary[row] = 3;
        slab.tzidSettlement[row] = -1;
        slab.tzidOperational[row] = -1;
        return row;
    }

    static AttachedSlab attach(EntityAttacher attacher, ArrivalSlab in) {
        AttachedSlab out = new AttachedSlab(in.size);
        attacher.attach(in, out);
        return out;
    }
}
