package io.millrace.arrivals;

import io.millrace.policy.ShapesPolicy;
import io.millrace.policy.ShapesPolicy.Peak;
import io.millrace.policy.ShapesPolicy.Shape;
import io.millrace.table.TableHash;
import java.io.Serial;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Shares of a week's arrivals by hour, 168 slots from Monday 0 h, for every shape, variant and kind of weekend, one after
 * the other in one array. World design section 2.3.
 */
public final class WeekShapes implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int HOURS = 24;
    private static final int DAYS = 7;
    private static final int FRIDAY = 4;
    private static final int SATURDAY = 5;
    private static final int WEEKENDS = Weekend.values().length;

    /** Which days of the typed week (Saturday and Sunday off) a country lives on which day. */
    public enum Weekend {
        SATURDAY_SUNDAY,
        FRIDAY_SATURDAY,
        SUNDAY;

        /** @throws IllegalArgumentException for another set of days */
        public static Weekend of(Set<DayOfWeek> days) {
            if (days.equals(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY))) {
                return SATURDAY_SUNDAY;
            }
            if (days.equals(Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY))) {
                return FRIDAY_SATURDAY;
            }
            if (days.equals(Set.of(DayOfWeek.SUNDAY))) {
                return SUNDAY;
            }
            throw new IllegalArgumentException("a weekend is SAT SUN, FRI SAT or SUN, was " + days);
        }

        private int typed(int day) {
            return switch (this) {
                case SATURDAY_SUNDAY -> day;
                case FRIDAY_SATURDAY -> (day + 1) % DAYS;
                case SUNDAY -> day == SATURDAY ? FRIDAY : day;
            };
        }
    }

    private final List<String> names;
    private final int variants;
    /** [table * 168 + slot]. */
    private final double[] shares;

    private WeekShapes(List<String> names, int variants, double[] shares) {
        this.names = names;
        this.variants = variants;
        this.shares = shares;
    }

    void hash(TableHash hash) {
        hash.add(shares);
    }

    public static WeekShapes of(ShapesPolicy policy) {
        List<String> names = new ArrayList<>(policy.shapes().keySet());
        int variants = policy.variantShiftHours().size();
        double[] shares = new double[names.size() * variants * WEEKENDS * CivilTime.SLOTS];
        int at = 0;
        for (String name : names) {
            for (double shift : policy.variantShiftHours()) {
                double[] week = week(policy.shapes().get(name), shift);
                for (Weekend weekend : Weekend.values()) {
                    for (int slot = 0; slot < CivilTime.SLOTS; slot++) {
                        shares[at++] = week[weekend.typed(slot / HOURS) * HOURS + slot % HOURS];
                    }
                }
            }
        }
        return new WeekShapes(names, variants, shares);
    }

    /** One week, sum 1. */
    static double[] week(Shape shape, double shiftHours) {
        double[] week = new double[CivilTime.SLOTS];
        double weights = 0;
        for (double weight : shape.days()) {
            weights += weight;
        }
        for (int day = 0; day < DAYS; day++) {
            List<Peak> peaks = day < SATURDAY ? shape.weekday() : shape.weekend();
            double sum = 0;
            for (int hour = 0; hour < HOURS; hour++) {
                double value = shape.floor();
                for (Peak peak : peaks) {
                    double z = distance(hour + 0.5, peak.centreHours() + shiftHours) / peak.widthHours();
                    value += peak.height() * StrictMath.exp(-0.5 * z * z);
                }
                week[day * HOURS + hour] = value;
                sum += value;
            }
            for (int hour = 0; hour < HOURS; hour++) {
                week[day * HOURS + hour] *= shape.days().get(day) / (sum * weights);
            }
        }
        return week;
    }

    /** Around the clock: the peak of one in the morning begins the evening before. */
    private static double distance(double hour, double centre) {
        double off = Math.abs(hour - centre) % HOURS;
        return Math.min(off, HOURS - off);
    }

    public int shapes() {
        return names.size();
    }

    public int variants() {
        return variants;
    }

    /**
     * Number of a shape.
     *
     * @throws IllegalArgumentException when the pack has none of this name
     */
    public int shape(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("shapes_5B has no shape " + name + " but " + names);
        }
        return at;
    }

    /** First position of a table in {@link #at}. */
    public int table(int shape, int variant, Weekend weekend) {
        return ((shape * variants + variant) * WEEKENDS + weekend.ordinal()) * CivilTime.SLOTS;
    }

    /** @param table from {@link #table} */
    public double at(int table, int slot) {
        return shares[table + slot];
    }

    /** Largest share of a table. */
    public double max(int table) {
        double max = 0;
        for (int slot = 0; slot < CivilTime.SLOTS; slot++) {
            max = Math.max(max, shares[table + slot]);
        }
        return max;
    }

    /** Slope of the rate inside a slot, from its neighbours, relative to its height: -limit..limit. */
    public double tilt(int table, int slot, double limit) {
        double before = shares[table + (slot + CivilTime.SLOTS - 1) % CivilTime.SLOTS];
        double after = shares[table + (slot + 1) % CivilTime.SLOTS];
        double tilt = (after - before) / (4 * shares[table + slot]);
        return Math.min(limit, Math.max(-limit, tilt));
    }
}
