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
import io.millrace.policy.AttachmentPolicy.ForeignActivity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Rows of the 6A tables, written down one by one, which can be delivered in any order and more than once. */
final class EntityRows {
    static final String FINGERPRINT = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    static final ForeignActivity ACTIVITY = new ForeignActivity(1, 0.25, 1, 0.55);
    /** Nobody dormant, so that small worlds are easy to follow. */
    static final ForeignActivity ALL_ACTIVE = new ForeignActivity(1, 0.25, 1, 1);

    static final long SHOP = 17;
    static final long ONLINE = Long.parseUnsignedLong("11400714819323198485");
    static final long[] SITES = {100, 101, Long.parseUnsignedLong("9300000000000000000")};

    private final List<Consumer<EntityTables>> rows = new ArrayList<>();

    /** Merchants 0 (sites 0 and 1) and 1 (site 2); zones 0, 1, 2. */
    static WorldDimensions dimensions() {
        short de = (short) Iso.pack("DE");
        return new WorldDimensions(
                new long[] {SHOP, ONLINE},
                new short[] {de, de},
                new int[] {-1, -1},
                new byte[] {1, 1},
                new int[8],
                new long[2],
                SITES,
                new int[] {0, 0, 1},
                new short[] {de, de, de},
                new long[3],
                List.of("America/Lima", "Asia/Tokyo", "Europe/Berlin"),
                new short[] {(short) Iso.pack("PE"), (short) Iso.pack("JP"), de},
                new long[3]);
    }

    static EntityIndexAxes axes() {
        return EntityIndexAxes.of(FINGERPRINT, 42, Map.of("s1_party_base_6A", "ab".repeat(16)));
    }

    EntityRows row(Consumer<EntityTables> row) {
        rows.add(row);
        return this;
    }

    EntityRows party(long id, String country, Segment segment) {
        return row(tables -> tables.addParty(id, PartyType.RETAIL, segment, Iso.pack(country), EntityTables.NO_ZONE));
    }

    EntityRows account(long id, long party, LedgerClass ledgerClass) {
        return row(tables -> tables.addAccount(id, party, ledgerClass));
    }

    /** An instrument with its link to the account. */
    EntityRows instrument(long id, long account, long party, InstrumentKind kind) {
        row(tables -> tables.addInstrument(id, account, party, kind));
        return row(tables -> tables.addAccountInstrumentLink(account, id));
    }

    /** A device with its owner. */
    EntityRows device(long id, long party, DeviceGroup group) {
        row(tables -> tables.addDevice(id, group, party, EntityTables.NO_MERCHANT, EntityTables.NO_MERCHANT));
        return deviceLink(id, party, DeviceLinkRole.PRIMARY_OWNER);
    }

    EntityRows deviceLink(long device, long party, DeviceLinkRole role) {
        return row(tables -> tables.addDeviceLink(
                device, party, EntityTables.ABSENT, EntityTables.ABSENT, EntityTables.NO_MERCHANT, role));
    }

    EntityRows terminal(long id, DeviceGroup group, long merchant, long site) {
        row(tables -> tables.addDevice(id, group, EntityTables.ABSENT, merchant, site));
        return row(tables -> tables.addDeviceLink(
                id,
                EntityTables.ABSENT,
                EntityTables.ABSENT,
                EntityTables.ABSENT,
                merchant,
                DeviceLinkRole.MERCHANT_TERMINAL));
    }

    EntityRows ip(long id, IpGroup group, String country) {
        return row(tables -> tables.addIp(id, group, Iso.pack(country)));
    }

    EntityRows ipLink(long ip, long device, long party, IpLinkRole role) {
        return row(tables -> tables.addIpLink(ip, device, party, EntityTables.NO_MERCHANT, role));
    }

    EntityRows endpoint(long ip, long merchant) {
        return row(tables ->
                tables.addIpLink(ip, EntityTables.ABSENT, EntityTables.ABSENT, merchant, IpLinkRole.MERCHANT_ENDPOINT));
    }

    /** A party that can be picked: one of everything, ids from {@code id * 100}; the IP is its own. */
    EntityRows complete(long id, String country, Segment segment) {
        return party(id, country, segment)
                .account(id * 100, id, LedgerClass.DEPOSIT)
                .instrument(id * 100 + 1, id * 100, id, InstrumentKind.CARD_PHYSICAL)
                .device(id * 100 + 2, id, DeviceGroup.MOBILE_PHONE)
                .ip(id * 100 + 3, IpGroup.RESIDENTIAL, country)
                .ipLink(id * 100 + 3, id * 100 + 2, id, IpLinkRole.TYPICAL_DEVICE_IP);
    }

    EntityTables tables() {
        EntityTables tables = new EntityTables();
        rows.forEach(row -> row.accept(tables));
        return tables;
    }

    EntityTables shuffled(long seed) {
        List<Consumer<EntityTables>> other = new ArrayList<>(rows);
        Collections.shuffle(other, new Random(seed));
        EntityTables tables = new EntityTables();
        other.forEach(row -> row.accept(tables));
        return tables;
    }

    EntityIndexInfo build(Path file) {
        return EntityIndexBuilder.build(tables(), dimensions(), ALL_ACTIVE, axes(), file);
    }

    EntityIndex open(Path file) {
        build(file);
        return EntityIndex.open(file);
    }
}
