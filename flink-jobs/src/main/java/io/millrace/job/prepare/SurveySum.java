package io.millrace.job.prepare;

import io.millrace.arrivals.Survey;
import io.millrace.arrivals.Tally;
import java.io.Serial;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Adds up tallies. */
final class SurveySum implements AggregateFunction<Tally, Survey, Survey> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Survey createAccumulator() {
        return new Survey();
    }

    @Override
    public Survey add(Tally tally, Survey survey) {
        survey.add(tally);
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
