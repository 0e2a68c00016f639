package io.millrace.job.sinks.kafka;

import java.util.Locale;

/** What messages are keyed by: those of one key are in one partition, in the order of time. */
public enum MessageKey {
    FLOW_ID,
    ACCOUNT_ID,
    PARTY_ID,
    MERCHANT_ID;

    /** The word of the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
