package io.millrace.realism;

import io.millrace.contract.Channel;
import java.util.Arrays;

/**
 * How often an arrival of a foreign world is followed by its own visit within ten minutes, from the law of cells and
 * windows alone: the number of arrivals at the place and hour decides, so busy places have more of it. Exact for
 * arrivals that lie evenly in the hour.
 */
final class FollowedLaw {
    private static final double HOUR = 3_600;
    private static final double SOON = 600;
    private static final int CHANNELS = Channel.values().length + 1;
    private static final int[] WINDOWS = {12, 6, 4, 3, 2, 1};

    /** By channel code: cells per arrival in 1/1024, windows at most; HYBRID does not occur. */
    private static final int[] SLOTS_Q = {0, 1370, 2720, 3576, 8701, 1862};

    private static final int[] WINDOWS_MAX = {0, 12, 6, 12, 2, 12};

    private final double[] expected = new double[CHANNELS];
    private final double[] variance = new double[CHANNELS];
    private final long[] rowsOf = new long[CHANNELS];

    FollowedLaw(StreamRows rows) {
        long[] places = Arrays.copyOf(rows.placeHour, rows.size);
        long[] channels = new long[rows.size];
        for (int row = 0; row < rows.size; row++) {
            channels[row] = rows.placeHour[row] + rows.channel[row];
        }
        long[] sortedPlaces = places.clone();
        Arrays.sort(sortedPlaces);
        long[] sortedChannels = channels.clone();
        Arrays.sort(sortedChannels);
        for (int row = 0; row < rows.size; row++) {
            int channel = rows.channel[row];
            double p = chance(channel, count(sortedPlaces, places[row]), count(sortedChannels, channels[row]));
            expected[channel] += p;
            variance[channel] += p * (1 - p);
            rowsOf[channel]++;
        }
    }

    private static int count(long[] sorted, long key) {
        return firstAbove(sorted, key) - firstAbove(sorted, key - 1);
    }

    private static int firstAbove(long[] sorted, long key) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * @param atPlace arrivals of the place and hour, all channels
     * @param ofChannel those of the channel
     */
    private static double chance(int channel, int atPlace, int ofChannel) {
        long cells = Math.max(1, -Math.floorDiv(-(long) atPlace * SLOTS_Q[channel], 1024L));
        int windows = 0;
        for (int i = 0; windows == 0; i++) {
            if (WINDOWS[i] <= WINDOWS_MAX[channel] && (WINDOWS[i] == 1 || 2L * WINDOWS[i] <= cells)) {
                windows = WINDOWS[i];
            }
        }
        double perWindow = -Math.floorDiv(-cells, (long) windows);
        double length = HOUR / windows;
        double reach = Math.min(SOON, length);
        int others = ofChannel - 1;
        double share = reach / (HOUR * perWindow);
        // Near the end of the window the reach shrinks evenly to nothing; before that it is full.
        double near = 1 - (1 - StrictMath.pow(1 - share, others + 1)) / (share * (others + 1));
        double full = 1 - StrictMath.pow(1 - share, others);
        return (reach * near + (length - reach) * full) / length;
    }

    double expected(Channel channel) {
        return expected[channel.code()] / rowsOf[channel.code()];
    }

    /** Arrivals of one visit go together; twice the error of independent ones is more than enough. */
    double error(Channel channel) {
        return 2 * StrictMath.sqrt(variance[channel.code()]) / rowsOf[channel.code()];
    }
}
