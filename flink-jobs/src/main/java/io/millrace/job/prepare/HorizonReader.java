package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrivalRules;
import io.millrace.arrivals.RawArrival;
import io.millrace.arrivals.Survey;
import io.millrace.arrivals.Tally;
import java.util.List;

/** Counts which first hour the rows of a batch imply: one record per batch and answer, mostly one. */
final class HorizonReader implements RowsReader<Tally> {
    private Survey votes = new Survey();

    @Override
    public void row(RawArrival raw, int file, long row, List<Tally> out) {
        ForeignArrivalRules.vote(raw, votes);
    }

    @Override
    public void endBatch(List<Tally> out) {
        out.addAll(votes.tallies());
        votes = new Survey();
    }
}
