package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.MessageBytes;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;

/**
 * Bytes of message keys, decimal text: the id that the key is named after. An arrival has no flow yet and is named by merchant
 * and number. For one thread.
 */
final class KeyText {
    private final MessageKey key;
    private final MessageBytes text = new MessageBytes();

    KeyText(MessageKey key) {
        this.key = key;
    }

    /**
     * The key of a row, good until the next key.
     *
     * @param owners by row, for events that do not carry their key
     */
    byte[] of(BusStream stream, Slab slab, int row, long[] owners) {
        text.clear();
        switch (stream) {
            case ENTITIES -> put((SessionedSlab) slab, row);
            case ANCHORS -> put((FlowSlab) slab, row);
            case EVENTS -> put((EventSlab) slab, row, owners);
        }
        return text.exact();
    }

    private void put(SessionedSlab rows, int row) {
        switch (key) {
            case FLOW_ID -> {
                text.putUnsigned(rows.merchantId[row]);
                text.put(':');
                text.putSigned(rows.arrivalSeq[row]);
            }
            case ACCOUNT_ID -> text.putSigned(rows.accountId[row]);
            case PARTY_ID -> text.putSigned(rows.partyId[row]);
            case MERCHANT_ID -> text.putUnsigned(rows.merchantId[row]);
        }
    }

    private void put(FlowSlab rows, int row) {
        switch (key) {
            case FLOW_ID -> text.putSigned(rows.flowId[row]);
            case ACCOUNT_ID -> text.putSigned(rows.accountId[row]);
            case PARTY_ID -> text.putSigned(rows.partyId[row]);
            case MERCHANT_ID -> text.putUnsigned(rows.merchantId[row]);
        }
    }

    private void put(EventSlab rows, int row, long[] owners) {
        switch (key) {
            case FLOW_ID -> text.putSigned(rows.flowId[row]);
            case ACCOUNT_ID, PARTY_ID -> text.putSigned(owners[row]);
            case MERCHANT_ID -> text.putUnsigned(rows.merchantId[row]);
        }
    }
}
