package io.millrace.flows;

import io.millrace.contract.FlowFamily;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import java.util.List;

/**
 * Evaluations that rows imply, by the counters of flow_rng_policy_6B, against those a ledger counted. Planned events
 * count, censored or not.
 */
final class DrawBudget {
    private static final List<Decision> DECISIONS = Decision.traffic();
    private static final byte PURCHASE = (byte) FlowFamily.PURCHASE.code();
    private static final int PASSED_OFFSET = 5;
    private static final int LAST_ISSUER_ANSWER = 10;

    private final int[] plannedEvents;
    private final long[] before = new long[DECISIONS.size()];
    private final long[] expected = new long[DECISIONS.size()];

    /** @param words event types by template */
    DrawBudget(byte[][] words) {
        plannedEvents = new int[words.length];
        for (int template = 1; template < words.length; template++) {
            plannedEvents[template] = words[template].length;
        }
    }

    /** Remembers the counts before the first row. */
    void start(DrawLedger ledger) {
        for (Decision decision : DECISIONS) {
            before[decision.ordinal()] = ledger.evaluations(decision);
            expected[decision.ordinal()] = 0;
        }
    }

    /** Adds what anchors and outcomes of the same flows imply. */
    void expect(FlowSlab flows, int firstFlow, OutcomeSlab outcomes, int firstOutcome) {
        for (int row = firstFlow; row < flows.size; row++) {
            add(Decision.RETRY, flows.retryCandidate[row] ? 1 : 0);
            add(Decision.STEP_UP, flows.challengeCandidate[row] ? 1 : 0);
            add(Decision.AMOUNT, flows.attemptIndex[row] == 0 ? 1 : 0);
        }
        for (int row = firstOutcome; row < outcomes.size; row++) {
            expect(outcomes.template[row], outcomes.flowFamily[row]);
        }
    }

    private void expect(int template, byte family) {
        boolean isIssuerAnswer = template <= LAST_ISSUER_ANSWER;
        // 1 clear, 2 refund, 3 void, 4 expire, 0 decline.
        int ending = template % PASSED_OFFSET;
        boolean isApproved = isIssuerAnswer && ending != 0;
        boolean isCleared = isApproved && ending <= 2;
        add(Decision.ACCOUNT_STRAIN, isIssuerAnswer ? 1 : 0);
        add(Decision.DECLINE, isIssuerAnswer ? 1 : 0);
        add(Decision.AFTER_APPROVAL, isApproved ? 1 : 0);
        add(Decision.CLEARING_DIFFERENCE, isCleared && family == PURCHASE ? 1 : 0);
        add(Decision.REFUND_AMOUNT, isApproved && ending == 2 ? 1 : 0);
        add(Decision.EVENT_OFFSET, plannedEvents[template] - 1);
    }

    /** @return the first decision whose count differs, or null */
    Decision difference(DrawLedger ledger) {
        for (Decision decision : DECISIONS) {
            if (counted(decision, ledger) != expected(decision)) {
                return decision;
            }
        }
        return null;
    }

    long expected(Decision decision) {
        return expected[decision.ordinal()];
    }

    /** Evaluations since {@link #start}. */
    long counted(Decision decision, DrawLedger ledger) {
        return ledger.evaluations(decision) - before[decision.ordinal()];
    }

    private void add(Decision decision, int times) {
        expected[decision.ordinal()] += times;
    }
}
