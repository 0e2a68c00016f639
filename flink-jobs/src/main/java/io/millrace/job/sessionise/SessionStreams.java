package io.millrace.job.sessionise;

import io.millrace.slab.AccountingSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What sessionise hands on.
 *
 * @param arrivals arrival rows with their session, in total order per party
 * @param index one row per closed session
 * @param accounting draws, at end of input
 */
public record SessionStreams(
        DataStream<SessionedSlab> arrivals,
        DataStream<SessionIndexSlab> index,
        DataStream<AccountingSlab> accounting) {}
