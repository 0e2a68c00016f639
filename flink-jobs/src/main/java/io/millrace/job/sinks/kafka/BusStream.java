package io.millrace.job.sinks.kafka;

import io.millrace.slab.SlabKind;
import java.util.Locale;

/**
 * What may leave for a bus, each to a topic of its own. At one instant they leave in this order: what explains a payment
 * is there before the payment is. A constant's place is in records between tasks; append only.
 */
public enum BusStream {
    ENTITIES(SlabKind.SESSIONED, "fp.bus.context.arrival_entities.v1"),
    ANCHORS(SlabKind.FLOW, "fp.bus.context.flow_anchor.baseline.v1"),
    EVENTS(SlabKind.EVENT, "fp.bus.traffic.baseline.v1");

    private static final BusStream[] VALUES = values();

    private final SlabKind kind;
    private final String topic;

    BusStream(SlabKind kind, String topic) {
        this.kind = kind;
        this.topic = topic;
    }

    /** Rows it is made of. */
    public SlabKind kind() {
        return kind;
    }

    /** Its topic unless somebody names another. */
    public String standardTopic() {
        return topic;
    }

    /** The word of the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param place 0-based */
    static BusStream of(int place) {
        return VALUES[place];
    }
}
