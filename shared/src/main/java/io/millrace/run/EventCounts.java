package io.millrace.run;

import io.millrace.contract.EventType;
import io.millrace.slab.EventSlab;
import io.millrace.slab.Slab;
import java.util.SortedMap;

/** Amounts by event type, for P5. */
final class EventCounts implements KindCounts {
    private final long[] amountMinor = new long[EventType.values().length + 1];

    @Override
    public void add(Slab slab, int from, int to) {
        EventSlab events = (EventSlab) slab;
        for (int row = from; row < to; row++) {
            amountMinor[events.eventType[row]] += events.amountMinor[row];
        }
    }

    @Override
    public void into(SortedMap<String, Long> values) {
        for (EventType type : EventType.values()) {
            values.put("amount_minor." + type.token(), amountMinor[type.code()]);
        }
    }
}
