package io.millrace.job.slab;

import io.millrace.slab.Slab;
import io.millrace.slab.SlabCodec;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.Serial;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Flink's view of {@link SlabCodec}. Every read and copy gives a fresh slab, because the receiver owns what it gets; with
 * object reuse on, Flink copies nothing between chained operators and the sender's promise to forget the slab holds.
 */
public final class SlabSerializer<S extends Slab> extends TypeSerializer<S> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final SlabKind kind;
    private transient SlabCodec codec;

    public SlabSerializer(SlabKind kind) {
        this.kind = kind;
    }

    SlabKind kind() {
        return kind;
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public TypeSerializer<S> duplicate() {
        return new SlabSerializer<>(kind);
    }

    @Override
    public S createInstance() {
        return typed(kind.empty(1));
    }

    @Override
    public S copy(S from) {
        return typed(SlabCodec.copyOf(from));
    }

    @Override
    public S copy(S from, S reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(S slab, DataOutputView target) throws IOException {
        codec().write(slab, target);
    }

    @Override
    public S deserialize(DataInputView source) throws IOException {
        Slab slab = codec().read(source);
        if (slab.kind() != kind) {
            throw new IOException("expected a slab of kind " + kind + ", was " + slab.kind());
        }
        return typed(slab);
    }

    @Override
    public S deserialize(S reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        codec().copy(source, target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlabSerializer<?> that && that.kind == kind;
    }

    @Override
    public int hashCode() {
        return kind.ordinal();
    }

    @Override
    public TypeSerializerSnapshot<S> snapshotConfiguration() {
        return new SlabSerializerSnapshot<>(SlabLayout.of(kind));
    }

    private SlabCodec codec() {
        if (codec == null) {
            codec = new SlabCodec();
        }
        return codec;
    }

    @SuppressWarnings("unchecked") // a kind has one class; S is fixed where the kind is named
    private S typed(Slab slab) {
        return (S) slab;
    }
}
