package io.millrace.job.prepare;

import java.io.IOException;
import java.io.Serial;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Flink's view of {@link RecordKind}. Records are filled once and then only read, so a copy is the record itself. */
final class RecordSerializer<T> extends TypeSerializer<T> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final RecordKind kind;

    RecordSerializer(RecordKind kind) {
        this.kind = kind;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T record, DataOutputView target) throws IOException {
        kind.write(record, target);
    }

    @Override
    @SuppressWarnings("unchecked") // a kind has one class
    public T deserialize(DataInputView source) throws IOException {
        return (T) kind.read(source);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        kind.write(kind.read(source), target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordSerializer<?> that && that.kind == kind;
    }

    @Override
    public int hashCode() {
        return kind.ordinal();
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new Snapshot<>(kind);
    }

    /** Remembers the kind; Flink asks for it although prepare keeps no state. */
    public static final class Snapshot<T> implements TypeSerializerSnapshot<T> {
        private RecordKind kind;

        /** For Flink. */
        public Snapshot() {}

        Snapshot(RecordKind kind) {
            this.kind = kind;
        }

        @Override
        public int getCurrentVersion() {
            return 1;
        }

        @Override
        public void writeSnapshot(DataOutputView out) throws IOException {
            out.writeUTF(kind.name());
        }

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
            kind = RecordKind.valueOf(in.readUTF());
        }

        @Override
        public TypeSerializer<T> restoreSerializer() {
            return new RecordSerializer<>(kind);
        }

        @Override
        public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
            return old instanceof Snapshot<T> that && that.kind == kind
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.incompatible();
        }
    }
}
