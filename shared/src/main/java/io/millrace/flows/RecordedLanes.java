package io.millrace.flows;

import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.story.Drawn;
import java.util.ArrayList;
import java.util.List;

/** The lanes of a run, and what was asked of them. A story takes them one by one, and must have taken all in the end. */
final class RecordedLanes implements Lanes {
    private final Draws draws;
    private final List<Drawn> left = new ArrayList<>();

    RecordedLanes(Draws draws) {
        this.draws = draws;
    }

    @Override
    public void block(Decision decision, long hi, long lo, long[] lanes) {
        draws.block(decision, hi, lo, lanes);
        left.add(new Drawn(decision, hi, lo, lanes[0], lanes[1]));
    }

    void clear() {
        left.clear();
    }

    /** @throws IllegalStateException when it was not drawn, or is told already */
    Drawn take(Decision decision, long lo) {
        for (Drawn drawn : left) {
            if (drawn.decision() == decision && drawn.lo() == lo) {
                left.remove(drawn);
                return drawn;
            }
        }
        throw new IllegalStateException(decision + " " + lo + " is told and was not drawn");
    }

    /** @throws IllegalStateException when a draw has not been told */
    void requireAllTaken() {
        if (!left.isEmpty()) {
            throw new IllegalStateException("drawn and not told: " + left);
        }
    }

    /** A draw that belongs to no row, such as that of a merchant. */
    Drawn ofRun(Decision decision, long hi, long lo) {
        return Drawn.of(draws, decision, hi, lo);
    }
}
