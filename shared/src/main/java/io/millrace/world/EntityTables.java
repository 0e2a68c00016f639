package io.millrace.world;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.Iso;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows of the 6A tables on their way into the entity index: one method per table, tables and rows in any order, tokens
 * already mapped to their classes. References are checked by {@link EntityIndexBuilder}, which uses the rows up. Not
 * thread-safe.
 */
public final class EntityTables {
    /** A nullable party, account, instrument or device id that is null. */
    public static final long ABSENT = -1;
    /** A nullable merchant or site id that is null; no merchant and no site has it. */
    public static final long NO_MERCHANT = 0;
    /** Zone of a party whose table tells none, as in foreign worlds. */
    public static final int NO_ZONE = -1;

    private static final int COUNTRIES = 676;
    /** Rows are counted in 31 bits; a little room keeps array sizes legal. */
    private static final int ROWS_MAX = Integer.MAX_VALUE - 64;

    final LongColumn partyId = new LongColumn();
    final LongColumn partyType = new LongColumn();
    final LongColumn partySegment = new LongColumn();
    final LongColumn partyCountry = new LongColumn();
    final LongColumn partyZone = new LongColumn();

    final LongColumn accountId = new LongColumn();
    final LongColumn accountOwner = new LongColumn();
    final LongColumn accountClass = new LongColumn();

    final LongColumn instrumentId = new LongColumn();
    final LongColumn instrumentAccount = new LongColumn();
    final LongColumn instrumentOwner = new LongColumn();
    final LongColumn instrumentKind = new LongColumn();

    final LongColumn holdingAccount = new LongColumn();
    final LongColumn holdingInstrument = new LongColumn();

    final LongColumn deviceId = new LongColumn();
    final LongColumn deviceGroup = new LongColumn();
    final LongColumn devicePrimaryParty = new LongColumn();
    final LongColumn devicePrimaryMerchant = new LongColumn();
    final LongColumn deviceSite = new LongColumn();

    final LongColumn ipId = new LongColumn();
    final LongColumn ipGroup = new LongColumn();
    final LongColumn ipCountry = new LongColumn();

    final LongColumn deviceLinkDevice = new LongColumn();
    final LongColumn deviceLinkParty = new LongColumn();
    final LongColumn deviceLinkAccount = new LongColumn();
    final LongColumn deviceLinkInstrument = new LongColumn();
    final LongColumn deviceLinkMerchant = new LongColumn();
    final LongColumn deviceLinkRole = new LongColumn();

    final LongColumn ipLinkIp = new LongColumn();
    final LongColumn ipLinkDevice = new LongColumn();
    final LongColumn ipLinkParty = new LongColumn();
    final LongColumn ipLinkMerchant = new LongColumn();
    final LongColumn ipLinkRole = new LongColumn();

    private final SortedMap<String, SortedSet<String>> tokens = new TreeMap<>();

    /**
     * A row of s1_party_base_6A.
     *
     * @param country {@link Iso} code
     * @param zone position of home_tzid in zone_dim_5B, {@link #NO_ZONE} when the table tells none
     */
    public void addParty(long id, PartyType type, Segment segment, int country, int zone) {
        requireRoom(partyId, "s1_party_base_6A");
        requireCountry(country);
        if (zone < NO_ZONE) {
            throw new IllegalArgumentException("zone ordinal, or -1 for none, was " + zone);
        }
        partyId.add(id);
        partyType.add(type.code());
        partySegment.add(segment.code());
        partyCountry.add(country);
        partyZone.add(zone);
    }

    /** A row of s2_account_base_6A. */
    public void addAccount(long id, long ownerPartyId, LedgerClass ledgerClass) {
        requireRoom(accountId, "s2_account_base_6A");
        accountId.add(id);
        accountOwner.add(ownerPartyId);
        accountClass.add(ledgerClass.code());
    }

    /** A row of s3_instrument_base_6A. */
    public void addInstrument(long id, long ofAccountId, long ownerPartyId, InstrumentKind kind) {
        requireRoom(instrumentId, "s3_instrument_base_6A");
        instrumentId.add(id);
        instrumentAccount.add(ofAccountId);
        instrumentOwner.add(ownerPartyId);
        instrumentKind.add(kind.code());
    }

    /** A row of s3_account_instrument_links_6A. */
    public void addAccountInstrumentLink(long ofAccountId, long ofInstrumentId) {
        requireRoom(holdingAccount, "s3_account_instrument_links_6A");
        holdingAccount.add(ofAccountId);
        holdingInstrument.add(ofInstrumentId);
    }

    /**
     * A row of s4_device_base_6A.
     *
     * @param primaryPartyId {@link #ABSENT} for a device of a merchant
     * @param primaryMerchantId unsigned, {@link #NO_MERCHANT} for a device of a party
     * @param siteId unsigned, {@link #NO_MERCHANT} when null
     */
    public void addDevice(long id, DeviceGroup group, long primaryPartyId, long primaryMerchantId, long siteId) {
        requireRoom(deviceId, "s4_device_base_6A");
        deviceId.add(id);
        deviceGroup.add(group.code());
        devicePrimaryParty.add(primaryPartyId);
        devicePrimaryMerchant.add(primaryMerchantId);
        deviceSite.add(siteId);
    }

    /**
     * A row of s4_ip_base_6A.
     *
     * @param country {@link Iso} code
     */
    public void addIp(long id, IpGroup group, int country) {
        requireRoom(ipId, "s4_ip_base_6A");
        requireCountry(country);
        ipId.add(id);
        ipGroup.add(group.code());
        ipCountry.add(country);
    }

    /**
     * A row of s4_device_links_6A.
     *
     * @param partyOrAbsent {@link #ABSENT} when null, like account and instrument
     * @param merchantId unsigned, {@link #NO_MERCHANT} when null
     */
    public void addDeviceLink(
            long ofDeviceId,
            long partyOrAbsent,
            long accountOrAbsent,
            long instrumentOrAbsent,
            long merchantId,
            DeviceLinkRole role) {
        requireRoom(deviceLinkDevice, "s4_device_links_6A");
        deviceLinkDevice.add(ofDeviceId);
        deviceLinkParty.add(partyOrAbsent);
        deviceLinkAccount.add(accountOrAbsent);
        deviceLinkInstrument.add(instrumentOrAbsent);
        deviceLinkMerchant.add(merchantId);
        deviceLinkRole.add(role.code());
    }

    /**
     * A row of s4_ip_links_6A.
     *
     * @param deviceOrAbsent {@link #ABSENT} when null, like the party
     * @param merchantId unsigned, {@link #NO_MERCHANT} when null
     */
    public void addIpLink(long ofIpId, long deviceOrAbsent, long partyOrAbsent, long merchantId, IpLinkRole role) {
        requireRoom(ipLinkIp, "s4_ip_links_6A");
        ipLinkIp.add(ofIpId);
        ipLinkDevice.add(deviceOrAbsent);
        ipLinkParty.add(partyOrAbsent);
        ipLinkMerchant.add(merchantId);
        ipLinkRole.add(role.code());
    }

    /**
     * Distinct source tokens of a vocabulary column; they stand in the header, so that the gate can tell which tokens
     * the taxonomies must map. Calls add up.
     *
     * @param column dataset and column, e.g. {@code s2_account_base_6A.account_type}
     */
    public void addTokens(String column, Collection<String> distinct) {
        tokens.computeIfAbsent(column, key -> new TreeSet<>()).addAll(distinct);
    }

    SortedMap<String, SortedSet<String>> tokens() {
        return tokens;
    }

    private static void requireCountry(int country) {
        if (country < 0 || country >= COUNTRIES) {
            throw new IllegalArgumentException("country code 0..675, was " + country);
        }
    }

    private static void requireRoom(LongColumn key, String dataset) {
        if (key.size() >= ROWS_MAX) {
            throw new ContractException(Problem.of(
                    ErrorCode.INPUT_CAPACITY_EXCEEDED,
                    dataset,
                    "must have at most " + ROWS_MAX + " rows",
                    "more",
                    "make a smaller world"));
        }
    }
}
