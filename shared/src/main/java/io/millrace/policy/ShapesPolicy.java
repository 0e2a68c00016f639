package io.millrace.policy;

import java.io.Serial;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code shapes_5B}: when people pay inside a week.
 *
 * @param variantShiftHours shift of the peaks, by number of the variant
 * @param shapes by name
 */
public record ShapesPolicy(List<Double> variantShiftHours, SortedMap<String, Shape> shapes) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public ShapesPolicy {
        variantShiftHours = List.copyOf(variantShiftHours);
        shapes = Collections.unmodifiableSortedMap(new TreeMap<>(shapes));
    }

    /** @param root the file, as the schema accepted it */
    public static ShapesPolicy of(PolicyNode root) {
        TreeMap<String, Shape> shapes = new TreeMap<>();
        root.get("shapes").entries().forEach((name, node) -> shapes.put(name, Shape.of(node)));
        return new ShapesPolicy(numbers(root.get("variant_shift_hours")), shapes);
    }

    private static List<Double> numbers(PolicyNode node) {
        return node.items().stream().map(PolicyNode::number).toList();
    }

    /**
     * @param days weights, Monday first
     * @param weekday peaks Monday to Friday
     * @param weekend peaks Saturday and Sunday
     * @param floor height of the rest of the day
     */
    public record Shape(List<Double> days, List<Peak> weekday, List<Peak> weekend, double floor)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Shape of(PolicyNode node) {
            return new Shape(
                    numbers(node.get("days")),
                    node.get("weekday").items().stream().map(Peak::of).toList(),
                    node.get("weekend").items().stream().map(Peak::of).toList(),
                    node.get("floor").number());
        }
    }

    /**
     * @param centreHours 0..24
     * @param widthHours standard deviation
     */
    public record Peak(double centreHours, double widthHours, double height) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Peak of(PolicyNode node) {
            List<Double> numbers = numbers(node);
            return new Peak(numbers.get(0), numbers.get(1), numbers.get(2));
        }
    }
}
