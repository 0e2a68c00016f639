package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import io.millrace.arrivals.ForeignArrivalRules;
import io.millrace.arrivals.RawArrival;
import java.util.List;

/** Judges each row; rejected ones travel on with their reason. */
final class ArrivalReader implements RowsReader<ForeignArrival> {
    private final ForeignArrivalRules rules;

    ArrivalReader(ForeignArrivalRules rules) {
        this.rules = rules;
    }

    @Override
    public void row(RawArrival raw, int file, long row, List<ForeignArrival> out) {
        ForeignArrival arrival = new ForeignArrival();
        arrival.sourceFile = file;
        arrival.sourceRow = row;
        rules.apply(raw, arrival);
        out.add(arrival);
    }

    @Override
    public void endBatch(List<ForeignArrival> out) {
        // Each row was handed on by itself.
    }
}
