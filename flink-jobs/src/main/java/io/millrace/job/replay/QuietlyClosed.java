package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;

/**
 * Flink's writer for Kafka, except that its end is quiet. It repeats there what a send has met: after a whole stretch
 * nothing is left to be told, since {@link #flush} has told it before anything was committed; after a task that failed it
 * would be a second failure in the middle of the first, and Flink 2.3 ends the TaskManager for that, with all that others
 * run in it.
 */
final class QuietlyClosed
        implements StatefulSinkWriter<BusRecord, KafkaWriterState>, CommittingSinkWriter<BusRecord, KafkaCommittable> {
    private final StatefulSinkWriter<BusRecord, KafkaWriterState> states;
    private final CommittingSinkWriter<BusRecord, KafkaCommittable> commits;

    <W extends StatefulSinkWriter<BusRecord, KafkaWriterState> & CommittingSinkWriter<BusRecord, KafkaCommittable>>
            QuietlyClosed(W writer) {
        states = writer;
        commits = writer;
    }

    @Override
    public void write(BusRecord message, Context context) throws IOException, InterruptedException {
        states.write(message, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        states.flush(endOfInput);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        states.writeWatermark(watermark);
    }

    @Override
    public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
        return commits.prepareCommit();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
        return states.snapshotState(checkpointId);
    }

    @Override
    public void close() {
        try {
            states.close();
        } catch (Exception told) {
            if (told instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
