package io.millrace.attach;

import io.millrace.contract.Channel;
import io.millrace.contract.Segment;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;
import io.millrace.story.Wording;
import io.millrace.world.EntityUniverse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Who is away on which days, and where: stays of fixed length, one coin per party and stay. Nobody pays at a till of
 * another country while sitting at home, so travellers are missing at home and spend where they are, for days on end.
 * The visitor book of a country and day is a table made from draws, not state: it may be forgotten at any time.
 */
final class TravelCalendar {
    private static final int COUNTRIES = 676;
    /** Blocks kept per cohort: rows of neighbouring days meet, and a forgotten block is only built again. */
    private static final int KEPT = 4;
    /** Parties whose coins are thrown at a time. */
    private static final int ASKED = 512;

    private final EntityUniverse universe;
    private final DestinationLaw destinations;
    private final Draws draws;
    private final int stayDays;
    private final long[] awayThreshold;
    private final Cohort[][] cohorts;
    private final Asked asked = new Asked();

    TravelCalendar(AttachmentPolicy.Party policy, EntityUniverse universe, DestinationLaw destinations, Draws draws) {
        this.universe = universe;
        this.destinations = destinations;
        this.draws = draws;
        stayDays = policy.stayDays();
        cohorts = new Cohort[stayDays][KEPT];
        awayThreshold = awayThresholds(policy, universe);
    }

    /** Evaluates TRAVEL_AWAY once; the caller counts. */
    boolean isAway(long ordinal, long partyId, long day) {
        return goes(ordinal, draws.x0(Decision.TRAVEL_AWAY, partyId, block(ordinal, day)));
    }

    /**
     * Picks from the visitor book of a country and day.
     *
     * @return party ordinal, -1 when the book is empty
     */
    long visitor(int country, long day, long x) {
        long total = 0;
        for (int cohort = 0; cohort < stayDays; cohort++) {
            total += cohort(cohort, day).mass(country);
        }
        if (total == 0) {
            return -1;
        }
        long rest = Philox2x64.umulh(x, total);
        for (int cohort = 0; cohort < stayDays; cohort++) {
            Cohort book = cohort(cohort, day);
            if (rest < book.mass(country)) {
                return book.party(country, rest);
            }
            rest -= book.mass(country);
        }
        throw new IllegalStateException("a pick lies below the total mass");
    }

    /**
     * Evaluations of TRAVEL_AWAY, and of TRAVEL_DESTINATION, that the visitor books of a horizon stand for. They belong
     * to no row and are reported once per run.
     *
     * @param dayFirst first UTC day with arrivals, days since 1970
     * @param dayLast last one
     */
    static long bookEvaluations(EntityUniverse universe, int stayDays, long dayFirst, long dayLast) {
        long evaluations = 0;
        for (long ordinal = 0; ordinal < universe.parties(); ordinal++) {
            if (universe.weight(ordinal) > 0) {
                long shift = ordinal % stayDays;
                evaluations += Math.floorDiv(dayLast + shift, stayDays) - Math.floorDiv(dayFirst + shift, stayDays) + 1;
            }
        }
        return evaluations;
    }

    /** The stay of a party that holds a UTC day. */
    long block(long ordinal, long day) {
        return Math.floorDiv(day + ordinal % stayDays, (long) stayDays);
    }

    /** @param x lane 0 of TRAVEL_AWAY of the party and stay */
    boolean goes(long ordinal, long x) {
        return Long.compareUnsigned(x, awayThreshold[universe.segment(ordinal)]) < 0
                && destinations.leads(universe.country(ordinal));
    }

    /** Chance that a party of a segment is away in a stay, before it is asked whether its country has a destination. */
    double pAway(int segment) {
        return Wording.shareBelow(awayThreshold[segment]);
    }

    private Cohort cohort(int cohort, long day) {
        long block = Math.floorDiv(day + cohort, (long) stayDays);
        int kept = Math.floorMod(block, KEPT);
        Cohort book = cohorts[cohort][kept];
        if (book == null || book.block != block) {
            book = new Cohort(cohort, block);
            cohorts[cohort][kept] = book;
        }
        return book;
    }

    /** floor(2^64 * (1 - p_home.POS) * away weight / mean away weight), by segment code; the mean weighs by activity. */
    private static long[] awayThresholds(AttachmentPolicy.Party policy, EntityUniverse universe) {
        BigDecimal away = BigDecimal.ONE.subtract(policy.pHome().get(Channel.POS));
        BigDecimal mass = BigDecimal.ZERO;
        BigDecimal weighted = BigDecimal.ZERO;
        for (Segment segment : Segment.values()) {
            BigDecimal own = BigDecimal.valueOf(universe.massOfSegment(segment.code()));
            mass = mass.add(own);
            weighted = weighted.add(own.multiply(policy.awayWeight().get(segment)));
        }
        long[] thresholds = new long[Segment.values().length + 1];
        for (Segment segment : Segment.values()) {
            BigDecimal part = away.multiply(policy.awayWeight().get(segment)).multiply(mass);
            thresholds[segment.code()] = fraction(part, weighted);
        }
        return thresholds;
    }

    /** floor(2^64 * part / whole), unsigned; a share of 1 or more takes all words but the last. */
    static long fraction(BigDecimal part, BigDecimal whole) {
        if (part.signum() == 0 || whole.signum() == 0) {
            return 0;
        }
        if (part.compareTo(whole) >= 0) {
            return -1;
        }
        int scale = Math.max(Math.max(part.scale(), whole.scale()), 0);
        BigInteger over = part.movePointRight(scale).toBigIntegerExact();
        return over.shiftLeft(64)
                .divide(whole.movePointRight(scale).toBigIntegerExact())
                .longValue();
    }

    /** Parties whose coins are thrown side by side, since the one does not wait for the other. */
    private final class Asked {
        private final long[] ordinal = new long[ASKED];
        private final long[] partyId = new long[ASKED];
        private final long[] block = new long[ASKED];
        private final long[] x0 = new long[ASKED];
        private final long[] x1 = new long[ASKED];
        private int size;

        /**
         * Takes pickable parties of one cohort.
         *
         * @param from first ordinal to look at
         * @return next ordinal to look at
         */
        long fill(long from, long ofBlock) {
            long parties = universe.parties();
            long next = from;
            int taken = 0;
            while (next < parties && taken < ASKED) {
                ordinal[taken] = next;
                partyId[taken] = universe.partyId(next);
                taken += universe.weight(next) == 0 ? 0 : 1;
                next += stayDays;
            }
            size = taken;
            Arrays.fill(block, 0, taken, ofBlock);
            Philox2x64.blocks(draws.key(Decision.TRAVEL_AWAY), partyId, block, taken, x0, x1);
            return next;
        }

        boolean isAway(int i) {
            return goes(ordinal[i], x0[i]);
        }
    }

    /** Travellers of every stayDays-th party during one block, by destination, ascending by ordinal. */
    private final class Cohort {
        private final long block;
        private final int[] start = new int[COUNTRIES + 1];
        private final long[] ordinals;
        /** Running activity weight inside a destination. */
        private final long[] cumulative;

        Cohort(int shift, long block) {
            this.block = block;
            long[] found = new long[64];
            short[] goesTo = new short[64];
            int size = 0;
            long next = shift;
            while (next < universe.parties()) {
                next = asked.fill(next, block);
                for (int i = 0; i < asked.size; i++) {
                    if (!asked.isAway(i)) {
                        continue;
                    }
                    if (size == found.length) {
                        found = Arrays.copyOf(found, 2 * size);
                        goesTo = Arrays.copyOf(goesTo, 2 * size);
                    }
                    found[size] = asked.ordinal[i];
                    goesTo[size++] = (short) destinations.country(
                            universe.country(asked.ordinal[i]),
                            draws.x0(Decision.TRAVEL_DESTINATION, asked.partyId[i], block));
                }
            }
            for (int i = 0; i < size; i++) {
                start[goesTo[i] + 1]++;
            }
            for (int country = 0; country < COUNTRIES; country++) {
                start[country + 1] += start[country];
            }
            ordinals = new long[size];
            cumulative = new long[size];
            int[] free = start.clone();
            for (int i = 0; i < size; i++) {
                int country = goesTo[i];
                int place = free[country]++;
                ordinals[place] = found[i];
                long before = place == start[country] ? 0 : cumulative[place - 1];
                cumulative[place] = before + universe.weight(found[i]);
            }
        }

        long mass(int country) {
            return start[country] == start[country + 1] ? 0 : cumulative[start[country + 1] - 1];
        }

        /** First traveller whose running weight exceeds {@code below}. */
        long party(int country, long below) {
            int low = start[country];
            int high = start[country + 1] - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (cumulative[middle] > below) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return ordinals[low];
        }
    }
}
