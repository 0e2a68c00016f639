package io.millrace.job.topology;

import io.millrace.job.replay.ReplaySource;
import io.millrace.job.sinks.kafka.BusRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.typeutils.ValueTypeInfo;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Replay: messages -> bus. The two are one task, so a message goes from the row to the producer without a copy. */
public final class ReplayTopology {
    private ReplayTopology() {}

    /** What is sent, as a stream. */
    public static SingleOutputStreamOperator<BusRecord> messages(
            StreamExecutionEnvironment env, ReplaySource messages) {
        return OperatorId.REPLAY.on(env.fromSource(
                messages,
                // Nobody downstream asks for time.
                WatermarkStrategy.noWatermarks(),
                OperatorId.REPLAY.uid(),
                new ValueTypeInfo<>(BusRecord.class)));
    }

    /** Wires the graph between its ends; reads no file and executes nothing. */
    public static void define(SingleOutputStreamOperator<BusRecord> messages, Sink<BusRecord> bus) {
        OperatorId.SINK_BUS.on(messages.sinkTo(bus));
    }
}
