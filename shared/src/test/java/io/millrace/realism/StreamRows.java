package io.millrace.realism;

import io.millrace.contract.Channel;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.SessionedSlab;
import java.util.Arrays;

/** The columns of a whole stream that its metrics read, in order of emission: a party's rows in its total order. */
final class StreamRows {
    private static final long HOUR_MICROS = 3_600_000_000L;

    int size;
    long[] tsMicros;
    int[] party;
    long[] merchantId;
    byte[] channel;
    /** Names (merchant, place, hour, channel, slot). */
    long[] visit;
    /** Names (place, hour); the lowest bits are free. */
    long[] placeHour;

    /** Names (zone, country, hour, mode). */
    long[] tripPlace;

    byte[] visitSource;
    long[] instrument;
    long[] device;
    long[] ip;
    boolean[] terminal;
    int[] sessionSeq;
    byte[] rule;
    long[] gapMicros;
    short[] saleCountry;
    short[] partyCountry;

    StreamRows(int rowsMax) {
        allocate(rowsMax);
    }

    void add(SessionedSlab slab) {
        if (size + slab.size > tsMicros.length) {
            allocate(2 * tsMicros.length);
        }
        for (int row = 0; row < slab.size; row++) {
            int to = size++;
            tsMicros[to] = slab.tsMicros[row];
            party[to] = (int) slab.partyId[row] - 1;
            merchantId[to] = slab.merchantId[row];
            channel[to] = slab.channel[row];
            long hour = Math.floorDiv(slab.tsMicros[row], HOUR_MICROS);
            long place = slab.siteId[row] != 0 ? slab.siteId[row] : slab.merchantId[row] ^ slab.tzidPrimary[row];
            long slot = (long) slab.visitSlot[row] << 8 | slab.channel[row];
            visit[to] = KeyBucket.mix64(KeyBucket.mix64(place ^ hour << 20) + slot);
            placeHour[to] = KeyBucket.mix64(place ^ hour << 20) << 3;
            long mode = MerchantGroup.isPhysical(Channel.ofCode(slab.channel[row])) ? 0 : 1;
            tripPlace[to] = hour << 24 | (long) slab.tzidPrimary[row] << 16 | (long) slab.legalCountry[row] << 1 | mode;
            visitSource[to] = slab.visitSource[row];
            instrument[to] = slab.instrumentId[row];
            device[to] = slab.deviceId[row];
            ip[to] = slab.ipId[row];
            terminal[to] = slab.deviceIsTerminal[row];
            sessionSeq[to] = slab.sessionSeq[row];
            rule[to] = slab.boundaryRule[row];
            gapMicros[to] = slab.gapPreviousMicros[row];
            saleCountry[to] = slab.legalCountry[row];
            partyCountry[to] = slab.partyCountry[row];
        }
    }

    /** First row of each party in {@link #byParty}; one more entry is the end. */
    int[] partyStart(int parties) {
        int[] start = new int[parties + 1];
        for (int row = 0; row < size; row++) {
            start[party[row] + 1]++;
        }
        for (int p = 0; p < parties; p++) {
            start[p + 1] += start[p];
        }
        return start;
    }

    /** Rows by party, each party's in its total order. */
    int[] byParty(int[] partyStart) {
        int[] next = partyStart.clone();
        int[] rows = new int[size];
        for (int row = 0; row < size; row++) {
            rows[next[party[row]]++] = row;
        }
        return rows;
    }

    private void allocate(int rows) {
        boolean fresh = tsMicros == null;
        tsMicros = fresh ? new long[rows] : Arrays.copyOf(tsMicros, rows);
        party = fresh ? new int[rows] : Arrays.copyOf(party, rows);
        merchantId = fresh ? new long[rows] : Arrays.copyOf(merchantId, rows);
        channel = fresh ? new byte[rows] : Arrays.copyOf(channel, rows);
        visit = fresh ? new long[rows] : Arrays.copyOf(visit, rows);
        placeHour = fresh ? new long[rows] : Arrays.copyOf(placeHour, rows);
        tripPlace = fresh ? new long[rows] : Arrays.copyOf(tripPlace, rows);
        visitSource = fresh ? new byte[rows] : Arrays.copyOf(visitSource, rows);
        instrument = fresh ? new long[rows] : Arrays.copyOf(instrument, rows);
        device = fresh ? new long[rows] : Arrays.copyOf(device, rows);
        ip = fresh ? new long[rows] : Arrays.copyOf(ip, rows);
        terminal = fresh ? new boolean[rows] : Arrays.copyOf(terminal, rows);
        sessionSeq = fresh ? new int[rows] : Arrays.copyOf(sessionSeq, rows);
        rule = fresh ? new byte[rows] : Arrays.copyOf(rule, rows);
        gapMicros = fresh ? new long[rows] : Arrays.copyOf(gapMicros, rows);
        saleCountry = fresh ? new short[rows] : Arrays.copyOf(saleCountry, rows);
        partyCountry = fresh ? new short[rows] : Arrays.copyOf(partyCountry, rows);
    }
}
