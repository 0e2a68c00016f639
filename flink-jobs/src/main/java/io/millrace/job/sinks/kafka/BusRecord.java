package io.millrace.job.sinks.kafka;

import java.io.IOException;
import java.io.Serial;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;

/**
 * A message on its way to the sink. Whoever holds it may fill it again once it is handed on, its arrays too: Kafka's producer
 * has copied them into its batch when it returns.
 */
public final class BusRecord implements CopyableValue<BusRecord> {
    @Serial
    private static final long serialVersionUID = 1L;

    public BusStream stream = BusStream.EVENTS;
    /** 0-based. */
    public int partition;
    /** Of the row, microseconds since the epoch, UTC. */
    public long tsMicros;

    public byte[] key = new byte[0];
    public byte[] value = new byte[0];

    @Override
    public int getBinaryLength() {
        return -1;
    }

    @Override
    public void copyTo(BusRecord target) {
        target.stream = stream;
        target.partition = partition;
        target.tsMicros = tsMicros;
        target.key = key;
        target.value = value;
    }

    @Override
    public BusRecord copy() {
        BusRecord copy = new BusRecord();
        copyTo(copy);
        return copy;
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        BusRecord record = new BusRecord();
        record.read(source);
        record.write(target);
    }

    @Override
    public void write(DataOutputView out) throws IOException {
        out.writeByte(stream.ordinal());
        out.writeInt(partition);
        out.writeLong(tsMicros);
        out.writeInt(key.length);
        out.write(key);
        out.writeInt(value.length);
        out.write(value);
    }

    @Override
    public void read(DataInputView in) throws IOException {
        stream = BusStream.of(in.readByte());
        partition = in.readInt();
        tsMicros = in.readLong();
        key = new byte[in.readInt()];
        in.readFully(key);
        value = new byte[in.readInt()];
        in.readFully(value);
    }
}
