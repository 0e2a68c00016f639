package io.millrace;

import io.millrace.attach.AttachTeller;
import io.millrace.attach.EntityAttacher;
import io.millrace.flows.FlowMaker;
import io.millrace.flows.FlowTeller;
import io.millrace.sessionise.BucketState;
import io.millrace.sessionise.SessionEmitter;
import io.millrace.sessionise.SessionTeller;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.story.Chapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes rows again by the doers of the run, from arrivals alone, and tells how they came about. What a row needs of
 * others are the arrivals of its party around it: those that no hard break parts from it. Not thread-safe.
 */
public final class Storyteller {
    private final EntityAttacher attacher;
    private final Sessioniser sessioniser;
    private final AttachTeller attach;
    private final SessionTeller sessions;
    private final FlowTeller flows;

    Storyteller(
            EntityAttacher attacher,
            Sessioniser sessioniser,
            AttachTeller attach,
            SessionTeller sessions,
            FlowTeller flows) {
        this.attacher = attacher;
        this.sessioniser = sessioniser;
        this.attach = attach;
        this.sessions = sessions;
        this.flows = flows;
    }

    /**
     * All rows of one party that were made again.
     *
     * @param entities in total order
     * @param sessions one row per session
     * @param anchors row n is of row n of the entities
     * @param outcomes row n is of row n of the entities
     * @param events of all flows, one after the other
     * @param chapters of row n, attach to events; empty where nobody asked
     */
    public record Walk(
            SessionedSlab entities,
            SessionIndexSlab sessions,
            FlowSlab anchors,
            OutcomeSlab outcomes,
            EventSlab events,
            List<List<Chapter>> chapters) {
        /** Position of an arrival among the rows. */
        public int position(long merchantId, long arrivalSeq) {
            for (int row = 0; row < entities.size; row++) {
                if (entities.merchantId[row] == merchantId && entities.arrivalSeq[row] == arrivalSeq) {
                    return row;
                }
            }
            throw new IllegalArgumentException("no arrival " + Long.toUnsignedString(merchantId) + ":" + arrivalSeq);
        }
    }

    /** Which arrivals are told of. */
    public interface Wanted {
        boolean is(long merchantId, long arrivalSeq);
    }

    /** Attaches arrivals, of whatever parties; row n is of arrival n. */
    public AttachedSlab attach(ArrivalSlab arrivals) {
        AttachedSlab attached = new AttachedSlab(Math.max(1, arrivals.size));
        attacher.attach(arrivals, attached);
        return attached;
    }

    /**
     * Walks a party's arrivals.
     *
     * @param arrivals of the party, at least one, in any order
     * @param attached row n is of arrival n
     */
    public Walk walk(ArrivalSlab arrivals, AttachedSlab attached, Wanted wanted) {
        SessionedSlab entities = new SessionedSlab(arrivals.size);
        SessionIndexSlab index = new SessionIndexSlab(arrivals.size);
        BucketState bucket = new BucketState();
        sessioniser.add(bucket, attached);
        sessioniser.drain(bucket, 0, Long.MAX_VALUE, new Collected(entities, index));
        FlowSlab anchors = new FlowSlab(entities.size);
        OutcomeSlab outcomes = new OutcomeSlab(entities.size);
        EventSlab events = new EventSlab(entities.size * FlowMaker.EVENTS_PER_FLOW_MAX);
        List<List<Chapter>> chapters = new ArrayList<>();
        flows.startParty();
        for (int row = 0; row < entities.size; row++) {
            flows.make(entities, row, anchors, outcomes, events);
            List<Chapter> told = new ArrayList<>();
            if (wanted.is(entities.merchantId[row], entities.arrivalSeq[row])) {
                told.add(attach.tell(arrivals, positionOf(arrivals, entities, row)));
                told.add(sessions.tell(entities, row));
                told.addAll(flows.tell(outcomes));
            }
            chapters.add(told);
        }
        return new Walk(entities, index, anchors, outcomes, events, chapters);
    }

    private static int positionOf(ArrivalSlab arrivals, SessionedSlab entities, int row) {
        for (int at = 0; at < arrivals.size; at++) {
            if (arrivals.merchantId[at] == entities.merchantId[row]
                    && arrivals.arrivalSeq[at] == entities.arrivalSeq[row]) {
                return at;
            }
        }
        throw new IllegalStateException(entities.describe(row) + " comes of no arrival");
    }

    /** Rows as they leave the sessioniser, all of one party. */
    private record Collected(SessionedSlab entities, SessionIndexSlab index) implements SessionEmitter {
        @Override
        public void arrivals(SessionedSlab slab) {
            entities.append(slab, 0, slab.size);
        }

        @Override
        public void sessions(SessionIndexSlab slab) {
            index.append(slab, 0, slab.size);
        }
    }
}
