package io.millrace.merchants;

import io.millrace.contract.Channel;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.policy.MerchantsPolicy.Group;
import io.millrace.policy.WorldSpec;
import io.millrace.random.Draws;
import io.millrace.table.TableHash;
import io.millrace.world.WorldDimensions;
import io.millrace.world.WorldKeys;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Merchants of a generated world: a pure function of keys, sizes, geography and {@code merchants_5B}. Immutable, for all
 * threads.
 *
 * <p>A <i>merchant</i> (by ordinal: rank of its unsigned id) has a <i>branch</i> in each country it sells in (ordered by
 * merchant, country), with a weekly volume; a branch has <i>sites</i> when its group has shops or cash machines. Sites
 * have an ordinal, the rank of their unsigned id, as in {@code site_dim_5B}, and a position: branch by branch, inside a
 * branch by (zone cell, number of the site), so that the sites of a branch in a zone lie side by side. Owner of endpoint
 * addresses is the branch. World design section 3.6.
 */
public final class MerchantPlan implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final double PPM = 1e6;

    final MerchantsPolicy policy;
    private final Places places;
    private final SiteMasses masses;

    // By merchant ordinal.
    private final long[] merchantId;
    private final int[] index;
    private final byte[] group;
    private final short[] home;
    private final short[] mcc;
    private final int[] firstBranch;
    private final short[] edges;
    private final long edgeKey;

    // By branch.
    private final int[] branchMerchant;
    private final short[] branchCountry;
    private final double[] weekly;
    private final int[] firstPosition;

    // By position of the site.
    private final int[] siteAt;

    // By site ordinal.
    private final long[] siteId;
    private final int[] siteBranch;
    private final short[] siteNumber;
    private final short[] siteCell;

    MerchantPlan(
            MerchantsPolicy policy, Places places, SiteMasses masses, MerchantColumns merchants, SiteColumns sites) {
        this.policy = policy;
        this.places = places;
        this.masses = masses;
        merchantId = merchants.merchantId;
        index = merchants.index;
        group = merchants.group;
        home = merchants.home;
        mcc = merchants.mcc;
        firstBranch = merchants.firstBranch;
        edges = merchants.edges;
        edgeKey = merchants.edgeKey;
        branchMerchant = merchants.branchMerchant;
        branchCountry = merchants.branchCountry;
        weekly = merchants.weekly;
        firstPosition = sites.firstPosition;
        siteAt = sites.siteAt;
        siteId = sites.siteId;
        siteBranch = sites.siteBranch;
        siteNumber = sites.siteNumber;
        siteCell = sites.siteCell;
    }

    /** The merchants of a world. */
    public static MerchantPlan of(WorldKeys keys, WorldSpec spec, GeographyPolicy geography, MerchantsPolicy policy) {
        return of(keys.draws(), spec.merchants(), spec.arrivalsPerDay(), Places.of(spec, geography), policy);
    }

    /**
     * The same over places of any origin.
     *
     * @param draws of the world and seed
     * @param merchantsTarget number of merchants before brands of several countries merge, at least 1
     * @param arrivalsPerDay mean of a whole year, over the world, at least 1
     */
    public static MerchantPlan of(
            Draws draws, long merchantsTarget, long arrivalsPerDay, Places places, MerchantsPolicy policy) {
        if (merchantsTarget < 1 || arrivalsPerDay < 1) {
            throw new IllegalArgumentException("a world needs merchants and arrivals, was " + merchantsTarget
                    + " merchants and " + arrivalsPerDay + " arrivals per day");
        }
        CountryRanks ranks = CountryRanks.of(draws, merchantsTarget, places, policy);
        MerchantColumns merchants = MerchantColumns.of(draws, arrivalsPerDay, places, policy, ranks);
        SiteMasses masses = SiteMasses.of(policy.sites());
        SiteColumns sites = SiteColumns.of(draws, places, policy, merchants);
        return new MerchantPlan(policy, places, masses, merchants, sites);
    }

    /** Weekly volumes of branches, and the weights of their sites. */
    public void hashVolumes(TableHash hash) {
        hash.add(weekly);
        masses.hash(hash);
    }

    public MerchantsPolicy policy() {
        return policy;
    }

    public Places places() {
        return places;
    }

    public int merchants() {
        return merchantId.length;
    }

    /** Unsigned; ascending by ordinal. */
    public long merchantId(int merchant) {
        return merchantId[merchant];
    }

    /** Ordinal of a merchant id, -1 if absent. */
    public int merchantOrdinal(long id) {
        return UnsignedIds.find(merchantId, id);
    }

    /** Internal index m, 0-based, brands first: what counters of draws about the merchant are made of. */
    public int index(int merchant) {
        return index[merchant];
    }

    /** Number of its group in merchants_5B. */
    public int group(int merchant) {
        return group[merchant];
    }

    public Group groupOf(int merchant) {
        return policy.groups().get(group[merchant]);
    }

    /** Country number of {@link Places}. */
    public int home(int merchant) {
        return home[merchant];
    }

    /** Zone cell of headquarters, edges and settlement: the main zone of the home country. */
    public int homeCell(int merchant) {
        return places.mainCell(home[merchant]);
    }

    public int mcc(int merchant) {
        return mcc[merchant];
    }

    /** Edges, 0 for a group without online channels and bank orders. */
    public int edges(int merchant) {
        return edges[merchant];
    }

    /** @param edge below {@code edges(merchant)} */
    public long edgeId(int merchant, int edge) {
        return MerchantIds.edge(edgeKey, index[merchant], edge);
    }

    /** Sites in all countries. */
    public int siteCount(int merchant) {
        return firstPosition[firstBranch[merchant + 1]] - firstPosition[firstBranch[merchant]];
    }

    /** Pairs (merchant, country): the owners of endpoint addresses. */
    public int branches() {
        return branchMerchant.length;
    }

    /** First branch of a merchant, by country; those of merchant m end before {@code firstBranch(m + 1)}. */
    public int firstBranch(int merchant) {
        return firstBranch[merchant];
    }

    public int merchantOf(int branch) {
        return branchMerchant[branch];
    }

    /** Country number of {@link Places}. */
    public int countryOf(int branch) {
        return branchCountry[branch];
    }

    /** Branch of a merchant in a country, -1 where it does not sell. */
    public int branch(int merchant, int country) {
        int at = Arrays.binarySearch(branchCountry, firstBranch[merchant], firstBranch[merchant + 1], (short) country);
        return Math.max(at, -1);
    }

    /** Expected arrivals of a week in the mean of a year, all channels. */
    public double weekly(int branch) {
        return weekly[branch];
    }

    /** The same on one channel. */
    public double weekly(int branch, Channel channel) {
        return weekly[branch] * (groupOf(branchMerchant[branch]).ppm(channel) / PPM);
    }

    /** POS and ATM. */
    public double weeklyPhysical(int branch) {
        return weekly(branch, Channel.POS) + weekly(branch, Channel.ATM);
    }

    /** ECOM and BANK_RAIL. */
    public double weeklyVirtual(int branch) {
        return weekly(branch, Channel.ECOM) + weekly(branch, Channel.BANK_RAIL);
    }

    /** The virtual part that a zone cell of the branch's country asks for. */
    public double weeklyVirtual(int branch, int zoneCell) {
        return weeklyVirtual(branch) * demandShare(zoneCell);
    }

    /** One channel, ECOM or BANK_RAIL, in a zone cell of the branch's country. */
    public double weeklyVirtual(int branch, Channel channel, int zoneCell) {
        return weekly(branch, channel) * demandShare(zoneCell);
    }

    private double demandShare(int zoneCell) {
        return (double) places.demand(zoneCell) / places.demandOfCountry(places.countryOf(zoneCell));
    }

    public int sites() {
        return siteId.length;
    }

    /** First position of the sites of a branch; those of branch b end before {@code firstPosition(b + 1)}. */
    public int firstPosition(int branch) {
        return firstPosition[branch];
    }

    /** Ordinal of the site at a position. */
    public int siteAt(int position) {
        return siteAt[position];
    }

    /** Unsigned; ascending by ordinal. */
    public long siteId(int site) {
        return siteId[site];
    }

    public int branchOf(int site) {
        return siteBranch[site];
    }

    /** Number inside its branch, from 0: the flagship. */
    public int siteNumber(int site) {
        return siteNumber[site];
    }

    /** Zone cell. */
    public int siteCell(int site) {
        return siteCell[site];
    }

    /** Integer weight inside its branch, for picks. */
    public long siteMass(int site) {
        return masses.mass(siteNumber[site]);
    }

    /** Expected arrivals of a week at the site. */
    public double siteWeekly(int site) {
        int branch = siteBranch[site];
        int count = firstPosition[branch + 1] - firstPosition[branch];
        return weeklyPhysical(branch) * ((double) masses.mass(siteNumber[site]) / masses.sum(count));
    }

    /** Tills of a shop, or the one cash machine of its site; 1..64. */
    public int terminals(int site) {
        if (channelOfSites(site) == Channel.ATM) {
            return 1;
        }
        MerchantsPolicy.Terminals law = policy.terminals();
        return 1 + (int) Math.min(law.extraTillsMax(), siteWeekly(site) / law.arrivalsPerTill());
    }

    /** POS or ATM: a group has tills or cash machines. */
    public Channel channelOfSites(int site) {
        return groupOf(branchMerchant[siteBranch[site]]).ppm(Channel.ATM) > 0 ? Channel.ATM : Channel.POS;
    }

    /** The plan's part of the three dimensions, as attach reads them. */
    public WorldDimensions dimensions() {
        return PlanDimensions.of(this);
    }
}
