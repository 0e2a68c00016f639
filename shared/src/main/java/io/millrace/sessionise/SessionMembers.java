package io.millrace.sessionise;

import io.millrace.slab.AttachedSlab;
import java.util.Arrays;

/** Arrivals of open sessions, as chains in one pooled arena; 45 bytes each, kept until their session closes. */
final class SessionMembers {
    static final int NONE = -1;

    long[] account;
    long[] instrument;
    long[] device;
    long[] ip;
    long[] merchant;
    byte[] channel;
    int[] next;
    private int used;
    private int size;
    private int free = NONE;

    SessionMembers(int capacity) {
        account = new long[capacity];
        instrument = new long[capacity];
        device = new long[capacity];
        ip = new long[capacity];
        merchant = new long[capacity];
        channel = new byte[capacity];
        next = new int[capacity];
    }

    SessionMembers copy() {
        SessionMembers copy = new SessionMembers(0);
        copy.account = account.clone();
        copy.instrument = instrument.clone();
        copy.device = device.clone();
        copy.ip = ip.clone();
        copy.merchant = merchant.clone();
        copy.channel = channel.clone();
        copy.next = next.clone();
        copy.used = used;
        copy.size = size;
        copy.free = free;
        return copy;
    }

    int add(AttachedSlab slab, int row) {
        return add(
                slab.accountId[row],
                slab.instrumentId[row],
                slab.deviceId[row],
                slab.ipId[row],
                slab.merchantId[row],
                slab.channel[row]);
    }

    /** @return place of a chain of one */
    int add(long accountId, long instrumentId, long deviceId, long ipId, long merchantId, byte channelCode) {
        int place = take();
        size++;
        account[place] = accountId;
        instrument[place] = instrumentId;
        device[place] = deviceId;
        ip[place] = ipId;
        merchant[place] = merchantId;
        channel[place] = channelCode;
        next[place] = NONE;
        return place;
    }

    /** Arrivals in all chains. */
    int size() {
        return size;
    }

    /**
     * Gives a whole chain back.
     *
     * @param length of the chain
     */
    void release(int head, int tail, int length) {
        size -= length;
        next[tail] = free;
        free = head;
    }

    private int take() {
        if (free != NONE) {
            int place = free;
            free = next[place];
            return place;
        }
        if (used == account.length) {
            grow(Math.max(16, 2 * used));
        }
        return used++;
    }

    private void grow(int capacity) {
        account = Arrays.copyOf(account, capacity);
        instrument = Arrays.copyOf(instrument, capacity);
        device = Arrays.copyOf(device, capacity);
        ip = Arrays.copyOf(ip, capacity);
        merchant = Arrays.copyOf(merchant, capacity);
        channel = Arrays.copyOf(channel, capacity);
        next = Arrays.copyOf(next, capacity);
    }
}
