package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import java.io.Serial;
import org.apache.flink.api.common.functions.FilterFunction;

/** Accepted rows, or rejected ones. */
enum Verdict implements FilterFunction<ForeignArrival> {
    ACCEPTED {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(ForeignArrival row) {
            return !row.isRejected();
        }
    },
    REJECTED {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(ForeignArrival row) {
            return row.isRejected();
        }
    }
}
