package io.millrace.job.attach;

import io.millrace.slab.AccountingSlab;
import io.millrace.slab.AttachedSlab;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What attach hands on.
 *
 * @param attached slabs of one key bucket each
 * @param accounting draws, at end of input
 */
public record AttachStreams(DataStream<AttachedSlab> attached, DataStream<AccountingSlab> accounting) {}
