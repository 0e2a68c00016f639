package io.millrace.job.verify;

import io.millrace.contract.Channel;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.flows.FlowChances;
import io.millrace.slab.FlowSlab;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * How often each step of a life was asked for, and how often it came: by channel, and by what its law reads. A step counts
 * the flows that came to it, with the chance that each had there.
 */
final class LawRates {
    private static final List<String> STEPS = steps();
    private static final int RETRIED = 0;
    private static final int CHALLENGED = 1;
    private static final int PASSED = 2;
    private static final int FAILED = 3;
    private static final int ABANDONED = 4;
    private static final int DECLINED = 5;
    private static final int VOIDED = 6;
    private static final int EXPIRED = 7;
    private static final int REFUNDED = 8;
    /** And the code of the reason less one. */
    private static final int REASON = 9;

    private static final List<String> PARTS = parts();
    private static final int ALL = 0;
    private static final int SCA = 1;
    private static final int NO_SCA = 2;
    private static final int DOMESTIC = 3;
    private static final int CROSS_BORDER = 4;
    private static final int FIRST_ATTEMPT = 5;
    private static final int LATER_ATTEMPT = 6;
    /** And the band. */
    private static final int QUANTILE = 7;

    private static final double[] BANDS = {0.5, 0.9, 0.99};
    /** And the code of the class less one. */
    private static final int PRICE_CLASS = QUANTILE + BANDS.length + 1;

    private static final int CHANNELS = Channel.values().length;
    /** Chances are summed as whole numbers, so that the order of rows does not matter; 2^32 flows fit. */
    private static final double UNITS = 0x1p30;

    private final long[] flows = new long[STEPS.size() * CHANNELS * PARTS.size()];
    private final long[] asked = new long[flows.length];
    private final long[] variance = new long[flows.length];
    private final long[] got = new long[flows.length];

    private static List<String> steps() {
        List<String> steps = new ArrayList<>(List.of(
                "retried", "challenged", "passed", "failed", "abandoned", "declined", "voided", "expired", "refunded"));
        for (ReasonCode reason : ReasonCode.values()) {
            steps.add("declined with " + reason.token());
        }
        return List.copyOf(steps);
    }

    private static List<String> parts() {
        List<String> parts = new ArrayList<>(List.of(
                "",
                "in the SCA region",
                "outside the SCA region",
                "domestic",
                "cross-border",
                "first attempts",
                "later attempts",
                "quantiles to .5",
                "quantiles .5 to .9",
                "quantiles .9 to .99",
                "quantiles from .99"));
        for (PriceClass priceClass : PriceClass.values()) {
            parts.add(priceClass.token());
        }
        return List.copyOf(parts);
    }

    /**
     * Counts a flow.
     *
     * @param chances turned to it
     * @param anchors that hold it at {@code row}
     * @param mayRetry whether it found a decline to retry
     * @param end its plan
     * @param reasonCode of an issuer's no, 0 where it is not to be judged
     */
    void count(FlowChances chances, FlowSlab anchors, int row, boolean mayRetry, PlannedEnd end, int reasonCode) {
        int channel = anchors.channel[row];
        boolean later = anchors.attemptIndex[row] > 0;
        int attempt = later ? LATER_ATTEMPT : FIRST_ATTEMPT;
        if (mayRetry) {
            add(RETRIED, channel, ALL, chances.retried(), later);
        }
        double challenged = chances.challenged();
        add(CHALLENGED, channel, ALL, challenged, end.challenged());
        add(CHALLENGED, channel, chances.isSca() ? SCA : NO_SCA, challenged, end.challenged());
        add(CHALLENGED, channel, attempt, challenged, end.challenged());
        if (end.challenged()) {
            add(PASSED, channel, ALL, chances.passed(), end.passed());
            add(FAILED, channel, ALL, chances.failed(), end == PlannedEnd.FAILED_CHALLENGE);
            add(ABANDONED, channel, ALL, chances.abandoned(), end == PlannedEnd.ABANDONED_CHALLENGE);
        }
        if (end.challenged() && !end.passed()) {
            return;
        }
        double declined = chances.declined(end.challenged());
        boolean no = end.isDeclined();
        add(DECLINED, channel, ALL, declined, no);
        add(DECLINED, channel, anchors.crossBorder[row] ? CROSS_BORDER : DOMESTIC, declined, no);
        add(DECLINED, channel, attempt, declined, no);
        add(DECLINED, channel, QUANTILE + band(chances.quantile()), declined, no);
        if (no) {
            reason(chances, channel, reasonCode);
        } else {
            after(chances, channel, PRICE_CLASS + anchors.priceClass[row] - 1, end);
        }
    }

    private void reason(FlowChances chances, int channel, int reasonCode) {
        if (reasonCode != 0) {
            for (ReasonCode reason : ReasonCode.values()) {
                int code = reason.code();
                add(REASON + code - 1, channel, ALL, chances.reason(code), code == reasonCode);
            }
        }
    }

    private void after(FlowChances chances, int channel, int priceClass, PlannedEnd end) {
        double voided = chances.voided();
        double expired = chances.expired();
        for (int part : new int[] {ALL, priceClass}) {
            add(VOIDED, channel, part, voided, end.isVoided());
            add(EXPIRED, channel, part, expired, end.isExpired());
            if (end.isCleared()) {
                add(REFUNDED, channel, part, chances.refunded(), end.isRefunded());
            }
        }
    }

    private static int band(double quantile) {
        int band = 0;
        while (band < BANDS.length && quantile > BANDS[band]) {
            band++;
        }
        return band;
    }

    private void add(int step, int channel, int part, double chance, boolean happened) {
        int cell = (step * CHANNELS + channel - 1) * PARTS.size() + part;
        flows[cell]++;
        asked[cell] += (long) (chance * UNITS);
        variance[cell] += (long) (chance * (1 - chance) * UNITS);
        got[cell] += happened ? 1 : 0;
    }

    /** Writes the table {@code law_rates}. */
    void store(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE law_rates (step VARCHAR, channel VARCHAR, part VARCHAR, flows BIGINT,"
                    + " asked DOUBLE, variance DOUBLE, got BIGINT)");
        }
        try (DuckDBAppender rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "law_rates")) {
            for (int cell = 0; cell < flows.length; cell++) {
                if (flows[cell] > 0) {
                    rows.beginRow();
                    rows.append(STEPS.get(cell / PARTS.size() / CHANNELS));
                    rows.append(
                            Channel.ofCode(cell / PARTS.size() % CHANNELS + 1).token());
                    rows.append(PARTS.get(cell % PARTS.size()));
                    rows.append(flows[cell]);
                    rows.append(asked[cell] / UNITS);
                    rows.append(variance[cell] / UNITS);
                    rows.append(got[cell]);
                    rows.endRow();
                }
            }
        }
    }
}
