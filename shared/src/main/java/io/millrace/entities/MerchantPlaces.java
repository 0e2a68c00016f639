package io.millrace.entities;

/** Sites with their terminals, and the countries merchants sell in: what entities need to know of merchants. */
public interface MerchantPlaces {
    int merchants();

    /** Unsigned, by merchant ordinal. */
    long merchantId(int merchantOrdinal);

    int sites();

    /** Unsigned, by site ordinal. */
    long siteId(int siteOrdinal);

    int merchantOfSite(int siteOrdinal);

    /** {@link io.millrace.contract.Iso} code. */
    int countryOfSite(int siteOrdinal);

    int terminals(int siteOrdinal);

    /** Whether its terminals are cash machines, not tills. */
    boolean isCashSite(int siteOrdinal);

    /** (merchant, country) pairs, ordered by merchant ordinal, then country; each has one endpoint. */
    int cells();

    int merchantOfCell(int cell);

    /** {@link io.millrace.contract.Iso} code. */
    int countryOfCell(int cell);

    /** Internal index that keys the draws of a merchant. */
    long merchantKey(int merchantOrdinal);

    /** Merchant category code. */
    int category(int merchantOrdinal);

    int sitesOfMerchant(int merchantOrdinal);

    /** First pair of a merchant; of {@link #merchants} itself the number of all pairs. */
    int firstCell(int merchantOrdinal);
}
