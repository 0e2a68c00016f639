package io.millrace.job.sessionise;

import io.millrace.sessionise.BucketState;
import java.io.IOException;
import java.io.Serial;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** State of a key bucket; entries are written in key order, so equal states have equal bytes. */
public final class BucketStateSerializer extends TypeSerializerSingleton<BucketState> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public BucketState createInstance() {
        return new BucketState();
    }

    @Override
    public BucketState copy(BucketState from) {
        return from.copy();
    }

    @Override
    public BucketState copy(BucketState from, BucketState reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(BucketState state, DataOutputView target) throws IOException {
        state.write(target);
    }

    @Override
    public BucketState deserialize(DataInputView source) throws IOException {
        return BucketState.read(source);
    }

    @Override
    public BucketState deserialize(BucketState reuse, DataInputView source) throws IOException {
        return BucketState.read(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        BucketState.read(source).write(target);
    }

    @Override
    public TypeSerializerSnapshot<BucketState> snapshotConfiguration() {
        return new BucketStateSnapshot();
    }
}
