package io.millrace.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code segment_validation_policy_6B} as the realism scorecard reads it: every corridor, when a figure counts, which
 * metrics are required.
 *
 * @param corridors by metric id, then by part ({@code ALL}, a channel, a word of the metric's own)
 * @param requiredMetrics metrics that fail the card when they lie outside pass
 */
public record SegmentValidationPolicy(
        Thresholds thresholds,
        SortedMap<String, SortedMap<String, Corridor>> corridors,
        SortedSet<String> requiredMetrics) {
    /** @param root the file, as the schema accepted it */
    public static SegmentValidationPolicy of(PolicyNode root) {
        TreeMap<String, SortedMap<String, Corridor>> corridors = new TreeMap<>();
        root.get("corridors").entries().forEach((metric, parts) -> {
            TreeMap<String, Corridor> byPart = new TreeMap<>();
            parts.entries().forEach((part, corridor) -> byPart.put(part, Corridor.of(corridor)));
            corridors.put(metric, Collections.unmodifiableSortedMap(byPart));
        });
        PolicyNode thresholds = root.get("thresholds");
        return new SegmentValidationPolicy(
                new Thresholds(
                        thresholds.get("denominator_rows_min").integer(),
                        thresholds.get("numerator_rows_min").integer(),
                        thresholds.get("clearing_margin_days").int32(),
                        thresholds.get("refund_margin_days").int32()),
                Collections.unmodifiableSortedMap(corridors),
                Collections.unmodifiableSortedSet(new TreeSet<>(
                        root.get("reporting").get("required_metrics").texts())));
    }

    /** Where a figure may lie, by part of the metric; empty when the policy does not know the metric. */
    public SortedMap<String, Corridor> corridorsOf(String metricId) {
        return corridors.getOrDefault(metricId, Collections.emptySortedMap());
    }

    /**
     * When a figure says something.
     *
     * @param denominatorRowsMin rows a figure is taken from
     * @param numeratorRowsMin cases a rate counts
     * @param clearingMarginDays clearings are judged on flows that started so long before the last event
     * @param refundMarginDays the same for refunds
     */
    public record Thresholds(
            long denominatorRowsMin, long numeratorRowsMin, int clearingMarginDays, int refundMarginDays) {}

    /** Both ends belong to the band. */
    public record Band(double min, double max) {
        public Band {
            if (!(min <= max)) {
                throw new IllegalArgumentException("min must not be above max, was " + min + " and " + max);
            }
        }

        static Band of(PolicyNode node) {
            return new Band(node.get("min").number(), node.get("max").number());
        }

        public boolean contains(double value) {
            return min <= value && value <= max;
        }
    }

    /** From absurd to near what is published; each band lies inside the one before. */
    public enum Grade {
        MISS,
        PASS,
        GOOD,
        EXCELLENT
    }

    /** Three nested bands. */
    public record Corridor(Band pass, Band good, Band excellent) {
        public Corridor {
            for (List<Band> pair : List.of(List.of(pass, good), List.of(good, excellent))) {
                Band outer = pair.get(0);
                Band inner = pair.get(1);
                if (!outer.contains(inner.min) || !outer.contains(inner.max)) {
                    throw new IllegalArgumentException("bands must be nested, was " + outer + " around " + inner);
                }
            }
        }

        static Corridor of(PolicyNode node) {
            return new Corridor(Band.of(node.get("pass")), Band.of(node.get("good")), Band.of(node.get("excellent")));
        }

        /** The best band that holds the figure. */
        public Grade grade(double value) {
            if (excellent.contains(value)) {
                return Grade.EXCELLENT;
            }
            if (good.contains(value)) {
                return Grade.GOOD;
            }
            return pass.contains(value) ? Grade.PASS : Grade.MISS;
        }
    }
}
