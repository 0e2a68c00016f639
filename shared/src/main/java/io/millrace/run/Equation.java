package io.millrace.run;

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

    static Equation of(String name, long left, long right) {
        return new Equation(name, Long.toString(left), Long.toString(right));
    }

    /** For canonical JSON. */
    Map<String, Object> plain() {
        return new TreeMap<>(Map.of("equation", name, "left", left, "right", right, "holds", holds()));
    }
}
