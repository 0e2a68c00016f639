package io.millrace.job.cli;

import java.util.Iterator;

/** Ids of the runs in the product's folder, which a shell offers for RUN. */
final class RunIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return RunPlace.in(RunPlace.runs(null)).stream()
                .map(run -> run.getFileName().toString())
                .iterator();
    }
}
