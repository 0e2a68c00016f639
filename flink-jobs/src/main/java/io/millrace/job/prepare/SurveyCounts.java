package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import io.millrace.arrivals.Survey;
import io.millrace.contract.RejectReason;
import java.io.Serial;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Counts the rows of one task: what the dimensions need, rejects by reason, and where the first repeats lie. */
final class SurveyCounts implements AggregateFunction<ForeignArrival, Survey, Survey> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long placesMax;

    /** @param placesMax repeats whose place is remembered; beyond it the world is refused anyway */
    SurveyCounts(long placesMax) {
        this.placesMax = placesMax;
    }

    @Override
    public Survey createAccumulator() {
        return new Survey();
    }

    @Override
    public Survey add(ForeignArrival row, Survey survey) {
        if (!row.isRejected()) {
            survey.add(row);
            return survey;
        }
        survey.addReject(row);
        if (row.reason == RejectReason.DUPLICATE_KEY.code() && survey.duplicates() <= placesMax) {
            survey.addDuplicate(row);
        }
        return survey;
    }

    @Override
    public Survey getResult(Survey survey) {
        return survey;
    }

    @Override
    public Survey merge(Survey left, Survey right) {
        right.tallies().forEach(left::add);
        return left;
    }
}
