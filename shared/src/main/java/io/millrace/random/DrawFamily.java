package io.millrace.random;

import java.util.Locale;

/** Families of draws; the text of a family enters the keys of its decisions. */
public enum DrawFamily {
    ENTITY_ATTACH("S1"),
    SESSION_BOUNDARY("S1"),
    FLOW_SHAPE("S2"),
    AMOUNT_DRAW("S2"),
    EVENT_TIMING("S2"),
    /** Places of entities in a generated world; keys of permutations and strips, never of draws. */
    WORLD_STRUCTURE("6A", "6A.structure"),
    WORLD_ENTITY("6A", "6A.entity"),
    WORLD_MERCHANT("5B", "5B.merchant"),
    WORLD_ARRIVAL("5B", "5B.arrival");

    private final String stage;
    private final String text;

    DrawFamily(String stage) {
        this.stage = stage;
        this.text = "rng_event_" + name().toLowerCase(Locale.ROOT);
    }

    DrawFamily(String stage, String text) {
        this.stage = stage;
        this.text = text;
    }

    /** {@code rng_event_entity_attach} and so on, as in the rng policies; {@code 6A.entity} and so on of a world. */
    public String text() {
        return text;
    }

    /** S1 or S2 of the traffic job, 6A or 5B of a generated world. */
    public String stage() {
        return stage;
    }

    /** Whether the traffic job draws from it: its draws are counted per run, those of a world per world. */
    public boolean isTraffic() {
        return ordinal() < WORLD_STRUCTURE.ordinal();
    }
}
