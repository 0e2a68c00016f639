package io.millrace.entities;

/** What the rows of a world must agree with: the plan they were made from, asked by id. */
public interface CheckPlan {
    long parties();

    /** Positions in zone_dim_5B are below this. */
    int zones();

    /**
     * Parties of a zone cell and segment.
     *
     * @param zone position in zone_dim_5B
     * @param segment {@link io.millrace.contract.Segment} code
     */
    long parties(int zone, int segment);

    /** @param partyId 1..parties */
    void load(long partyId, PlannedParty out);

    /** Ids of addresses are 1..ipPlaces. */
    long ipPlaces();

    /** {@link io.millrace.contract.IpType} code of an id in 1..ipPlaces. */
    int ipType(long ipId);

    /** Devices of merchants. */
    long terminals();

    int merchants();

    /** Rings; their first members have no draw. */
    long rings();

    /**
     * Blocks of draws behind the number of accounts of a party.
     *
     * @param partyType ordinal of {@link io.millrace.contract.PartyType}
     */
    int accountBlocks(int partyType);

    /** Blocks of draws behind the number of devices of a party. */
    int deviceBlocks(int partyType);

    /**
     * Blocks of draws behind the number of instruments of an account.
     *
     * @param accountType {@link io.millrace.contract.AccountType} code
     */
    int instrumentBlocks(int accountType);
}
