package io.millrace.job.sinks;

import java.io.Serial;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;

/** Writes the checkpoint id of the message into the part file. */
final class CheckpointStamp implements MapFunction<CommittableMessage<PartFile>, CommittableMessage<PartFile>> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public CommittableMessage<PartFile> map(CommittableMessage<PartFile> message) {
        if (message instanceof CommittableWithLineage<PartFile> file) {
            return file.map(part -> part.at(file.getCheckpointId()));
        }
        return message;
    }
}
