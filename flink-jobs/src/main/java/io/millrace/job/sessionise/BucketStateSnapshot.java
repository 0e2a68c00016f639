package io.millrace.job.sessionise;

import io.millrace.job.slab.SlabLayout;
import io.millrace.sessionise.BucketState;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Layout of the bucket states in a savepoint. The class name is in every savepoint: never moved. */
public final class BucketStateSnapshot implements TypeSerializerSnapshot<BucketState> {
    private static final int VERSION = 1;

    private int layoutVersion = BucketState.LAYOUT_VERSION;
    private SlabLayout pendingRows = SlabLayout.of(SlabKind.ATTACHED);

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeInt(layoutVersion);
        pendingRows.write(out);
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader classLoader) throws IOException {
        if (version != VERSION) {
            throw new IOException("bucket state snapshot must be of version " + VERSION + ", was " + version);
        }
        layoutVersion = in.readInt();
        pendingRows = SlabLayout.read(in);
    }

    @Override
    public TypeSerializer<BucketState> restoreSerializer() {
        if (layoutVersion != BucketState.LAYOUT_VERSION) {
            throw new IllegalStateException("bucket state of layout " + layoutVersion
                    + " cannot be read, this build has " + BucketState.LAYOUT_VERSION);
        }
        pendingRows.current();
        return new BucketStateSerializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<BucketState> resolveSchemaCompatibility(
            TypeSerializerSnapshot<BucketState> old) {
        return old instanceof BucketStateSnapshot that
                        && that.layoutVersion == layoutVersion
                        && that.pendingRows.equals(pendingRows)
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
