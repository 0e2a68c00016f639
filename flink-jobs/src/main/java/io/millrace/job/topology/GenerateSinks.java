package io.millrace.job.topology;

import io.millrace.slab.AccountingSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The ends of the main job, one per dataset; files in a run, collectors in a test. */
public interface GenerateSinks {
    void arrivalEntities(DataStream<SessionedSlab> rows);

    void sessionIndex(DataStream<SessionIndexSlab> rows);

    void flowAnchors(DataStream<FlowSlab> rows);

    void flowOutcomes(DataStream<OutcomeSlab> rows);

    void events(DataStream<EventSlab> rows);

    void accounting(DataStream<AccountingSlab> rows);
}
