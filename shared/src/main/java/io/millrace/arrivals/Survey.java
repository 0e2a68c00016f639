package io.millrace.arrivals;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts over all arrivals from which the dimensions are made: small, since it grows with merchants, sites, edges and
 * zones, not with rows. Parts add up in any order.
 */
public final class Survey {
    private static final Comparator<Tally.Key> ORDER = Comparator.comparing(Tally.Key::kind)
            .thenComparing(Tally.Key::merchantId, Long::compareUnsigned)
            .thenComparing(Tally.Key::id, Long::compareUnsigned)
            .thenComparing(Tally.Key::zone)
            .thenComparing(Tally.Key::country)
            .thenComparing(Tally.Key::code)
            .thenComparing(Tally.Key::isVirtual);

    private final Map<Tally.Key, Counts> counts = new HashMap<>();
    private long duplicates;

    /** One growing count. */
    private static final class Counts {
        private long rows;
        private long firstMicros = Long.MAX_VALUE;
        private long lastMicros = Long.MIN_VALUE;
        private long seqMax;

        private void add(long moreRows, long first, long last, long seq) {
            rows += moreRows;
            firstMicros = Math.min(firstMicros, first);
            lastMicros = Math.max(lastMicros, last);
            seqMax = Math.max(seqMax, seq);
        }
    }

    /**
     * Counts the first hour of the horizon that a row implies.
     *
     * @param startHour hours since 1970
     * @param bucket as delivered; outside 0..HOURS_MAX-1 it does not stretch the horizon
     */
    public void addStart(long startHour, long bucket) {
        long stretch = bucket < Horizon.HOURS_MAX ? Math.max(0, bucket) : 0;
        counts.computeIfAbsent(Tally.Key.ofId(Tally.Kind.START, 0, startHour), key -> new Counts())
                .add(1, 0, 0, stretch);
    }

    /**
     * The horizon that most rows imply, in whole days; ties go to the earlier start. Empty without rows.
     */
    public Optional<Horizon> horizon() {
        Tally best = null;
        for (Tally start : tallies(Tally.Kind.START)) {
            boolean isBetter = best == null
                    || start.rows() > best.rows()
                    || (start.rows() == best.rows()
                            && start.key().id() < best.key().id());
            best = isBetter ? start : best;
        }
        return best == null
                ? Optional.empty()
                : Optional.of(Horizon.ofDays(best.key().id(), best.seqMax()));
    }

    /** Counts an accepted arrival. */
    public void add(ForeignArrival row) {
        count(
                new Tally.Key(
                        Tally.Kind.MERCHANT,
                        row.merchantId,
                        0,
                        row.tzidPrimary,
                        row.country,
                        row.channel,
                        row.isVirtual),
                row);
        count(
                row.siteId != 0
                        ? new Tally.Key(
                                Tally.Kind.SITE,
                                row.merchantId,
                                row.siteId,
                                row.tzidPrimary,
                                row.country,
                                (byte) 0,
                                false)
                        : Tally.Key.ofId(Tally.Kind.EDGE, row.merchantId, row.edgeId),
                row);
        count(Tally.Key.ofZone(Tally.Kind.ZONE, row.zone), row);
        name(row.tzidPrimary);
        name(row.tzidSettlement);
        name(row.tzidOperational);
    }

    /** Counts a rejected row. */
    public void addReject(ForeignArrival row) {
        counts.computeIfAbsent(
                        new Tally.Key(Tally.Kind.REJECT, 0, 0, (short) 0, (short) 0, row.reason, false),
                        key -> new Counts())
                .add(1, 0, 0, 0);
    }

    /** Remembers the place of a row whose key came earlier in total order. */
    public void addDuplicate(ForeignArrival row) {
        duplicates++;
        counts.computeIfAbsent(Tally.Key.ofId(Tally.Kind.DUPLICATE, row.sourceFile, row.sourceRow), key -> new Counts())
                .add(1, 0, 0, 0);
    }

    /** Adds a part counted elsewhere. */
    public void add(Tally part) {
        counts.computeIfAbsent(part.key(), key -> new Counts())
                .add(part.rows(), part.firstMicros(), part.lastMicros(), part.seqMax());
    }

    /** Repeats remembered by {@link #addDuplicate}. */
    public long duplicates() {
        return duplicates;
    }

    /** Number of different things counted. */
    public int size() {
        return counts.size();
    }

    /** All counts, in the order of their keys. */
    public List<Tally> tallies() {
        return counts.entrySet().stream()
                .map(entry -> new Tally(
                        entry.getKey(),
                        entry.getValue().rows,
                        entry.getValue().firstMicros,
                        entry.getValue().lastMicros,
                        entry.getValue().seqMax))
                .sorted(Comparator.comparing(Tally::key, ORDER))
                .toList();
    }

    /** Counts of one kind, in the order of their keys. */
    public List<Tally> tallies(Tally.Kind kind) {
        return tallies().stream().filter(tally -> tally.key().kind() == kind).toList();
    }

    /** Rows counted under a kind. */
    public long rows(Tally.Kind kind) {
        long rows = 0;
        for (Tally tally : tallies(kind)) {
            rows += tally.rows();
        }
        return rows;
    }

    private void count(Tally.Key key, ForeignArrival row) {
        counts.computeIfAbsent(key, absent -> new Counts()).add(1, row.tsMicros, row.tsMicros, row.arrivalSeq);
    }

    private void name(short zone) {
        if (zone != ZoneVocabulary.ABSENT) {
            counts.computeIfAbsent(Tally.Key.ofZone(Tally.Kind.ZONE_NAMED, zone), absent -> new Counts());
        }
    }
}
