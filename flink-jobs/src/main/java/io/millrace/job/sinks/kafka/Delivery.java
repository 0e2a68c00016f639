package io.millrace.job.sinks.kafka;

import java.io.Serial;
import java.io.Serializable;
import java.util.Locale;

/**
 * How messages are delivered.
 *
 * @param guarantee what a reader of committed messages may rely on
 * @param recordTime what stands in the time of a record
 * @param transactionPrefix of all transactional ids of one replay and no other
 * @param transactionTimeoutMillis after which the broker gives up a transaction that nobody ends
 */
public record Delivery(
        Guarantee guarantee, RecordTime recordTime, String transactionPrefix, int transactionTimeoutMillis)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What a reader of committed messages may rely on. */
    public enum Guarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE;

        /** The word of the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What stands in the time of a record. */
    public enum RecordTime {
        /** Of the row: consumers take event time from there, and retention counts from there. */
        EVENT,
        /** When it was sent. */
        PUBLISH;

        /** The word of the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
