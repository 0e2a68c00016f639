package io.millrace.job.flows;

import io.millrace.flows.PendingDeclines;
import java.io.IOException;
import java.io.Serial;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Declines and draw counts of a key bucket; slots are written in session order, so equal states have equal bytes. */
public final class PendingDeclinesSerializer extends TypeSerializerSingleton<PendingDeclines> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public PendingDeclines createInstance() {
        return new PendingDeclines();
    }

    @Override
    public PendingDeclines copy(PendingDeclines from) {
        return from.copy();
    }

    @Override
    public PendingDeclines copy(PendingDeclines from, PendingDeclines reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(PendingDeclines pending, DataOutputView target) throws IOException {
        pending.write(target);
    }

    @Override
    public PendingDeclines deserialize(DataInputView source) throws IOException {
        return PendingDeclines.read(source);
    }

    @Override
    public PendingDeclines deserialize(PendingDeclines reuse, DataInputView source) throws IOException {
        return PendingDeclines.read(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        PendingDeclines.read(source).write(target);
    }

    @Override
    public TypeSerializerSnapshot<PendingDeclines> snapshotConfiguration() {
        return new PendingDeclinesSnapshot();
    }
}
