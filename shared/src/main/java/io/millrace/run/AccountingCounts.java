package io.millrace.run;

import io.millrace.random.Decision;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.Slab;
import java.util.SortedMap;

/** The draw ledger itself, by decision: the trace of a run is the sum over its accounting files. */
final class AccountingCounts implements KindCounts {
    private final long[] rows = new long[Decision.traffic().size()];
    private final long[] evaluations = new long[Decision.traffic().size()];
    private final long[] draws = new long[Decision.traffic().size()];
    private final long[] blocks = new long[Decision.traffic().size()];

    @Override
    public void add(Slab slab, int from, int to) {
        AccountingSlab ledger = (AccountingSlab) slab;
        for (int row = from; row < to; row++) {
            int decision = (ledger.decision[row] & 0xFF) - 1;
            rows[decision]++;
            evaluations[decision] += ledger.evaluations[row];
            draws[decision] += ledger.draws[row];
            blocks[decision] += ledger.blocks[row];
        }
    }

    @Override
    public void into(SortedMap<String, Long> values) {
        for (Decision decision : Decision.traffic()) {
            int at = decision.ordinal();
            if (rows[at] > 0) {
                values.put("evaluations." + decision.name(), evaluations[at]);
                values.put("draws." + decision.name(), draws[at]);
                values.put("blocks." + decision.name(), blocks[at]);
            }
        }
    }
}
