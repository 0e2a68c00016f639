package io.millrace.slab;

import io.millrace.contract.Coded;
import io.millrace.contract.Stage;
import io.millrace.random.Decision;
import io.millrace.random.DrawFamily;
import io.millrace.random.DrawLedger;
import java.util.Arrays;

/** Rows of {@code stage_accounting_6B}: how often one subtask of a stage evaluated each decision. */
public final class AccountingSlab extends Slab {
    private static final Coded[] FAMILIES = families();
    private static final Coded[] DECISIONS = decisions();

    /** Code of {@link Stage}. */
    public final byte[] stage;

    /** 1 + ordinal of {@link DrawFamily}. */
    public final byte[] family;

    /** 1 + ordinal of {@link Decision}. */
    public final byte[] decision;

    public final long[] evaluations;

    /** Values used, one or two per evaluation. */
    public final long[] draws;

    /** Philox blocks, one per evaluation. */
    public final long[] blocks;

    public AccountingSlab(int rowsMax) {
        super(SlabKind.ACCOUNTING, rowsMax);
        stage = columns.code("stage", Stage.values());
        family = columns.word("family", FAMILIES);
        decision = columns.word("decision", DECISIONS);
        evaluations = columns.i64("evaluations");
        draws = columns.i64("draws");
        blocks = columns.i64("blocks");
    }

    /** One row per decision that was evaluated at all, in the order of {@link Decision}. */
    public static AccountingSlab of(DrawLedger ledger) {
        AccountingSlab slab = new AccountingSlab(Decision.traffic().size());
        for (Decision decision : Decision.traffic()) {
            long evaluations = ledger.evaluations(decision);
            if (evaluations > 0) {
                int row = slab.addRow();
                slab.stage[row] =
                        (byte) Stage.valueOf(decision.family().stage()).code();
                slab.family[row] = (byte) (1 + decision.family().ordinal());
                slab.decision[row] = (byte) (1 + decision.ordinal());
                slab.evaluations[row] = evaluations;
                slab.draws[row] = evaluations * decision.draws();
                slab.blocks[row] = evaluations;
            }
        }
        return slab;
    }

    private static Coded[] families() {
        return Arrays.stream(DrawFamily.values())
                .filter(DrawFamily::isTraffic)
                .map(family -> new Word(1 + family.ordinal(), family.text()))
                .toArray(Coded[]::new);
    }

    private static Coded[] decisions() {
        return Decision.traffic().stream()
                .map(decision -> new Word(1 + decision.ordinal(), decision.name()))
                .toArray(Coded[]::new);
    }

    /** Codes live only between stage and sink; files hold the text. */
    private record Word(int code, String token) implements Coded {}
}
