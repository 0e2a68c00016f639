package io.millrace.job.explain;

import io.millrace.contract.ArrivalKey;

/**
 * Which arrival.
 *
 * @param merchantId unsigned
 * @param merchantOrdinal position in merchant_dim_5B
 */
record ArrivalName(long merchantId, int merchantOrdinal, long arrivalSeq) {
    /** Key that the ids of its flow are made of. */
    long key() {
        return ArrivalKey.of(merchantId, merchantOrdinal, arrivalSeq);
    }

    /** As the command line takes it. */
    String text() {
        return Long.toUnsignedString(merchantId) + ":" + arrivalSeq;
    }
}
