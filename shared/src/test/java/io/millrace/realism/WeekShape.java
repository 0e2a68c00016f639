package io.millrace.realism;

import java.util.Arrays;
import java.util.List;

/** Hour-of-week shapes of the world design, section 2.3: day weights, and peaks (centre, width, height) on a floor. */
@SuppressWarnings("ImmutableEnumChecker") // lists are copies, records hold numbers
enum WeekShape {
    DAYTIME(
            .045,
            new double[] {.96, .93, .96, 1, 1.12, 1.32, .90},
            new double[] {12.4, 1.9, .60, 17.7, 1.9, 1},
            new double[] {12.4, 2.6, 1, 17, 2.2, .55}),
    FOOD(
            .06,
            new double[] {.90, .90, .94, 1, 1.12, 1.18, 1.02},
            new double[] {8.4, 1.1, .40, 12.7, 1.3, 1, 18.6, 1.7, .80},
            new double[] {9.5, 1.4, .3, 13, 1.7, .95, 18.9, 1.9, .90}),
    COMMUTE(
            .08,
            new double[] {1.02, 1.03, 1.03, 1.03, 1.05, .72, .56},
            new double[] {7.9, 1.2, 1, 17.4, 1.6, 1, 12.5, 3, .25},
            new double[] {12.5, 3.2, .75, 18.5, 2.5, .45}),
    EVENING(
            .02,
            new double[] {.66, .70, .80, .95, 1.32, 1.62, 1.08},
            new double[] {12.9, 1.3, .45, 19.8, 1.8, 1},
            new double[] {13.4, 1.8, .65, 20.2, 2.3, 1}),
    OFFICE(
            .015,
            new double[] {1.08, 1.05, 1.02, 1, .95, .25, .12},
            new double[] {10.3, 1.6, 1, 14.9, 1.9, .90},
            new double[] {11.3, 2.4, 1}),
    BILLS(
            .11,
            new double[] {1.22, 1.08, 1.02, 1, 1.05, .58, .50},
            new double[] {9.6, 2.1, .85, 19.6, 2.3, .65},
            new double[] {11, 2.8, .8, 19.8, 2.4, .6}),
    ONLINE(
            .10,
            new double[] {1.08, 1.02, 1, .99, .93, .93, 1.08},
            new double[] {12.6, 2.6, .55, 20.6, 2.1, 1},
            new double[] {11.6, 3, .70, 20.5, 2.5, .95}),
    NIGHTNET(
            .13,
            new double[] {.90, .90, .94, 1, 1.12, 1.20, 1.10},
            new double[] {13.5, 3.2, .40, 21.4, 2.3, 1},
            new double[] {14, 3.6, .60, 21.8, 2.6, 1}),
    CASH(
            .06,
            new double[] {.96, .90, .92, 1, 1.28, 1.14, .76},
            new double[] {12, 2.6, .95, 17.4, 2.2, .85},
            new double[] {12.3, 2.8, 1, 17.5, 2.6, .6}),
    LOCAL(
            .14,
            new double[] {.97, .97, .98, 1, 1.10, 1.08, .92},
            new double[] {7.9, 1.4, .70, 12.7, 1.7, .60, 18.4, 2.3, 1},
            new double[] {9.8, 2.2, .7, 18, 3, 1}),
    RIDE(
            .10,
            new double[] {.86, .84, .90, 1, 1.20, 1.38, 1.10},
            new double[] {8.2, 1.3, .60, 18.4, 2.2, .85, 23, 1.8, .50},
            new double[] {.8, 1.9, .95, 12.5, 3.2, .45, 21, 2.8, 1});

    private static final int HOURS = 168;

    /** Share of a week's arrivals by local hour of the week, 0 = Monday 0 h; sums to 1. */
    private final List<Double> share;

    WeekShape(double floor, double[] dayWeight, double[] weekday, double[] weekend) {
        double[] slots = new double[HOURS];
        for (int day = 0; day < 7; day++) {
            double[] value = new double[24];
            double sum = 0;
            for (int hour = 0; hour < 24; hour++) {
                value[hour] = floor + peaks(hour + .5, day < 5 ? weekday : weekend);
                sum += value[hour];
            }
            for (int hour = 0; hour < 24; hour++) {
                slots[24 * day + hour] = value[hour] / sum * dayWeight[day];
            }
        }
        double total = Arrays.stream(slots).sum();
        share = Arrays.stream(slots).map(slot -> slot / total).boxed().toList();
    }

    private static double peaks(double hour, double[] peaks) {
        double sum = 0;
        for (int i = 0; i < peaks.length; i += 3) {
            double distance = Math.abs(hour - peaks[i]);
            double circular = Math.min(distance, 24 - distance) / peaks[i + 1];
            sum += peaks[i + 2] * StrictMath.exp(-circular * circular / 2);
        }
        return sum;
    }

    /** @param slot local hour of the week; may lie outside 0..167 */
    double share(int slot) {
        return share.get(Math.floorMod(slot, HOURS));
    }
}
