package io.millrace.merchants;

import io.millrace.contract.Channel;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.policy.MerchantsPolicy.Group;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;
import java.util.Arrays;
import java.util.List;

/** Merchants by ordinal and their branches, as arrays: identity, group, home and weekly volume. */
final class MerchantColumns {
    /** Merchant ordinals enter arrival keys with 23 bits. */
    private static final int MERCHANTS_MAX = 1 << 23;

    private static final double DAYS_PER_WEEK = 7;
    private static final int NONE = -1;

    final long[] merchantId;
    final int[] index;
    final byte[] group;
    final short[] home;
    final short[] mcc;
    final int[] firstBranch;
    final short[] edges;
    final long edgeKey;

    final int[] branchMerchant;
    final short[] branchCountry;
    final double[] weekly;

    private MerchantColumns(int merchants, int branches, long edgeKey) {
        merchantId = new long[merchants];
        index = new int[merchants];
        group = new byte[merchants];
        home = new short[merchants];
        mcc = new short[merchants];
        firstBranch = new int[merchants + 1];
        edges = new short[merchants];
        this.edgeKey = edgeKey;
        branchMerchant = new int[branches];
        branchCountry = new short[branches];
        weekly = new double[branches];
    }

    static MerchantColumns of(
            Draws draws, long arrivalsPerDay, Places places, MerchantsPolicy policy, CountryRanks ranks) {
        Indexes indexes = Indexes.of(places.countries(), policy.groups(), ranks);
        if (indexes.count > MERCHANTS_MAX) {
            throw new IllegalArgumentException(
                    "a world has at most " + MERCHANTS_MAX + " merchants, was " + indexes.count);
        }
        long key = draws.key(Decision.ID);
        MerchantColumns columns = new MerchantColumns(indexes.count, ranks.branches(), MerchantIds.edgeKey(key));
        long[] ids = new long[indexes.count];
        for (int m = 0; m < ids.length; m++) {
            ids[m] = MerchantIds.merchant(key, m);
        }
        System.arraycopy(UnsignedIds.sorted(ids), 0, columns.merchantId, 0, ids.length);
        int[] ordinalOfIndex = new int[ids.length];
        for (int m = 0; m < ids.length; m++) {
            int ordinal = UnsignedIds.find(columns.merchantId, ids[m]);
            ordinalOfIndex[m] = ordinal;
            columns.index[ordinal] = m;
        }
        columns.fillBranches(arrivalsPerDay, places, policy.groups(), ranks, indexes, ordinalOfIndex);
        columns.fillCodes(draws, policy);
        return columns;
    }

    /** Branches by (merchant, country): the outer loop over countries keeps each merchant's in order. */
    private void fillBranches(
            long arrivalsPerDay,
            Places places,
            List<Group> groups,
            CountryRanks ranks,
            Indexes indexes,
            int[] ordinalOfIndex) {
        for (int g = 0; g < groups.size(); g++) {
            for (int country = 0; country < places.countries(); country++) {
                for (int rank = 0; rank < ranks.merchants(g, country); rank++) {
                    int merchant = ordinalOfIndex[indexes.of(g, country, rank)];
                    firstBranch[merchant + 1]++;
                    group[merchant] = (byte) g;
                    home[merchant] = (short)
                            (rank < ranks.brands(g, country) ? ranks.home(g, ranks.brand(g, country, rank)) : country);
                }
            }
        }
        for (int merchant = 0; merchant < merchantId.length; merchant++) {
            firstBranch[merchant + 1] += firstBranch[merchant];
        }
        int[] next = Arrays.copyOf(firstBranch, merchantId.length);
        double[][] ofRank = new double[groups.size()][];
        double[][] ofFirst = new double[groups.size()][];
        for (int g = 0; g < groups.size(); g++) {
            ofRank[g] = new double[ranks.merchantsMax(g)];
            ofFirst[g] = new double[ofRank[g].length + 1];
            for (int rank = 0; rank < ofRank[g].length; rank++) {
                ofRank[g][rank] = StrictMath.pow(rank + 1, -groups.get(g).rankExponent());
                ofFirst[g][rank + 1] = ofFirst[g][rank] + ofRank[g][rank];
            }
        }
        for (int country = 0; country < places.countries(); country++) {
            double ofCountry = DAYS_PER_WEEK * (double) arrivalsPerDay * places.weightShare(country);
            for (int g = 0; g < groups.size(); g++) {
                int count = ranks.merchants(g, country);
                double ofUnit = ofCountry * groups.get(g).arrivalsShare().doubleValue() / ofFirst[g][count];
                for (int rank = 0; rank < count; rank++) {
                    int merchant = ordinalOfIndex[indexes.of(g, country, rank)];
                    int branch = next[merchant]++;
                    branchMerchant[branch] = merchant;
                    branchCountry[branch] = (short) country;
                    weekly[branch] = ofUnit * ofRank[g][rank];
                }
            }
        }
    }

    private void fillCodes(Draws draws, MerchantsPolicy policy) {
        MerchantsPolicy.Edges law = policy.edges();
        for (int merchant = 0; merchant < merchantId.length; merchant++) {
            Group of = policy.groups().get(group[merchant]);
            long x = draws.x0(Decision.MCC, index[merchant], 0);
            mcc[merchant] =
                    of.mccs().get((int) Philox2x64.umulh(x, of.mccs().size())).shortValue();
            int ppm = of.ppm(Channel.ECOM) + of.ppm(Channel.BANK_RAIL);
            double online = 0;
            for (int branch = firstBranch[merchant]; branch < firstBranch[merchant + 1]; branch++) {
                online += weekly[branch] * (ppm / 1e6);
            }
            edges[merchant] = (short)
                    (ppm == 0 ? 0 : Math.min(law.perMerchantMax(), 1 + (long) (online / law.arrivalsPerEdge())));
        }
    }

    /**
     * Internal indexes: brands that are present somewhere by (group, brand), then locals by (group, country, rank).
     * A brand that no country had room for does not exist.
     */
    private static final class Indexes {
        final int count;
        private final int countries;
        private final int[][] ofBrand;
        private final int[] firstLocal;
        private final CountryRanks ranks;

        private Indexes(int countries, int count, int[][] ofBrand, int[] firstLocal, CountryRanks ranks) {
            this.countries = countries;
            this.count = count;
            this.ofBrand = ofBrand;
            this.firstLocal = firstLocal;
            this.ranks = ranks;
        }

        static Indexes of(int countries, List<Group> groups, CountryRanks ranks) {
            int[][] ofBrand = new int[groups.size()][];
            int next = 0;
            for (int g = 0; g < ofBrand.length; g++) {
                boolean[] present = new boolean[groups.get(g).brands()];
                for (int country = 0; country < countries; country++) {
                    for (int rank = 0; rank < ranks.brands(g, country); rank++) {
                        present[ranks.brand(g, country, rank)] = true;
                    }
                }
                ofBrand[g] = new int[present.length];
                for (int brand = 0; brand < present.length; brand++) {
                    ofBrand[g][brand] = present[brand] ? next++ : NONE;
                }
            }
            int[] firstLocal = new int[ofBrand.length * countries];
            for (int g = 0; g < ofBrand.length; g++) {
                for (int country = 0; country < countries; country++) {
                    firstLocal[g * countries + country] = next;
                    next = Math.addExact(next, ranks.merchants(g, country) - ranks.brands(g, country));
                }
            }
            return new Indexes(countries, next, ofBrand, firstLocal, ranks);
        }

        int of(int group, int country, int rank) {
            int brands = ranks.brands(group, country);
            return rank < brands
                    ? ofBrand[group][ranks.brand(group, country, rank)]
                    : firstLocal[group * countries + country] + rank - brands;
        }
    }
}
