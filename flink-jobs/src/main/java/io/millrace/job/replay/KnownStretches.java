package io.millrace.job.replay;

import java.io.IOException;

/** Of a plan whose files are all there. */
final class KnownStretches implements Stretches {
    private final SliceLoader loader;
    private final Slices slices;
    private final long endMicros;

    /**
     * @param sliceRows rows that are sorted at a time
     * @param endMicros no stretch goes beyond it
     */
    KnownStretches(ReplayPlan plan, int sliceRows, long endMicros) {
        this.loader = new SliceLoader(plan);
        this.slices = Slices.of(plan, sliceRows);
        this.endMicros = Math.min(endMicros, plan.endMicros());
    }

    @Override
    public Stretch next(RowKey[] positions, long fromMicros) throws IOException {
        int slice = slices.indexOf(fromMicros);
        if (slice == slices.count() || slices.from(slice) >= endMicros) {
            return new Stretch(loader.load(positions, 0, 0), Long.MAX_VALUE);
        }
        long from = Math.max(fromMicros, slices.from(slice));
        long until = Math.min(slices.until(slice), endMicros);
        boolean isLast = until == endMicros || slice + 1 == slices.count();
        return new Stretch(loader.load(positions, from, until), isLast ? Long.MAX_VALUE : until);
    }

    @Override
    public boolean isGrowing() {
        return false;
    }
}
