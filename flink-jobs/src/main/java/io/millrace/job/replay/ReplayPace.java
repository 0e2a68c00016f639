package io.millrace.job.replay;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/**
 * How fast messages leave. Nothing leaves before its time; what a slow broker holds up by more than a moment moves the
 * clock, and nothing is dropped.
 */
public sealed interface ReplayPace extends Serializable {
    /** As fast as it goes. */
    record FlatOut() implements ReplayPace {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * By the times of the rows.
     *
     * @param speedup event time over wall time, above 0
     */
    record BySpeedup(double speedup) implements ReplayPace {
        @Serial
        private static final long serialVersionUID = 1L;

        public BySpeedup {
            if (!(speedup > 0)) {
                throw new IllegalArgumentException("speedup must be above 0, was " + speedup);
            }
        }
    }

    /**
     * By numbers of messages over all lanes.
     *
     * @param segments one after the other; the last one goes on
     */
    record ByRate(List<Segment> segments) implements ReplayPace {
        @Serial
        private static final long serialVersionUID = 1L;

        public ByRate {
            segments = List.copyOf(segments);
            if (segments.isEmpty()) {
                throw new IllegalArgumentException("a rate plan needs a segment");
            }
        }

        /** So many a second from beginning to end. */
        public static ByRate steady(double perSecond) {
            return new ByRate(List.of(new Segment(1, perSecond, perSecond)));
        }

        /**
         * When a message is due.
         *
         * @param message messages before it, of all lanes
         * @return seconds since the beginning
         */
        double secondsAt(double message) {
            double before = 0;
            double left = message;
            for (Segment segment : segments) {
                if (left < segment.messages()) {
                    return before + segment.secondsAt(left);
                }
                before += segment.seconds();
                left -= segment.messages();
            }
            return before + left / segments.get(segments.size() - 1).perSecondEnd();
        }
    }

    /**
     * A stretch of a rate plan; the rate goes from one value to the other in a straight line.
     *
     * @param seconds above 0
     * @param perSecondStart messages a second, at least 0
     * @param perSecondEnd above 0
     */
    record Segment(double seconds, double perSecondStart, double perSecondEnd) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Segment {
            if (!(seconds > 0) || !(perSecondStart >= 0) || !(perSecondEnd > 0)) {
                throw new IllegalArgumentException(
                        "seconds and the last rate must be above 0, the first rate at least 0," + " was " + seconds
                                + ", " + perSecondStart + ", " + perSecondEnd);
            }
        }

        double messages() {
            return seconds * (perSecondStart + perSecondEnd) / 2;
        }

        /** Time inside the segment at which so many have left: the root of {@code start t + slope t^2 / 2 = messages}. */
        double secondsAt(double messages) {
            double slope = (perSecondEnd - perSecondStart) / seconds;
            double rate = Math.sqrt(perSecondStart * perSecondStart + 2 * slope * messages);
            return messages == 0 ? 0 : 2 * messages / (perSecondStart + rate);
        }
    }
}
