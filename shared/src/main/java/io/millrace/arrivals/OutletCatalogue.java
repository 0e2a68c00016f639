package io.millrace.arrivals;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.Iso;
import io.millrace.digest.TupleDigest;
import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The merchants and sites of another engine's outlet_catalogue (1A): countries that its arrivals do not carry. Immutable;
 * merchants and sites in unsigned order of their ids.
 */
public final class OutletCatalogue implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** For trees that have none. */
    public static final OutletCatalogue EMPTY = new Builder().build();

    private static final int SITE_ID_OFFSET = 24;

    private final Site[] sites;
    private final long[] merchantId;
    private final short[] homeCountry;

    private OutletCatalogue(Site[] sites, long[] merchantId, short[] homeCountry) {
        this.sites = sites;
        this.merchantId = merchantId;
        this.homeCountry = homeCountry;
    }

    /**
     * One site.
     *
     * @param siteId unsigned
     * @param merchantId unsigned
     * @param country {@link Iso} code
     * @param siteOrder as delivered
     */
    public record Site(long siteId, long merchantId, short country, int siteOrder) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** The id law of sites: bytes 24..31 of a SHA-256, little-endian, 0 becomes 1. */
    public static long siteId(long merchantId, String legalCountryIso, long siteOrder) {
        String text = Long.toUnsignedString(merchantId) + ":" + legalCountryIso + ":" + siteOrder;
        long id = ByteBuffer.wrap(TupleDigest.sha256(text.getBytes(StandardCharsets.US_ASCII)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(SITE_ID_OFFSET);
        return id == 0 ? 1 : id;
    }

    /** Sites by id. */
    public List<Site> sites() {
        return List.of(sites);
    }

    /** @return null when the catalogue has no such site */
    public Site site(long siteId) {
        int low = 0;
        int high = sites.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(sites[middle].siteId(), siteId);
            if (order == 0) {
                return sites[middle];
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }

    /** Merchants by id. */
    public long[] merchants() {
        return merchantId.clone();
    }

    /** @return {@link Iso} code, {@link Iso#ABSENT} for a merchant the catalogue does not have */
    public short homeCountry(long merchant) {
        int low = 0;
        int high = merchantId.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(merchantId[middle], merchant);
            if (order == 0) {
                return homeCountry[middle];
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Iso.ABSENT;
    }

    /** Takes the rows of the table in any order; repeats are one. */
    public static final class Builder {
        private final TreeMap<Long, Site> sites = new TreeMap<>(Long::compareUnsigned);
        private final TreeMap<Long, String> homes = new TreeMap<>(Long::compareUnsigned);
        private final List<Problem> problems = new ArrayList<>();

        /**
         * @param homeCountryIso null when the table does not tell
         * @param row 0-based, for messages
         */
        public void add(
                long merchantId, String legalCountryIso, long siteOrder, String homeCountryIso, String file, long row) {
            if (siteOrder < 0 || siteOrder > Integer.MAX_VALUE || !isCountry(legalCountryIso)) {
                problems.add(problem(
                        file,
                        row,
                        "must have a country of two upper-case letters and a site_order of 0..2147483647",
                        legalCountryIso + ", " + siteOrder));
                return;
            }
            Site site = new Site(
                    siteId(merchantId, legalCountryIso, siteOrder), merchantId, (short) Iso.pack(legalCountryIso), (int)
                            siteOrder);
            Site other = sites.put(site.siteId(), site);
            if (other != null && !other.equals(site)) {
                problems.add(problem(file, row, "must give each site an id of its own", "the id of " + other));
            }
            if (homeCountryIso == null) {
                return;
            }
            String home = homes.put(merchantId, homeCountryIso);
            if (!isCountry(homeCountryIso) || (home != null && !home.equals(homeCountryIso))) {
                problems.add(problem(
                        file,
                        row,
                        "must give a merchant one home country of two upper-case letters",
                        home == null ? homeCountryIso : home + " and " + homeCountryIso));
            }
        }

        private static boolean isCountry(String text) {
            return text != null && text.matches("[A-Z]{2}");
        }

        private static Problem problem(String file, long row, String expected, String found) {
            return Problem.of(
                    ErrorCode.INPUT_SCHEMA_MISMATCH,
                    file + "#row " + row,
                    expected,
                    found,
                    "mend the outlet catalogue of the upstream tree");
        }

        /** @throws ContractException with every row that cannot be used */
        public OutletCatalogue build() {
            if (!problems.isEmpty()) {
                throw new ContractException(problems);
            }
            long[] merchantId = new long[homes.size()];
            short[] homeCountry = new short[homes.size()];
            int at = 0;
            for (Long merchant : homes.keySet()) {
                merchantId[at] = merchant;
                homeCountry[at++] = (short) Iso.pack(homes.get(merchant));
            }
            Site[] sorted = sites.values().stream()
                    .sorted(Comparator.comparing(Site::siteId, Long::compareUnsigned))
                    .toArray(Site[]::new);
            return new OutletCatalogue(sorted, merchantId, homeCountry);
        }
    }
}
