package io.millrace.sessionise;

import io.millrace.contract.ArrivalKey;
import io.millrace.contract.CloseReason;
import io.millrace.random.KeyedBijection;
import io.millrace.slab.Columns;
import io.millrace.slab.RowGather;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SlabCodec;
import io.millrace.slab.SlabKind;

/** Index rows of the sessions that one drain closes; they leave by (end, session id). Reused per thread. */
final class ClosedSessions {
    private static final int ROWS_MIN = 64;

    private final RowGather gather = RowGather.between(SlabKind.SESSION_INDEX, SlabKind.SESSION_INDEX);
    private final RowSort sort = new RowSort();
    private final DominantId ids = new DominantId();
    private SessionIndexSlab rows = new SessionIndexSlab(ROWS_MIN);

    /** Writes the index row of an entry's session; the entry stays as it is. */
    void add(SessionTable table, int entry, KeyedBijection sessionIds, CloseReason reason) {
        if (rows.isFull()) {
            rows = (SessionIndexSlab) SlabCodec.copyOf(rows, 2 * rows.size);
        }
        int row = rows.addRow();
        rows.sessionId[row] = sessionIds.id(table.anchorKey(entry));
        rows.partyId[row] = table.partyId(entry);
        rows.startMicros[row] = table.startMicros(entry);
        rows.endMicros[row] = table.lastMicros(entry);
        rows.arrivalCount[row] = table.count(entry);
        rows.maxGapMicros[row] = table.maxGapMicros(entry);
        rows.closeReason[row] = (byte) reason.code();
        SessionMembers members = table.members();
        int first = table.firstMember(entry);
        rows.firstMerchantId[row] = members.merchant[first];
        rows.firstArrivalSeq[row] = ArrivalKey.seq(table.anchorKey(entry));
        summarise(members, first, row);
    }

    private void summarise(SessionMembers members, int first, int row) {
        count(members, first, members.account);
        rows.primaryAccountId[row] = ids.dominant();
        rows.distinctAccountCount[row] = ids.distinct();
        count(members, first, members.instrument);
        rows.primaryInstrumentId[row] = ids.dominant();
        rows.distinctInstrumentCount[row] = ids.distinct();
        count(members, first, members.device);
        rows.primaryDeviceId[row] = ids.dominant();
        rows.distinctDeviceCount[row] = ids.distinct();
        count(members, first, members.ip);
        rows.primaryIpId[row] = ids.dominant();
        rows.distinctIpCount[row] = ids.distinct();
        // Flipping the sign bit makes the signed order the unsigned one; absence does not occur here.
        ids.clear();
        for (int member = first; member != SessionMembers.NONE; member = members.next[member]) {
            ids.add(members.merchant[member] ^ Long.MIN_VALUE);
        }
        ids.count(0);
        rows.primaryMerchantId[row] = ids.dominant() ^ Long.MIN_VALUE;
        rows.distinctMerchantCount[row] = ids.distinct();
        ids.clear();
        for (int member = first; member != SessionMembers.NONE; member = members.next[member]) {
            ids.add(members.channel[member]);
        }
        ids.count(0);
        rows.primaryChannel[row] = (byte) ids.dominant();
    }

    private void count(SessionMembers members, int first, long[] column) {
        ids.clear();
        for (int member = first; member != SessionMembers.NONE; member = members.next[member]) {
            if (column[member] != Columns.ABSENT) {
                ids.add(column[member]);
            }
        }
        ids.count(Columns.ABSENT);
    }

    /** Hands all rows on and forgets them. */
    void flush(int bucket, int slabRowsMax, SessionEmitter out) {
        SessionIndexSlab closed = rows;
        int[] order = sort.room(closed.size);
        for (int row = 0; row < closed.size; row++) {
            order[row] = row;
        }
        sort.sort(closed.size, (a, b) -> {
            int byEnd = Long.compare(closed.endMicros[a], closed.endMicros[b]);
            return byEnd != 0 ? byEnd : Long.compare(closed.sessionId[a], closed.sessionId[b]);
        });
        for (int start = 0; start < closed.size; start += slabRowsMax) {
            int end = Math.min(closed.size, start + slabRowsMax);
            SessionIndexSlab slab = new SessionIndexSlab(end - start);
            slab.bucket = bucket;
            gather.append(closed, sort.rows(), start, end, slab);
            out.sessions(slab);
        }
        closed.size = 0;
    }
}
