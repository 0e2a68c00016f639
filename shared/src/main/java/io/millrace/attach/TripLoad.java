package io.millrace.attach;

import io.millrace.contract.Channel;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.world.WorldDimensions;

/** How many trips a zone's hour holds per arrival, from the channel shares of the world and the policy's means. */
final class TripLoad {
    private static final int UPSTREAM_CHANNELS = 4;

    private TripLoad() {}

    /**
     * Shares weigh merchants by their expected arrivals; a merchant whose shares are unknown counts as the channel law
     * would resolve its rows.
     *
     * @return rint(2^20 * share of trip arrivals / load of a trip); physical, remote
     */
    static long[] perArrival(AttachmentPolicy.Visit policy, WorldDimensions world, ChannelLaw channels) {
        double[] share = shares(world, channels);
        double[] tripShare = new double[ChannelMode.values().length];
        for (Channel channel : Channel.values()) {
            tripShare[ChannelMode.of(channel.code()).code()] +=
                    share[channel.code()] * policy.pTrip().get(channel).doubleValue();
        }
        double load = VisitLaw.load(policy.tripMeanArrivals());
        long[] perArrival = new long[tripShare.length];
        for (int mode = 0; mode < tripShare.length; mode++) {
            perArrival[mode] = (long) StrictMath.rint(0x1p20 * tripShare[mode] / load);
        }
        return perArrival;
    }

    private static double[] shares(WorldDimensions world, ChannelLaw channels) {
        long[] siteRate = new long[world.merchants()];
        for (int site = 0; site < world.siteId.length; site++) {
            siteRate[world.siteMerchantOrdinal[site]] += world.siteRatePer1000Days[site];
        }
        double[] share = new double[Channel.values().length + 1];
        double total = 0;
        for (int merchant = 0; merchant < world.merchants(); merchant++) {
            long virtualRate = world.merchantVirtualRatePer1000Days[merchant];
            total += siteRate[merchant] + virtualRate;
            long known = 0;
            for (int channel = 1; channel <= UPSTREAM_CHANNELS; channel++) {
                long ppm = world.merchantChannelPpm[merchant * UPSTREAM_CHANNELS + channel - 1];
                known += ppm;
                share[channel] += (siteRate[merchant] + virtualRate) * (ppm * 1e-6);
            }
            int demandClass = world.merchantDemandClass[merchant];
            for (int channel = 1; known == 0 && channel < share.length; channel++) {
                share[channel] += siteRate[merchant] * channels.share(demandClass, channel, ChannelLaw.Part.SITES)
                        + virtualRate * channels.share(demandClass, channel, ChannelLaw.Part.VIRTUAL);
            }
        }
        for (int channel = 0; channel < share.length && total > 0; channel++) {
            share[channel] /= total;
        }
        return share;
    }
}
