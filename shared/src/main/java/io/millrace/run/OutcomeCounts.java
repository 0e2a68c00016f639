package io.millrace.run;

import io.millrace.contract.FlowFamily;
import io.millrace.slab.Columns;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.Slab;
import java.util.SortedMap;

/**
 * Events planned, emitted and censored, amounts, and the expected evaluations of the draws of flows, from the template of
 * each flow; the names are those of {@code flow_rng_policy_6B}, the law is flows-and-events 3.
 */
final class OutcomeCounts implements KindCounts {
    private static final int TEMPLATES = 12;

    /** By template: events of the whole plan. */
    private static final int[] PLANNED = {0, 3, 4, 3, 2, 2, 5, 6, 5, 4, 4, 4, 3};

    /** By template: 1 where the issuer answers, 0 where the challenge failed or was abandoned. */
    private static final int[] ANSWERED = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0};

    private static final int[] APPROVED = {0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0};
    private static final int[] CLEARED = {0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0};
    private static final int[] REFUNDED = {0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};

    private final long[] byTemplate = new long[TEMPLATES + 1];
    private long purchaseClearings;
    private long emitted;
    private long censored;
    private long clearingAmountMinor;
    private long refundAmountMinor;

    @Override
    public void add(Slab slab, int from, int to) {
        OutcomeSlab outcomes = (OutcomeSlab) slab;
        for (int row = from; row < to; row++) {
            int template = outcomes.template[row];
            byTemplate[template]++;
            purchaseClearings += outcomes.flowFamily[row] == FlowFamily.PURCHASE.code() ? CLEARED[template] : 0;
            emitted += outcomes.eventCount[row];
            censored += outcomes.censoredEvents[row];
            clearingAmountMinor += orZero(outcomes.clearingAmountMinor[row]);
            refundAmountMinor += orZero(outcomes.refundAmountMinor[row]);
        }
    }

    private static long orZero(long amount) {
        return amount == Columns.NO_AMOUNT ? 0 : amount;
    }

    @Override
    public void into(SortedMap<String, Long> values) {
        long flows = 0;
        for (int template = 1; template <= TEMPLATES; template++) {
            flows += byTemplate[template];
            if (byTemplate[template] > 0) {
                values.put("rows.template." + template, byTemplate[template]);
            }
        }
        values.put("planned_events", sum(PLANNED));
        values.put("emitted_events", emitted);
        values.put("censored_events", censored);
        values.put("clearing_amount_minor", clearingAmountMinor);
        values.put("refund_amount_minor", refundAmountMinor);
        values.put("issuer_answers", sum(ANSWERED));
        values.put("approvals", sum(APPROVED));
        values.put("purchase_clearings", purchaseClearings);
        values.put("refunds_planned", sum(REFUNDED));
        // Each planned event but the request has an offset.
        values.put("planned_offsets", sum(PLANNED) - flows);
    }

    private long sum(int[] weightOfTemplate) {
        long sum = 0;
        for (int template = 1; template <= TEMPLATES; template++) {
            sum += byTemplate[template] * weightOfTemplate[template];
        }
        return sum;
    }
}
