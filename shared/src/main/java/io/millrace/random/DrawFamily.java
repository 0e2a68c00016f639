package io.millrace.random;

import java.util.Locale;

/** Families of draws; the text of a family enters the keys of its decisions. */
public enum DrawFamily {
    ENTITY_ATTACH("S1"),
    SESSION_BOUNDARY("S1"),
    FLOW_SHAPE("S2"),
    AMOUNT_DRAW("S2"),
    EVENT_TIMING("S2");

    private final String stage;

    DrawFamily(String stage) {
        this.stage = stage;
    }

    /** {@code rng_event_entity_attach} and so on, as in the rng policies. */
    public String text() {
        return "rng_event_" + name().toLowerCase(Locale.ROOT);
    }

    public String stage() {
        return stage;
    }
}
