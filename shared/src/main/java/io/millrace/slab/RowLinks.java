package io.millrace.slab;

import io.millrace.digest.LinkSum;
import java.util.SortedMap;
import java.util.TreeMap;

/** Link sums of the rows of one kind, by link name; which rows count is the parity law. Contracts 6.4 and 6.5. */
public final class RowLinks {
    private final SortedMap<String, LinkSum> sums = new TreeMap<>();
    private final LinkSum arrival = new LinkSum();
    private final LinkSum session = new LinkSum();
    private final LinkSum flow = new LinkSum();

    public RowLinks(SlabKind kind) {
        switch (kind) {
            case ARRIVAL -> sums.put("arrival", arrival);
            case SESSIONED -> {
                sums.put("arrival", arrival);
                sums.put("session", session);
            }
            case SESSION_INDEX -> sums.put("session", session);
            case FLOW -> {
                sums.put("arrival", arrival);
                sums.put("flow", flow);
            }
            case OUTCOME, EVENT -> sums.put("flow", flow);
            case ATTACHED,
                    ACCOUNTING,
                    MERCHANT_DIM,
                    ZONE_DIM,
                    SITE_DIM,
                    REJECT,
                    PARTY,
                    ACCOUNT,
                    INSTRUMENT,
                    ACCOUNT_INSTRUMENT_LINK,
                    DEVICE,
                    IP,
                    DEVICE_LINK,
                    IP_LINK,
                    PARTY_ROLE,
                    ACCOUNT_ROLE,
                    DEVICE_ROLE,
                    IP_ROLE,
                    MERCHANT_ROLE -> {
                // No other dataset has the same keys.
            }
        }
    }

    /** Adds rows {@code from..to-1} of a slab of the kind given at the start. */
    public void add(Slab slab, int from, int to) {
        if (slab instanceof ArrivalSlab arrivals) {
            addArrivals(arrivals.merchantId, arrivals.arrivalSeq, from, to);
        } else if (slab instanceof SessionedSlab entities) {
            addArrivals(entities.merchantId, entities.arrivalSeq, from, to);
            addFirst(session, entities.sessionId, entities.sessionSeq, from, to);
        } else if (slab instanceof SessionIndexSlab sessions) {
            addAll(session, sessions.sessionId, from, to);
        } else if (slab instanceof FlowSlab anchors) {
            addArrivals(anchors.merchantId, anchors.arrivalSeq, from, to);
            addAll(flow, anchors.flowId, from, to);
        } else if (slab instanceof OutcomeSlab outcomes) {
            addAll(flow, outcomes.flowId, from, to);
        } else if (slab instanceof EventSlab events) {
            addFirst(flow, events.flowId, events.eventSeq, from, to);
        }
    }

    /** Link name to {@code p1:p2}. */
    public SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        sums.forEach((name, sum) -> texts.put(name, sum.text()));
        return texts;
    }

    private void addArrivals(long[] merchantId, long[] arrivalSeq, int from, int to) {
        for (int row = from; row < to; row++) {
            arrival.add(LinkSum.arrival(merchantId[row], arrivalSeq[row]));
        }
    }

    private static void addAll(LinkSum link, long[] id, int from, int to) {
        for (int row = from; row < to; row++) {
            link.add(id[row]);
        }
    }

    /** A session or flow counts once, at its row 0. */
    private static void addFirst(LinkSum link, long[] id, int[] position, int from, int to) {
        for (int row = from; row < to; row++) {
            if (position[row] == 0) {
                link.add(id[row]);
            }
        }
    }
}
