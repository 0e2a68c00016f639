package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.VisitSource;
import io.millrace.random.Decision;

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

    /** Which key draws account and instrument, and what it gave. */
    Decision meansKey;

    long meansX0;
    long meansX1;

    int account;
    AttachRule accountRule;
    /** Slot in the portfolio, -1 without an instrument. */
    int instrument;

    AttachRule instrumentRule;
    /** Lane 1 of VISIT_MEANS. */
    long terminalWord;

    /** Would stand at a terminal, if there were one. */
    boolean wantsTerminal;
    /** To choose from; 0 when the party uses a device of its own. */
    int terminals;
    /** Of the merchant in the row's country, to choose from; 0 when the party uses an IP of its own. */
    int endpoints;
    /** Of TERMINAL at a terminal, else of the device and IP of the visit. */
    long endpointX0;

    long endpointX1;
}
