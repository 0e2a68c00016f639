package io.millrace.entities;

/** The entities that tiers are measured over. */
public interface PostureSource {
    long parties();

    /** @param ordinal 0..parties-1 */
    void load(long ordinal, PartyTraits out);

    /** Possible addresses; only some exist. */
    long ipPlaces();

    /**
     * @param place 0..ipPlaces-1
     * @return whether an address exists there; {@code out} is filled only then
     */
    boolean loadIp(long place, IpTraits out);

    int merchants();

    /** Key of the merchant's draws, by ordinal. */
    long merchantKey(int merchant);

    int merchantCategory(int merchant);

    int merchantSites(int merchant);
}
