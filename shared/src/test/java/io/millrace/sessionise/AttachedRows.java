package io.millrace.sessionise;

import io.millrace.contract.Channel;
import io.millrace.slab.AttachedSlab;

/** Builds attached rows for tests; what is not named is constant. */
final class AttachedRows {
    private final AttachedSlab slab;

    AttachedRows(int rowsMax) {
        slab = new AttachedSlab(rowsMax);
        slab.bucket = 0;
    }

    AttachedRows row(long tsMicros, int merchantOrdinal, long merchantId, long seq, long party, Channel channel) {
        return row(tsMicros, merchantOrdinal, merchantId, seq, party, channel, 1, 11, 5, 6);
    }

    AttachedRows row(
            long tsMicros,
            int merchantOrdinal,
            long merchantId,
            long seq,
            long party,
            Channel channel,
            long account,
            long instrument,
            long device,
            long ip) {
        int row = slab.addRow();
        slab.tsMicros[row] = tsMicros;
        slab.merchantOrdinal[row] = merchantOrdinal;
        slab.merchantId[row] = merchantId;
        slab.arrivalSeq[row] = seq;
        slab.partyId[row] = party;
        slab.channel[row] = (byte) channel.code();
        slab.accountId[row] = account;
        slab.instrumentId[row] = instrument;
        slab.deviceId[row] = device;
        slab.ipId[row] = ip;
        return this;
    }

    AttachedSlab slab() {
        return slab;
    }
}
