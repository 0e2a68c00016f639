package io.millrace.bench;

import java.util.List;

/** Tells how long it will still take: the plan of the parts, stretched as those already done were. */
final class Clock {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SECONDS_PER_MINUTE = 60;

    private final List<Part> parts;
    private final Scale scale;
    private int done;
    private double plannedSeconds;
    private double takenSeconds;
    private long begun = System.nanoTime();

    Clock(List<Part> parts, Scale scale) {
        this.parts = parts;
        this.scale = scale;
    }

    String heading(Part part) {
        double stretch = plannedSeconds == 0 ? 1 : takenSeconds / plannedSeconds;
        double left = parts.subList(done, parts.size()).stream()
                        .mapToInt(one -> one.seconds(scale))
                        .sum()
                * stretch;
        begun = System.nanoTime();
        return String.format(
                java.util.Locale.ROOT,
                "%d of %d, %s: %s; about %.0f min left",
                done + 1,
                parts.size(),
                part.name(),
                part.what(),
                Math.ceil(left / SECONDS_PER_MINUTE));
    }

    void done(Part part) {
        done++;
        plannedSeconds += part.seconds(scale);
        takenSeconds += (System.nanoTime() - begun) / NANOS_PER_SECOND;
    }
}
