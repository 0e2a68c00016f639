package io.millrace.entities;

import io.millrace.contract.Iso;

/** Merchants with one site each, every other a cash machine, selling in one or two countries. */
final class PlainMerchants implements MerchantPlaces {
    private final int merchants;
    private final int[] countries;

    PlainMerchants(int merchants, String... countries) {
        this.merchants = merchants;
        this.countries =
                java.util.Arrays.stream(countries).mapToInt(Iso::pack).sorted().toArray();
    }

    @Override
    public int merchants() {
        return merchants;
    }

    @Override
    public long merchantId(int merchantOrdinal) {
        return 1000L + merchantOrdinal;
    }

    @Override
    public long merchantKey(int merchantOrdinal) {
        return merchantOrdinal;
    }

    @Override
    public int category(int merchantOrdinal) {
        return 5411;
    }

    @Override
    public int sitesOfMerchant(int merchantOrdinal) {
        return 1;
    }

    @Override
    public int sites() {
        return merchants;
    }

    @Override
    public long siteId(int siteOrdinal) {
        return 5000L + siteOrdinal;
    }

    @Override
    public int merchantOfSite(int siteOrdinal) {
        return siteOrdinal;
    }

    @Override
    public int countryOfSite(int siteOrdinal) {
        return countries[0];
    }

    @Override
    public int terminals(int siteOrdinal) {
        return isCashSite(siteOrdinal) ? 1 : 1 + siteOrdinal % 25;
    }

    @Override
    public boolean isCashSite(int siteOrdinal) {
        return siteOrdinal % 2 == 1;
    }

    @Override
    public int cells() {
        return 2 * merchants;
    }

    @Override
    public int merchantOfCell(int cell) {
        return cell / 2;
    }

    @Override
    public int countryOfCell(int cell) {
        return countries[cell % 2];
    }

    @Override
    public int firstCell(int merchantOrdinal) {
        return 2 * merchantOrdinal;
    }
}
