package io.millrace.job.flows;

import io.millrace.flows.PendingDeclines;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Layout of the pending declines in a savepoint. The class name is in every savepoint: never moved. */
public final class PendingDeclinesSnapshot implements TypeSerializerSnapshot<PendingDeclines> {
    private static final int VERSION = 1;

    private int layoutVersion = PendingDeclines.LAYOUT_VERSION;

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeInt(layoutVersion);
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader classLoader) throws IOException {
        if (version != VERSION) {
            throw new IOException("pending declines snapshot must be of version " + VERSION + ", was " + version);
        }
        layoutVersion = in.readInt();
    }

    @Override
    public TypeSerializer<PendingDeclines> restoreSerializer() {
        if (layoutVersion != PendingDeclines.LAYOUT_VERSION) {
            throw new IllegalStateException("pending declines of layout " + layoutVersion
                    + " cannot be read, this build has " + PendingDeclines.LAYOUT_VERSION);
        }
        return new PendingDeclinesSerializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<PendingDeclines> resolveSchemaCompatibility(
            TypeSerializerSnapshot<PendingDeclines> old) {
        return old instanceof PendingDeclinesSnapshot that && that.layoutVersion == layoutVersion
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
