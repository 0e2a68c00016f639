package io.millrace.job.slab;

import io.millrace.slab.Slab;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Kind and column list of the slabs in a savepoint. The class name is in every savepoint: never moved. */
public final class SlabSerializerSnapshot<S extends Slab> implements TypeSerializerSnapshot<S> {
    private static final int VERSION = 1;

    private SlabLayout layout;

    /** For Flink, which reads the content next. */
    public SlabSerializerSnapshot() {}

    SlabSerializerSnapshot(SlabLayout layout) {
        this.layout = layout;
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        layout.write(out);
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader classLoader) throws IOException {
        if (version != VERSION) {
            throw new IOException("slab snapshot must be of version " + VERSION + ", was " + version);
        }
        layout = SlabLayout.read(in);
    }

    @Override
    public TypeSerializer<S> restoreSerializer() {
        return new SlabSerializer<>(layout.current());
    }

    @Override
    public TypeSerializerSchemaCompatibility<S> resolveSchemaCompatibility(TypeSerializerSnapshot<S> old) {
        return old instanceof SlabSerializerSnapshot<?> that && that.layout.equals(layout)
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
