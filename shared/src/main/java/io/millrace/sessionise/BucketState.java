package io.millrace.sessionise;

import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Everything sessionise remembers of one key bucket: pending rows, open sessions, how far it has come, and its draw
 * counts. Ends with the input. Equal content has equal bytes.
 */
public final class BucketState {
    /** Of the bytes of {@link #write}; a savepoint of another version is refused. */
    public static final int LAYOUT_VERSION = 1;

    final PendingRows pending;
    final SessionTable table;
    final DrawLedger ledger;

    /** Last watermark drained, milliseconds; rows at or below it are late. */
    long doneMillis = Long.MIN_VALUE;

    /** Rebuilt from the table when missing. */
    ExpiryWheel wheel;

    public BucketState() {
        this(new PendingRows(), new SessionTable(), new DrawLedger());
    }

    private BucketState(PendingRows pending, SessionTable table, DrawLedger ledger) {
        this.pending = pending;
        this.table = table;
        this.ledger = ledger;
    }

    /** Shares nothing with this one. */
    public BucketState copy() {
        DrawLedger counts = new DrawLedger();
        counts.add(ledger);
        BucketState copy = new BucketState(pending.copy(), table.copy(), counts);
        copy.doneMillis = doneMillis;
        return copy;
    }

    public int pendingRows() {
        return pending.size();
    }

    public int openSessions() {
        return table.size();
    }

    /** Draws of this bucket so far. */
    public DrawLedger ledger() {
        return ledger;
    }

    /** Bytes of {@link #write}, without writing them. */
    public long writtenBytes() {
        return Long.BYTES
                + Integer.BYTES
                + (long) ledgerEntries() * (Integer.BYTES + Long.BYTES)
                + table.writtenBytes()
                + pending.writtenBytes();
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(doneMillis);
        out.writeInt(ledgerEntries());
        for (Decision decision : Decision.traffic()) {
            if (ledger.evaluations(decision) > 0) {
                out.writeInt(decision.code());
                out.writeLong(ledger.evaluations(decision));
            }
        }
        table.write(out);
        pending.write(out);
    }

    /** @throws IOException when the bytes are no bucket state of this layout version */
    public static BucketState read(DataInput in) throws IOException {
        long doneMillis = in.readLong();
        DrawLedger ledger = new DrawLedger();
        int entries = in.readInt();
        for (int i = 0; i < entries; i++) {
            Decision decision = decisionOfCode(in.readInt());
            ledger.count(decision, in.readLong());
        }
        SessionTable table = SessionTable.read(in);
        BucketState state = new BucketState(PendingRows.read(in), table, ledger);
        state.doneMillis = doneMillis;
        return state;
    }

    private int ledgerEntries() {
        int entries = 0;
        for (Decision decision : Decision.traffic()) {
            entries += ledger.evaluations(decision) > 0 ? 1 : 0;
        }
        return entries;
    }

    private static Decision decisionOfCode(int code) throws IOException {
        for (Decision decision : Decision.traffic()) {
            if (decision.code() == code) {
                return decision;
            }
        }
        throw new IOException("no decision has code " + code);
    }
}
