package io.millrace.job.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What is compared of the card of one seed.
 *
 * @param figures one per part of every metric, measured or not
 * @param shares rows by axis and part
 */
record PanelCard(String seed, List<Figure> figures, SortedMap<String, SortedMap<String, Long>> shares) {
    PanelCard {
        figures = List.copyOf(figures);
    }

    /** @param value empty when it was not measured */
    record Figure(String metricId, String part, OptionalDouble value) {}

    /** Of a card as {@link Scorecard#json} writes it. */
    static PanelCard of(JsonNode card) {
        List<Figure> figures = new ArrayList<>();
        for (JsonNode metric : card.required("metrics")) {
            for (JsonNode reading : metric.required("readings")) {
                JsonNode value = reading.required("value");
                figures.add(new Figure(
                        metric.required("metric_id").asString(),
                        reading.required("part").asString(),
                        value.isNull() ? OptionalDouble.empty() : OptionalDouble.of(value.asDouble())));
            }
        }
        TreeMap<String, SortedMap<String, Long>> shares = new TreeMap<>();
        card.required("shares").properties().forEach(axis -> {
            TreeMap<String, Long> parts = new TreeMap<>();
            axis.getValue()
                    .properties()
                    .forEach(part -> parts.put(part.getKey(), part.getValue().asLong()));
            shares.put(axis.getKey(), parts);
        });
        return new PanelCard(card.required("of").required("seed").asString(), figures, shares);
    }
}
