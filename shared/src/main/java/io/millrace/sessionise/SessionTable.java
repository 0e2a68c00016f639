package io.millrace.sessionise;

import io.millrace.slab.AttachedSlab;
import io.millrace.slab.KeyBucket;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Open sessions of one key bucket, by party: open addressing over parallel arrays, load at most 0.6, linear probing,
 * deletion by backward shift. An entry is a party's last arrival and the session it belongs to. An entry index stays
 * valid until the next {@link #insert} or {@link #remove}.
 */
public final class SessionTable {
    /** No such entry. */
    public static final int NONE = -1;

    /** Of an open session, as {@link #write} writes it, without its arrivals: six longs, count, channel. */
    public static final int SESSION_BYTES = 6 * Long.BYTES + Integer.BYTES + 1;

    /** Of an arrival of an open session, as {@link #write} writes it: five ids and the channel. */
    public static final int MEMBER_BYTES = 5 * Long.BYTES + 1;

    private static final int CAPACITY_MIN = 16;

    /** 0 marks a free place: party ids are 1..2^63-1. */
    private long[] party;

    private long[] start;
    private long[] last;
    private long[] anchorKey;
    private long[] lastKey;
    private long[] maxGap;
    private int[] count;
    private byte[] lastChannel;
    private int[] head;
    private int[] tail;
    private SessionMembers members;
    private int mask;
    private int size;

    public SessionTable() {
        allocate(CAPACITY_MIN);
        members = new SessionMembers(0);
    }

    public SessionTable copy() {
        SessionTable copy = new SessionTable();
        copy.party = party.clone();
        copy.start = start.clone();
        copy.last = last.clone();
        copy.anchorKey = anchorKey.clone();
        copy.lastKey = lastKey.clone();
        copy.maxGap = maxGap.clone();
        copy.count = count.clone();
        copy.lastChannel = lastChannel.clone();
        copy.head = head.clone();
        copy.tail = tail.clone();
        copy.members = members.copy();
        copy.mask = mask;
        copy.size = size;
        return copy;
    }

    public int size() {
        return size;
    }

    /** @return entry, or {@link #NONE} */
    public int find(long partyId) {
        int place = home(partyId);
        while (party[place] != 0) {
            if (party[place] == partyId) {
                return place;
            }
            place = (place + 1) & mask;
        }
        return NONE;
    }

    /**
     * Makes an entry without a session; {@link #open} must follow.
     *
     * @param partyId not in the table
     */
    public int insert(long partyId) {
        if ((size + 1) * 5L > (mask + 1) * 3L) {
            grow();
        }
        int place = home(partyId);
        while (party[place] != 0) {
            place = (place + 1) & mask;
        }
        party[place] = partyId;
        head[place] = SessionMembers.NONE;
        tail[place] = SessionMembers.NONE;
        size++;
        return place;
    }

    /** Starts a session with one arrival; members of a session before it are given back. */
    public void open(int entry, long arrivalKey, AttachedSlab slab, int row) {
        releaseMembers(entry);
        start[entry] = slab.tsMicros[row];
        last[entry] = slab.tsMicros[row];
        anchorKey[entry] = arrivalKey;
        lastKey[entry] = arrivalKey;
        maxGap[entry] = 0;
        count[entry] = 1;
        lastChannel[entry] = slab.channel[row];
        int member = members.add(slab, row);
        head[entry] = member;
        tail[entry] = member;
    }

    /** Adds an arrival to the entry's session. */
    public void append(int entry, long arrivalKey, AttachedSlab slab, int row) {
        maxGap[entry] = Math.max(maxGap[entry], slab.tsMicros[row] - last[entry]);
        last[entry] = slab.tsMicros[row];
        lastKey[entry] = arrivalKey;
        count[entry]++;
        lastChannel[entry] = slab.channel[row];
        int member = members.add(slab, row);
        members.next[tail[entry]] = member;
        tail[entry] = member;
    }

    /** Drops entry and members; later entries of the probe chain move up. */
    public void remove(int entry) {
        releaseMembers(entry);
        int hole = entry;
        int place = entry;
        while (true) {
            place = (place + 1) & mask;
            if (party[place] == 0) {
                break;
            }
            int distanceToHole = (place - hole) & mask;
            int distanceToHome = (place - home(party[place])) & mask;
            if (distanceToHome >= distanceToHole) {
                moveInto(place, this, hole);
                hole = place;
            }
        }
        party[hole] = 0;
        size--;
    }

    public long partyId(int entry) {
        return party[entry];
    }

    public long startMicros(int entry) {
        return start[entry];
    }

    public long lastMicros(int entry) {
        return last[entry];
    }

    /** Arrival key of the session's first arrival. */
    public long anchorKey(int entry) {
        return anchorKey[entry];
    }

    /** Arrival key of the party's last arrival. */
    public long lastKey(int entry) {
        return lastKey[entry];
    }

    public long maxGapMicros(int entry) {
        return maxGap[entry];
    }

    /** Arrivals of the session. */
    public int count(int entry) {
        return count[entry];
    }

    public byte lastChannel(int entry) {
        return lastChannel[entry];
    }

    int firstMember(int entry) {
        return head[entry];
    }

    SessionMembers members() {
        return members;
    }

    /** Party ids, ascending. */
    public long[] parties() {
        long[] parties = new long[size];
        int found = 0;
        for (long id : party) {
            if (id != 0) {
                parties[found++] = id;
            }
        }
        Arrays.sort(parties);
        return parties;
    }

    /** Bytes of {@link #write}, without writing them. */
    long writtenBytes() {
        return Integer.BYTES + (long) size * SESSION_BYTES + (long) members.size() * MEMBER_BYTES;
    }

    /** Arrivals of all open sessions. */
    public int arrivals() {
        return members.size();
    }

    /** Writes entries in party order, members in session order, so equal tables give equal bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (long partyId : parties()) {
            int entry = find(partyId);
            out.writeLong(partyId);
            out.writeLong(start[entry]);
            out.writeLong(last[entry]);
            out.writeLong(anchorKey[entry]);
            out.writeLong(lastKey[entry]);
            out.writeLong(maxGap[entry]);
            out.writeInt(count[entry]);
            out.writeByte(lastChannel[entry]);
            for (int member = head[entry]; member != SessionMembers.NONE; member = members.next[member]) {
                out.writeLong(members.account[member]);
                out.writeLong(members.instrument[member]);
                out.writeLong(members.device[member]);
                out.writeLong(members.ip[member]);
                out.writeLong(members.merchant[member]);
                out.writeByte(members.channel[member]);
            }
        }
    }

    /** @throws IOException when the bytes are no table */
    public static SessionTable read(DataInput in) throws IOException {
        SessionTable table = new SessionTable();
        int entries = in.readInt();
        for (int i = 0; i < entries; i++) {
            table.readEntry(in);
        }
        return table;
    }

    private void readEntry(DataInput in) throws IOException {
        int entry = insert(in.readLong());
        start[entry] = in.readLong();
        last[entry] = in.readLong();
        anchorKey[entry] = in.readLong();
        lastKey[entry] = in.readLong();
        maxGap[entry] = in.readLong();
        count[entry] = in.readInt();
        lastChannel[entry] = in.readByte();
        if (count[entry] < 1) {
            throw new IOException("a session in state must have an arrival, was " + count[entry]);
        }
        for (int i = 0; i < count[entry]; i++) {
            int member = members.add(
                    in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readByte());
            if (i == 0) {
                head[entry] = member;
            } else {
                members.next[tail[entry]] = member;
            }
            tail[entry] = member;
        }
    }

    private int home(long partyId) {
        return (int) KeyBucket.mix64(partyId) & mask;
    }

    private void releaseMembers(int entry) {
        if (head[entry] != SessionMembers.NONE) {
            members.release(head[entry], tail[entry], count[entry]);
            head[entry] = SessionMembers.NONE;
        }
    }

    private void allocate(int capacity) {
        party = new long[capacity];
        start = new long[capacity];
        last = new long[capacity];
        anchorKey = new long[capacity];
        lastKey = new long[capacity];
        maxGap = new long[capacity];
        count = new int[capacity];
        lastChannel = new byte[capacity];
        head = new int[capacity];
        tail = new int[capacity];
        mask = capacity - 1;
    }

    private void grow() {
        SessionTable old = new SessionTable();
        old.adopt(this);
        allocate(2 * (mask + 1));
        for (int place = 0; place <= old.mask; place++) {
            if (old.party[place] != 0) {
                int target = home(old.party[place]);
                while (party[target] != 0) {
                    target = (target + 1) & mask;
                }
                old.moveInto(place, this, target);
            }
        }
    }

    /** Takes the arrays of another table, which then allocates its own. */
    private void adopt(SessionTable other) {
        party = other.party;
        start = other.start;
        last = other.last;
        anchorKey = other.anchorKey;
        lastKey = other.lastKey;
        maxGap = other.maxGap;
        count = other.count;
        lastChannel = other.lastChannel;
        head = other.head;
        tail = other.tail;
        mask = other.mask;
    }

    private void moveInto(int from, SessionTable target, int to) {
        target.party[to] = party[from];
        target.start[to] = start[from];
        target.last[to] = last[from];
        target.anchorKey[to] = anchorKey[from];
        target.lastKey[to] = lastKey[from];
        target.maxGap[to] = maxGap[from];
        target.count[to] = count[from];
        target.lastChannel[to] = lastChannel[from];
        target.head[to] = head[from];
        target.tail[to] = tail[from];
    }
}
