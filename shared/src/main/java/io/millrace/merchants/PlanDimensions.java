package io.millrace.merchants;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.slab.Columns;
import io.millrace.slab.MerchantDimSlab;
import io.millrace.slab.SiteDimSlab;
import io.millrace.slab.ZoneDimSlab;
import io.millrace.world.WorldDimensions;

/**
 * The three dimensions of layer 5B as the plan knows them: everything but what a horizon counts. Rates are expected
 * arrivals of 1 000 days, rounded to whole numbers, in the mean of a year.
 */
public final class PlanDimensions {
    private static final double WEEK_TO_RATE = 1000.0 / 7.0;
    private static final Channel[] CHANNELS = {Channel.ECOM, Channel.POS, Channel.ATM, Channel.BANK_RAIL};

    private PlanDimensions() {}

    static WorldDimensions of(MerchantPlan plan) {
        Places places = plan.places();
        int merchants = plan.merchants();
        long[] merchantId = new long[merchants];
        short[] home = new short[merchants];
        int[] mcc = new int[merchants];
        byte[] demandClass = new byte[merchants];
        int[] channelPpm = new int[merchants * CHANNELS.length];
        long[] virtualRate = new long[merchants];
        for (int merchant = 0; merchant < merchants; merchant++) {
            merchantId[merchant] = plan.merchantId(merchant);
            home[merchant] = places.iso(plan.home(merchant));
            mcc[merchant] = plan.mcc(merchant);
            demandClass[merchant] = (byte) demandClass(plan, merchant).code();
            for (int channel = 0; channel < CHANNELS.length; channel++) {
                channelPpm[merchant * CHANNELS.length + channel] =
                        plan.groupOf(merchant).ppm(CHANNELS[channel]);
            }
            virtualRate[merchant] = virtualRate(plan, merchant);
        }
        int sites = plan.sites();
        long[] siteId = new long[sites];
        int[] siteMerchant = new int[sites];
        short[] siteCountry = new short[sites];
        long[] siteRate = new long[sites];
        for (int site = 0; site < sites; site++) {
            siteId[site] = plan.siteId(site);
            siteMerchant[site] = plan.merchantOf(plan.branchOf(site));
            siteCountry[site] = places.iso(plan.countryOf(plan.branchOf(site)));
            siteRate[site] = siteRate(plan, site);
        }
        return new WorldDimensions(
                merchantId,
                home,
                mcc,
                demandClass,
                channelPpm,
                virtualRate,
                siteId,
                siteMerchant,
                siteCountry,
                siteRate,
                places.zoneTzids(),
                places.zoneCountries(),
                zoneRates(plan));
    }

    /**
     * Adds a row of {@code merchant_dim_5B}. Totals are 0 and times absent: who has seen a horizon sets them.
     *
     * @return the row
     */
    public static int addMerchant(MerchantPlan plan, int merchant, MerchantDimSlab out) {
        int row = out.addRow();
        out.merchantOrdinal[row] = merchant;
        out.merchantId[row] = plan.merchantId(merchant);
        out.homeCountry[row] = plan.places().iso(plan.home(merchant));
        out.primaryTzid[row] = plan.places().tzid(plan.homeCell(merchant));
        out.mcc[row] = plan.mcc(merchant);
        out.demandClass[row] = (byte) demandClass(plan, merchant).code();
        out.channelEcomPpm[row] = plan.groupOf(merchant).ppm(Channel.ECOM);
        out.channelPosPpm[row] = plan.groupOf(merchant).ppm(Channel.POS);
        out.channelAtmPpm[row] = plan.groupOf(merchant).ppm(Channel.ATM);
        out.channelBankRailPpm[row] = plan.groupOf(merchant).ppm(Channel.BANK_RAIL);
        out.siteCount[row] = plan.siteCount(merchant);
        out.edgeCount[row] = plan.edges(merchant);
        out.arrivalsTotal[row] = 0;
        out.arrivalsVirtual[row] = 0;
        out.arrivalSeqMax[row] = 0;
        out.virtualRatePer1000Days[row] = virtualRate(plan, merchant);
        out.firstMicros[row] = Columns.ABSENT;
        out.lastMicros[row] = Columns.ABSENT;
        return row;
    }

    /** Adds a row of {@code site_dim_5B}. */
    public static void addSite(MerchantPlan plan, int site, SiteDimSlab out) {
        int row = out.addRow();
        int branch = plan.branchOf(site);
        out.siteId[row] = plan.siteId(site);
        out.merchantId[row] = plan.merchantId(plan.merchantOf(branch));
        out.legalCountry[row] = plan.places().iso(plan.countryOf(branch));
        out.siteOrder[row] = plan.siteNumber(site);
        out.tzid[row] = plan.places().tzid(plan.siteCell(site));
        out.ratePer1000Days[row] = siteRate(plan, site);
    }

    /**
     * Adds all rows of {@code zone_dim_5B}; arrivals_total is 0 until a horizon is counted.
     *
     * @param out has room for all zones
     */
    public static void addZones(MerchantPlan plan, ZoneDimSlab out) {
        long[] rates = zoneRates(plan);
        short[] countries = plan.places().zoneCountries();
        for (int zone = 0; zone < rates.length; zone++) {
            int row = out.addRow();
            out.zoneOrdinal[row] = zone;
            out.tzid[row] = plan.places().zoneTzids().get(zone);
            out.country[row] = countries[zone];
            out.arrivalsTotal[row] = 0;
            out.ratePer1000Days[row] = rates[zone];
        }
    }

    /** Of a site. */
    public static long siteRate(MerchantPlan plan, int site) {
        return rate(plan.siteWeekly(site));
    }

    /** Of a merchant's online arrivals and bank orders, in all countries. */
    public static long virtualRate(MerchantPlan plan, int merchant) {
        double weekly = 0;
        for (int branch = plan.firstBranch(merchant); branch < plan.firstBranch(merchant + 1); branch++) {
            weekly += plan.weeklyVirtual(branch);
        }
        return rate(weekly);
    }

    /** By zone_ordinal: sites of the zone, and what its people order online. */
    public static long[] zoneRates(MerchantPlan plan) {
        Places places = plan.places();
        double[] virtualOfCountry = new double[places.countries()];
        for (int branch = 0; branch < plan.branches(); branch++) {
            virtualOfCountry[plan.countryOf(branch)] += plan.weeklyVirtual(branch);
        }
        double[] weekly = new double[places.zones()];
        for (int cell = 0; cell < places.cells(); cell++) {
            int country = places.countryOf(cell);
            weekly[places.zoneOf(cell)] +=
                    virtualOfCountry[country] * ((double) places.demand(cell) / places.demandOfCountry(country));
        }
        for (int site = 0; site < plan.sites(); site++) {
            weekly[places.zoneOf(plan.siteCell(site))] += plan.siteWeekly(site);
        }
        long[] rates = new long[weekly.length];
        for (int zone = 0; zone < rates.length; zone++) {
            rates[zone] = rate(weekly[zone]);
        }
        return rates;
    }

    private static DemandClass demandClass(MerchantPlan plan, int merchant) {
        return plan.groupOf(merchant).demandClass();
    }

    private static long rate(double weekly) {
        return (long) StrictMath.floor(weekly * WEEK_TO_RATE + 0.5);
    }
}
