package io.millrace.merchants;

import io.millrace.random.Mix64;

/**
 * Ids of merchants, sites and edges: mixed sequence numbers under three keys that follow from one another. Mixing is
 * one-to-one, so ids of a kind never meet.
 */
final class MerchantIds {
    private static final int SITE_BITS = 12;
    private static final int COUNTRY_BITS = 8;

    private MerchantIds() {}

    static long siteKey(long merchantKey) {
        return Mix64.mix(merchantKey);
    }

    static long edgeKey(long merchantKey) {
        return Mix64.mix(siteKey(merchantKey));
    }

    /** @param index internal index of the merchant */
    static long merchant(long key, int index) {
        return present(Mix64.at(key, index + 1L));
    }

    /** @param site number inside the branch, below 4 096 */
    static long site(long key, int index, int country, int site) {
        return present(Mix64.at(key, (((long) index << COUNTRY_BITS | country) << SITE_BITS | site) + 1));
    }

    /** @param edge below 256 */
    static long edge(long key, int index, int edge) {
        return present(Mix64.at(key, (((long) index << COUNTRY_BITS) | edge) + 1));
    }

    /** 0 is never an id; among 2^64 keys one gives it. */
    private static long present(long id) {
        if (id == 0) {
            throw new IllegalStateException("an id of this world came out as 0: take another seed");
        }
        return id;
    }
}
