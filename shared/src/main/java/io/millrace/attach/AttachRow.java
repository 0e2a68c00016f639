package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.VisitSource;

/** What is known of the row at hand; filled law by law, reused for every row. Ids as the counters want them. */
final class AttachRow {
    long merchantId;
    int merchant;
    long arrivalSeq;
    /** merchant * 2^40 + arrival_seq. */
    long arrivalKey;

    /** Microseconds since its hour began. */
    long offsetMicros;
    /** Whole hours since 2020-01-01, 32 bits. */
    long hour;
    /** UTC days since 1970. */
    long day;

    int country;
    int zone;
    /** Position in site_dim_5B, -1 without a site. */
    int site;

    boolean isVirtual;
    int bucketCount;
    int zoneBucketCount;
    /** As delivered, -1 when absent; afterwards the slot or cell of the visit. */
    int visitSlot;

    /** Code of {@link io.millrace.contract.Channel}. */
    int channel;

    ChannelSource channelSource;
    /** Site or virtual part of a zone, u32. */
    long placeCode;

    long visitHi;
    long visitLo;
    VisitSource source;
    long sourceHi;
    long sourceLo;

    long party;
    AttachRule partyRule;

    int account;
    AttachRule accountRule;
    /** Slot in the portfolio, -1 without an instrument. */
    int instrument;

    AttachRule instrumentRule;
    /** Lane 1 of VISIT_MEANS. */
    long terminalWord;
}
