package io.millrace.job.flows;

import io.millrace.slab.AccountingSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What flows hands on.
 *
 * @param anchors one row per arrival, what is known at its time
 * @param outcomes one row per arrival, how its flow ended
 * @param events 1..6 rows per arrival, adjacent and in order of event_seq
 * @param accounting draws, at end of input
 */
public record FlowStreams(
        DataStream<FlowSlab> anchors,
        DataStream<OutcomeSlab> outcomes,
        DataStream<EventSlab> events,
        DataStream<AccountingSlab> accounting) {}
