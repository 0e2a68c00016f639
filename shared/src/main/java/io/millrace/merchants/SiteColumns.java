package io.millrace.merchants;

import io.millrace.contract.Channel;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.policy.MerchantsPolicy.Group;
import io.millrace.random.Decision;
import io.millrace.random.Draws;

/** Sites of all branches as arrays, by position and by ordinal. */
final class SiteColumns {
    final int[] firstPosition;
    /** Ordinal by position. */
    final int[] siteAt;

    final long[] siteId;
    final int[] siteBranch;
    final short[] siteNumber;
    final short[] siteCell;

    private SiteColumns(int[] firstPosition) {
        this.firstPosition = firstPosition;
        int sites = firstPosition[firstPosition.length - 1];
        siteAt = new int[sites];
        siteId = new long[sites];
        siteBranch = new int[sites];
        siteNumber = new short[sites];
        siteCell = new short[sites];
    }

    static SiteColumns of(Draws draws, Places places, MerchantsPolicy policy, MerchantColumns merchants) {
        int branches = merchants.weekly.length;
        int[] first = new int[branches + 1];
        for (int branch = 0; branch < branches; branch++) {
            Group group = policy.groups().get(merchants.group[merchants.branchMerchant[branch]]);
            first[branch + 1] = Math.addExact(
                    first[branch],
                    sites(merchants.weekly[branch], group, policy.sites().perCountryMax()));
        }
        SiteColumns columns = new SiteColumns(first);
        columns.fill(draws, places, merchants);
        return columns;
    }

    private static int sites(double weekly, Group group, int max) {
        if (!group.physical()) {
            return 0;
        }
        double physical = weekly * ((group.ppm(Channel.POS) + group.ppm(Channel.ATM)) / 1e6);
        return (int) Math.max(1, Math.min(max, Math.floor(physical / group.arrivalsPerSite() + 0.5)));
    }

    private void fill(Draws draws, Places places, MerchantColumns merchants) {
        long key = MerchantIds.siteKey(draws.key(Decision.ID));
        long[] idAt = new long[siteAt.length];
        short[] numberAt = new short[siteAt.length];
        short[] cellAt = new short[siteAt.length];
        for (int branch = 0; branch < merchants.weekly.length; branch++) {
            int first = firstPosition[branch];
            int count = firstPosition[branch + 1] - first;
            int index = merchants.index[merchants.branchMerchant[branch]];
            int country = merchants.branchCountry[branch];
            // Counting sort of the branch's sites by zone cell; inside a cell they stay in order of their numbers.
            int firstCell = places.firstCell(country);
            int[] next = new int[places.firstCell(country + 1) - firstCell + 1];
            int[] cellOf = new int[count];
            for (int site = 0; site < count; site++) {
                long x = draws.x0(Decision.SITE_ZONE, index * 256L + country, site);
                cellOf[site] = places.siteCell(country, x);
                next[cellOf[site] - firstCell + 1]++;
            }
            for (int cell = 1; cell < next.length; cell++) {
                next[cell] += next[cell - 1];
            }
            for (int site = 0; site < count; site++) {
                int position = first + next[cellOf[site] - firstCell]++;
                idAt[position] = MerchantIds.site(key, index, country, site);
                numberAt[position] = (short) site;
                cellAt[position] = (short) cellOf[site];
            }
        }
        System.arraycopy(UnsignedIds.sorted(idAt), 0, siteId, 0, idAt.length);
        for (int branch = 0; branch < merchants.weekly.length; branch++) {
            for (int position = firstPosition[branch]; position < firstPosition[branch + 1]; position++) {
                int site = UnsignedIds.find(siteId, idAt[position]);
                siteAt[position] = site;
                siteBranch[site] = branch;
                siteNumber[site] = numberAt[position];
                siteCell[site] = cellAt[position];
            }
        }
    }
}
