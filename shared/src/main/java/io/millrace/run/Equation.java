package io.millrace.run;

import io.millrace.base.ErrorCode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One parity law with both its sides, as text.
 *
 * @param name P1 … P8 and what is compared, e.g. {@code P3 flows: anchors = outcomes}
 */
public record Equation(String name, String left, String right) {
    public boolean holds() {
        return left.equals(right);
    }

    /** Cause of a run whose sides differ; by the law the name begins with. */
    public ErrorCode code() {
        return switch (law()) {
            case "P1" -> ErrorCode.S1_ARRIVAL_COVERAGE_MISMATCH;
            case "P2" -> ErrorCode.S1_SESSION_AGGREGATE_MISMATCH;
            case "P3", "P4", "P5", "P6" -> ErrorCode.S2_PARITY;
            case "P7" -> ErrorCode.RNG_EVENT_COUNT_MISMATCH;
            case "P8" -> ErrorCode.AXES_MISMATCH;
            default -> throw new IllegalStateException("no parity law " + name);
        };
    }

    /** P1 to P8. */
    public String law() {
        return name.substring(0, 2);
    }

    static Equation of(String name, long left, long right) {
        return new Equation(name, Long.toString(left), Long.toString(right));
    }

    /** For canonical JSON. */
    Map<String, Object> plain() {
        return new TreeMap<>(Map.of("equation", name, "left", left, "right", right, "holds", holds()));
    }
}
