package io.millrace.sessionise;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.ArrivalKey;
import io.millrace.contract.BoundaryRule;
import io.millrace.contract.CloseReason;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.Columns;
import io.millrace.slab.RowGather;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import java.io.Serializable;

/**
 * Gives every arrival of a key bucket its place in a session, and every closed session an index row.
 *
 * <p>A drain is a left fold over the total order (party, ts, merchant unsigned, seq): cutting the rows into drains
 * differently cannot change a row. Draws: GAP_RAMP, see {@link BoundaryLaw}. One instance belongs to one thread; what
 * it remembers between calls is all in {@link BucketState}.
 */
public final class Sessioniser implements Serializable {
    private static final long serialVersionUID = 1L;

    private final BoundaryLaw law;
    private final KeyedBijection sessionIds;
    private final long horizonEndMicros;
    private final SessionLimits limits;
    private transient Scratch scratch;

    /**
     * @param sessionIds bijection of kind {@code session_id}
     * @param horizonEndMicros excluded; sessions that could have gone on behind it close as END_OF_INPUT
     * @param stochasticBoundary feature {@code stochastic_session_boundary}; off, ambiguous gaps always break
     */
    public Sessioniser(
            SessionisationPolicy policy,
            Draws draws,
            KeyedBijection sessionIds,
            long horizonEndMicros,
            boolean stochasticBoundary,
            SessionLimits limits) {
        this.law = new BoundaryLaw(policy, draws, stochasticBoundary);
        this.sessionIds = sessionIds;
        this.horizonEndMicros = horizonEndMicros;
        this.limits = limits;
    }

    /**
     * Keeps rows until a drain reaches them.
     *
     * @param slab rows of the bucket, in any order; stays the caller's
     * @throws RunException LATE_ARRIVAL for a row that a drain has passed, S1_STATE_LIMIT when the bucket is full
     */
    public void add(BucketState bucket, AttachedSlab slab) {
        for (int row = 0; row < slab.size; row++) {
            if (Math.floorDiv(slab.tsMicros[row], 1000L) <= bucket.doneMillis) {
                throw new RunException(Problem.of(
                        ErrorCode.LATE_ARRIVAL,
                        slab.describe(row),
                        "must come before the watermark passes it (" + bucket.doneMillis + " ms)",
                        slab.tsMicros[row] + " us",
                        "the source does not read its splits in time order"));
            }
        }
        limit("pending rows", bucket.pending.size() + (long) slab.size, limits.pendingRowsMax(), slab.bucket);
        bucket.pending.append(slab);
    }

    /**
     * Handles all pending rows with {@code ts_us < (watermarkMillis + 1) * 1000} and closes the sessions that can no
     * longer grow.
     *
     * @param bucketNumber stands on the slabs handed on
     * @param watermarkMillis {@code Long.MAX_VALUE} at end of input: everything is handled and closed
     */
    public void drain(BucketState bucket, int bucketNumber, long watermarkMillis, SessionEmitter out) {
        if (watermarkMillis <= bucket.doneMillis) {
            return;
        }
        long limitMicros = watermarkMillis == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.multiplyExact(Math.addExact(watermarkMillis, 1L), 1000L);
        Scratch tools = scratch();
        ensureWheel(bucket);
        if (bucket.pending.earliestMicros() < limitMicros) {
            int count = order(bucket.pending.rows(), limitMicros, tools.sort);
            walk(bucket, bucketNumber, tools, count, out);
            bucket.pending.keepFrom(limitMicros, tools.sameRows, tools.sort);
        }
        bucket.wheel.sweep(limitMicros, (party, limit) -> closeIfDue(bucket.table, party, limit, tools.closed));
        tools.closed.flush(bucketNumber, limits.slabRowsMax(), out);
        bucket.doneMillis = watermarkMillis;
    }

    /**
     * When the bucket next has work.
     *
     * @return the smallest watermark, milliseconds, for which {@link #drain} may find something; {@code Long.MAX_VALUE}
     *     for an empty bucket
     */
    public long nextMillis(BucketState bucket) {
        ensureWheel(bucket);
        long earliest = bucket.pending.earliestMicros();
        long rows = earliest == Long.MAX_VALUE ? Long.MAX_VALUE : Math.floorDiv(earliest, 1000L);
        return Math.min(rows, bucket.wheel.nextMillis());
    }

    private void ensureWheel(BucketState bucket) {
        if (bucket.wheel == null) {
            bucket.wheel = ExpiryWheel.of(bucket.table, law.hardBreakMicros());
        }
    }

    private static int order(AttachedSlab rows, long limitMicros, RowSort sort) {
        int[] order = sort.room(rows.size);
        int count = 0;
        for (int row = 0; row < rows.size; row++) {
            if (rows.tsMicros[row] < limitMicros) {
                order[count++] = row;
            }
        }
        sort.sort(count, (a, b) -> PendingRows.compare(rows, a, b));
        return count;
    }

    /** Rows of a party are neighbours, so one look-up per party and drain. */
    private void walk(BucketState bucket, int bucketNumber, Scratch tools, int count, SessionEmitter out) {
        AttachedSlab rows = bucket.pending.rows();
        int[] order = tools.sort.rows();
        int entry = SessionTable.NONE;
        for (int start = 0; start < count; start += limits.slabRowsMax()) {
            int end = Math.min(count, start + limits.slabRowsMax());
            SessionedSlab slab = new SessionedSlab(end - start);
            slab.bucket = bucketNumber;
            tools.toSessioned.append(rows, order, start, end, slab);
            for (int i = start; i < end; i++) {
                int row = order[i];
                boolean sameParty = i > 0 && rows.partyId[order[i - 1]] == rows.partyId[row];
                if (sameParty) {
                    checkNoDuplicate(rows, order[i - 1], row);
                } else {
                    entry = bucket.table.find(rows.partyId[row]);
                }
                entry = place(bucket, bucketNumber, entry, rows, row, slab, i - start, tools.closed);
            }
            out.arrivals(slab);
        }
    }

    /**
     * Lines 1 to 9 of the law for one row.
     *
     * @return the party's entry
     */
    private int place(
            BucketState bucket,
            int bucketNumber,
            int known,
            AttachedSlab rows,
            int row,
            SessionedSlab out,
            int outRow,
            ClosedSessions closed) {
        SessionTable table = bucket.table;
        long arrivalKey = ArrivalKey.of(rows.merchantId[row], rows.merchantOrdinal[row], rows.arrivalSeq[row]);
        long tsMicros = rows.tsMicros[row];
        BoundaryRule rule = BoundaryRule.FIRST;
        long gapMicros = Columns.ABSENT;
        int entry = known;
        if (entry == SessionTable.NONE) {
            limit("open sessions", table.size() + 1L, limits.openSessionsMax(), bucketNumber);
            entry = table.insert(rows.partyId[row]);
            bucket.wheel.file(rows.partyId[row], tsMicros + law.hardBreakMicros());
            table.open(entry, arrivalKey, rows, row);
        } else {
            rule = law.decide(table, entry, arrivalKey, tsMicros, rows.channel[row], bucket.ledger);
            if (rule != BoundaryRule.FIRST) {
                gapMicros = tsMicros - table.lastMicros(entry);
            }
            if (BoundaryLaw.continues(rule)) {
                table.append(entry, arrivalKey, rows, row);
            } else {
                closed.add(table, entry, sessionIds, BoundaryLaw.closeReason(rule));
                table.open(entry, arrivalKey, rows, row);
            }
        }
        out.sessionId[outRow] = sessionIds.id(table.anchorKey(entry));
        out.sessionSeq[outRow] = table.count(entry) - 1;
        out.gapPreviousMicros[outRow] = gapMicros;
        out.sessionElapsedMicros[outRow] = tsMicros - table.startMicros(entry);
        out.boundaryRule[outRow] = (byte) rule.code();
        return entry;
    }

    private long closeIfDue(SessionTable table, long partyId, long limitMicros, ClosedSessions closed) {
        int entry = table.find(partyId);
        long dueMicros = table.lastMicros(entry) + law.hardBreakMicros();
        if (dueMicros <= limitMicros) {
            CloseReason reason = dueMicros > horizonEndMicros ? CloseReason.END_OF_INPUT : CloseReason.GAP_BREAK;
            closed.add(table, entry, sessionIds, reason);
            table.remove(entry);
        }
        return dueMicros;
    }

    private static void checkNoDuplicate(AttachedSlab rows, int earlier, int row) {
        if (rows.tsMicros[earlier] == rows.tsMicros[row]
                && rows.merchantId[earlier] == rows.merchantId[row]
                && rows.arrivalSeq[earlier] == rows.arrivalSeq[row]) {
            throw new RunException(Problem.of(
                    ErrorCode.S1_ARRIVAL_DUPLICATE,
                    rows.describe(row),
                    "(ts_utc, merchant_id, arrival_seq) must be unique",
                    "a second row with the same key",
                    "remove one of the two from the arrivals"));
        }
    }

    private static void limit(String what, long count, int max, int bucket) {
        if (count > max) {
            throw new RunException(Problem.of(
                    ErrorCode.S1_STATE_LIMIT,
                    "key bucket " + bucket,
                    "must hold at most " + max + " " + what,
                    Long.toString(count),
                    "raise the limit, the number of buckets, or shorten the watermark step"));
        }
    }

    private Scratch scratch() {
        if (scratch == null) {
            scratch = new Scratch();
        }
        return scratch;
    }

    /** Buffers that hold nothing between calls. */
    private static final class Scratch {
        private final RowSort sort = new RowSort();
        private final RowGather toSessioned = RowGather.between(SlabKind.ATTACHED, SlabKind.SESSIONED);
        private final RowGather sameRows = RowGather.between(SlabKind.ATTACHED, SlabKind.ATTACHED);
        private final ClosedSessions closed = new ClosedSessions();
    }
}
