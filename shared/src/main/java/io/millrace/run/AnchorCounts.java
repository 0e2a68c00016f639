package io.millrace.run;

import io.millrace.slab.FlowSlab;
import io.millrace.slab.Slab;
import java.util.SortedMap;

/** Orders, attempts and authorised amounts of flows, for P5 to P7. */
final class AnchorCounts implements KindCounts {
    private long ordersOpened;
    private long retries;
    private long retryCandidates;
    private long challengeCandidates;
    private long amountMinor;

    @Override
    public void add(Slab slab, int from, int to) {
        FlowSlab anchors = (FlowSlab) slab;
        for (int row = from; row < to; row++) {
            ordersOpened += anchors.attemptIndex[row] == 0 ? 1 : 0;
            retries += anchors.attemptIndex[row] > 0 ? 1 : 0;
            retryCandidates += anchors.retryCandidate[row] ? 1 : 0;
            challengeCandidates += anchors.challengeCandidate[row] ? 1 : 0;
            amountMinor += anchors.amountMinor[row];
        }
    }

    @Override
    public void into(SortedMap<String, Long> values) {
        values.put("orders_opened", ordersOpened);
        // The name the parity law uses, and the one flow_rng_policy_6B uses.
        values.put("orders", ordersOpened);
        values.put("retries", retries);
        values.put("retry_candidates", retryCandidates);
        values.put("challenge_candidates", challengeCandidates);
        values.put("amount_minor", amountMinor);
    }
}
