package io.millrace.job.prepare;

import io.millrace.arrivals.Survey;
import io.millrace.arrivals.Tally;
import java.io.Serial;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Takes a survey apart, so that no single record grows with the world. */
final class SurveyTallies implements FlatMapFunction<Survey, Tally> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(Survey survey, Collector<Tally> out) {
        survey.tallies().forEach(out::collect);
    }
}
