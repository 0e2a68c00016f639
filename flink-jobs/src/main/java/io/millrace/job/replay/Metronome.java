package io.millrace.job.replay;

import java.util.function.LongSupplier;

/** Says for one reader when its next message is due, on the clock of {@link System#nanoTime}. */
final class Metronome {
    /** Held up for longer than this, the clock moves: what is missed by then is not caught up. */
    static final long LATE_NANOS_MAX = 1_000_000_000L;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long DUE = Long.MIN_VALUE;

    private final ReplayPace pace;
    private final LongSupplier nanos;
    private final double share;
    private long startNanos;
    private final long startMicros;
    private final double startSeconds;

    /**
     * @param startNanos time on the clock at the start
     * @param startMicros event time at the start
     * @param share of all lanes that this reader has, 0 excluded to 1
     * @param rowsDone messages that its lanes handed out before
     */
    Metronome(ReplayPace pace, LongSupplier nanos, long startNanos, long startMicros, double share, long rowsDone) {
        this.pace = pace;
        this.nanos = nanos;
        this.share = share;
        this.startNanos = startNanos;
        this.startMicros = startMicros;
        this.startSeconds = pace instanceof ReplayPace.ByRate rate ? rate.secondsAt(rowsDone / share) : 0;
    }

    /**
     * Nanoseconds until a message is due; 0 or less when it is.
     *
     * @param tsMicros of the message
     * @param message messages of this reader before it, earlier starts included
     */
    long nanosUntil(long tsMicros, long message) {
        long due = due(tsMicros, message);
        if (due == DUE) {
            return 0;
        }
        long left = due - nanos.getAsLong();
        if (left < -LATE_NANOS_MAX) {
            startNanos -= left + LATE_NANOS_MAX;
        }
        return left;
    }

    private long due(long tsMicros, long message) {
        if (pace instanceof ReplayPace.BySpeedup by) {
            return startNanos + (long) Math.ceil((tsMicros - startMicros) * NANOS_PER_MICRO / by.speedup());
        }
        if (pace instanceof ReplayPace.ByRate by) {
            return startNanos + (long) Math.ceil((by.secondsAt(message / share) - startSeconds) * NANOS_PER_SECOND);
        }
        return DUE;
    }
}
