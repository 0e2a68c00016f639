package io.millrace.flows;

import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.KeyBucket;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What flows remembers of one key bucket: per open session its latest decline, as long as it can be retried, and the draw
 * counts of the bucket. Open addressing over parallel arrays, load at most 0.6, deletion by backward shift. A slot number
 * stays valid until the next {@link #put}, {@link #remove} or {@link #purge}. Equal content has equal bytes.
 *
 * <p>Bound: the declines of one retry window.
 */
public final class PendingDeclines {
    /** Of the bytes of {@link #write}; a savepoint of another version is refused. */
    public static final int LAYOUT_VERSION = 1;

    /** Of a slot, as {@link #write} writes it: nine longs, the quantile's among them, attempt, currency, two codes. */
    public static final int SLOT_BYTES = 9 * Long.BYTES + Integer.BYTES + Short.BYTES + 2;

    /** No such slot. */
    static final int NONE = -1;

    private static final int CAPACITY_MIN = 16;

    /** Purges fall on whole multiples of 2^16 ms, so a bucket sweeps its slots about once a minute at most. */
    private static final int PURGE_GRID_BITS = 16;

    /** 0 marks a free place: session ids are 1..2^63-1. */
    long[] sessionId;

    /** Unsigned. */
    long[] merchantId;

    /** Code of {@link io.millrace.contract.Channel}. */
    byte[] channel;

    long[] orderId;

    /** Of the declined flow, from 0. */
    int[] attemptIndex;

    /** Authorised amount of the order, minor units. */
    long[] amountMinor;

    /** Drawn amount of the order, minor units; differs from the authorised one at the pump. */
    long[] baseMinor;

    /** Amount quantile of the order, 0..1. */
    double[] q;

    /** {@link io.millrace.contract.Iso} code. */
    short[] currency;

    /** Of the answer, microseconds since the epoch, UTC. */
    long[] responseMicros;

    /** Last moment at which an arrival can go on with the order, included. */
    long[] dueMicros;

    /** Code of {@link io.millrace.policy.FlowShapePolicy.ReasonClass}. */
    byte[] reasonClass;

    /** {@link io.millrace.slab.Columns#ABSENT} when absent. */
    long[] instrumentId;

    private final DrawLedger ledger;
    private int mask;
    private int size;
    private long nextPurgeMillis = Long.MAX_VALUE;

    public PendingDeclines() {
        this(new DrawLedger());
    }

    private PendingDeclines(DrawLedger ledger) {
        this.ledger = ledger;
        allocate(CAPACITY_MIN);
    }

    /** Shares nothing with this one. */
    public PendingDeclines copy() {
        DrawLedger counts = new DrawLedger();
        counts.add(ledger);
        PendingDeclines copy = new PendingDeclines(counts);
        copy.adopt(this);
        copy.sessionId = sessionId.clone();
        copy.merchantId = merchantId.clone();
        copy.channel = channel.clone();
        copy.orderId = orderId.clone();
        copy.attemptIndex = attemptIndex.clone();
        copy.amountMinor = amountMinor.clone();
        copy.baseMinor = baseMinor.clone();
        copy.q = q.clone();
        copy.currency = currency.clone();
        copy.responseMicros = responseMicros.clone();
        copy.dueMicros = dueMicros.clone();
        copy.reasonClass = reasonClass.clone();
        copy.instrumentId = instrumentId.clone();
        copy.size = size;
        copy.nextPurgeMillis = nextPurgeMillis;
        return copy;
    }

    /** Sessions with a decline that can be retried. */
    public int size() {
        return size;
    }

    /** Draws of this bucket so far. */
    public DrawLedger ledger() {
        return ledger;
    }

    /**
     * When slots can next be dropped.
     *
     * @return a watermark, milliseconds; {@code Long.MAX_VALUE} for a bucket without slots
     */
    public long nextPurgeMillis() {
        return nextPurgeMillis;
    }

    /**
     * Drops the slots that no arrival behind the watermark can use. When this happens changes no row.
     *
     * @param watermarkMillis every row with {@code ts_us < (watermarkMillis + 1) * 1000} has been handled
     */
    public void purge(long watermarkMillis) {
        nextPurgeMillis = Long.MAX_VALUE;
        for (int place = 0; place <= mask; place++) {
            // A removal may move a later slot, or one that was seen, into this place.
            while (sessionId[place] != 0 && Math.floorDiv(dueMicros[place], 1000L) <= watermarkMillis) {
                remove(place);
            }
            if (sessionId[place] != 0) {
                nextPurgeMillis = Math.min(nextPurgeMillis, purgeMillis(dueMicros[place]));
            }
        }
    }

    /** @return slot, or {@link #NONE} */
    int find(long session) {
        int place = home(session);
        while (sessionId[place] != 0) {
            if (sessionId[place] == session) {
                return place;
            }
            place = (place + 1) & mask;
        }
        return NONE;
    }

    /**
     * The slot of a session, new or old; the caller fills every column but session and due time.
     *
     * @param due last moment of its window, microseconds
     */
    int put(long session, long due) {
        int place = find(session);
        if (place == NONE) {
            if ((size + 1) * 5L > (mask + 1) * 3L) {
                grow();
            }
            place = home(session);
            while (sessionId[place] != 0) {
                place = (place + 1) & mask;
            }
            sessionId[place] = session;
            size++;
        }
        dueMicros[place] = due;
        nextPurgeMillis = Math.min(nextPurgeMillis, purgeMillis(due));
        return place;
    }

    /** Drops a slot; later ones of the probe chain move up. */
    void remove(int slot) {
        int hole = slot;
        int place = slot;
        while (true) {
            place = (place + 1) & mask;
            if (sessionId[place] == 0) {
                break;
            }
            int distanceToHole = (place - hole) & mask;
            int distanceToHome = (place - home(sessionId[place])) & mask;
            if (distanceToHome >= distanceToHole) {
                moveInto(place, this, hole);
                hole = place;
            }
        }
        sessionId[hole] = 0;
        size--;
    }

    /** Bytes of {@link #write}, without writing them. */
    public long writtenBytes() {
        return 2L * Integer.BYTES + (long) counted() * (Integer.BYTES + Long.BYTES) + (long) size * SLOT_BYTES;
    }

    private int counted() {
        int counted = 0;
        for (Decision decision : Decision.traffic()) {
            counted += ledger.evaluations(decision) > 0 ? 1 : 0;
        }
        return counted;
    }

    /** Writes counts by decision, slots by session, so equal states give equal bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(counted());
        for (Decision decision : Decision.traffic()) {
            if (ledger.evaluations(decision) > 0) {
                out.writeInt(decision.code());
                out.writeLong(ledger.evaluations(decision));
            }
        }
        out.writeInt(size);
        for (long session : sessions()) {
            int slot = find(session);
            out.writeLong(session);
            out.writeLong(merchantId[slot]);
            out.writeByte(channel[slot]);
            out.writeLong(orderId[slot]);
            out.writeInt(attemptIndex[slot]);
            out.writeLong(amountMinor[slot]);
            out.writeLong(baseMinor[slot]);
            out.writeDouble(q[slot]);
            out.writeShort(currency[slot]);
            out.writeLong(responseMicros[slot]);
            out.writeLong(dueMicros[slot]);
            out.writeByte(reasonClass[slot]);
            out.writeLong(instrumentId[slot]);
        }
    }

    /** @throws IOException when the bytes are no pending declines of this layout version */
    public static PendingDeclines read(DataInput in) throws IOException {
        PendingDeclines pending = new PendingDeclines();
        int counted = in.readInt();
        for (int i = 0; i < counted; i++) {
            Decision decision = decisionOfCode(in.readInt());
            pending.ledger.count(decision, in.readLong());
        }
        int slots = in.readInt();
        for (int i = 0; i < slots; i++) {
            pending.readSlot(in);
        }
        return pending;
    }

    private void readSlot(DataInput in) throws IOException {
        long session = in.readLong();
        if (session < 1 || find(session) != NONE) {
            throw new IOException("sessions in state must be positive and stand once, was " + session);
        }
        int slot = put(session, Long.MAX_VALUE);
        merchantId[slot] = in.readLong();
        channel[slot] = in.readByte();
        orderId[slot] = in.readLong();
        attemptIndex[slot] = in.readInt();
        amountMinor[slot] = in.readLong();
        baseMinor[slot] = in.readLong();
        q[slot] = in.readDouble();
        currency[slot] = in.readShort();
        responseMicros[slot] = in.readLong();
        put(session, in.readLong());
        reasonClass[slot] = in.readByte();
        instrumentId[slot] = in.readLong();
    }

    private long[] sessions() {
        long[] sessions = new long[size];
        int found = 0;
        for (long id : sessionId) {
            if (id != 0) {
                sessions[found++] = id;
            }
        }
        Arrays.sort(sessions);
        return sessions;
    }

    private static Decision decisionOfCode(int code) throws IOException {
        for (Decision decision : Decision.traffic()) {
            if (decision.code() == code) {
                return decision;
            }
        }
        throw new IOException("no decision has code " + code);
    }

    /** First multiple of the grid at which the slot is due. */
    private static long purgeMillis(long due) {
        if (due == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return ((Math.floorDiv(due, 1000L) >> PURGE_GRID_BITS) + 1) << PURGE_GRID_BITS;
    }

    private int home(long session) {
        return (int) KeyBucket.mix64(session) & mask;
    }

    private void grow() {
        PendingDeclines old = new PendingDeclines(ledger);
        old.adopt(this);
        allocate(2 * (mask + 1));
        for (int place = 0; place <= old.mask; place++) {
            if (old.sessionId[place] != 0) {
                int target = home(old.sessionId[place]);
                while (sessionId[target] != 0) {
                    target = (target + 1) & mask;
                }
                old.moveInto(place, this, target);
            }
        }
    }

    private void allocate(int capacity) {
        sessionId = new long[capacity];
        merchantId = new long[capacity];
        channel = new byte[capacity];
        orderId = new long[capacity];
        attemptIndex = new int[capacity];
        amountMinor = new long[capacity];
        baseMinor = new long[capacity];
        q = new double[capacity];
        currency = new short[capacity];
        responseMicros = new long[capacity];
        dueMicros = new long[capacity];
        reasonClass = new byte[capacity];
        instrumentId = new long[capacity];
        mask = capacity - 1;
    }

    /** Takes the arrays of another table, which then allocates its own. */
    private void adopt(PendingDeclines other) {
        sessionId = other.sessionId;
        merchantId = other.merchantId;
        channel = other.channel;
        orderId = other.orderId;
        attemptIndex = other.attemptIndex;
        amountMinor = other.amountMinor;
        baseMinor = other.baseMinor;
        q = other.q;
        currency = other.currency;
        responseMicros = other.responseMicros;
        dueMicros = other.dueMicros;
        reasonClass = other.reasonClass;
        instrumentId = other.instrumentId;
        mask = other.mask;
    }

    private void moveInto(int from, PendingDeclines target, int to) {
        target.sessionId[to] = sessionId[from];
        target.merchantId[to] = merchantId[from];
        target.channel[to] = channel[from];
        target.orderId[to] = orderId[from];
        target.attemptIndex[to] = attemptIndex[from];
        target.amountMinor[to] = amountMinor[from];
        target.baseMinor[to] = baseMinor[from];
        target.q[to] = q[from];
        target.currency[to] = currency[from];
        target.responseMicros[to] = responseMicros[from];
        target.dueMicros[to] = dueMicros[from];
        target.reasonClass[to] = reasonClass[from];
        target.instrumentId[to] = instrumentId[from];
    }
}
