package io.millrace.job.slab;

import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of a stream of slabs of one kind; nothing falls back to Kryo. */
public final class SlabTypeInfo<S extends Slab> extends TypeInformation<S> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final SlabKind kind;

    private SlabTypeInfo(SlabKind kind) {
        this.kind = kind;
    }

    /** @param <S> the class that {@code kind.empty} makes */
    public static <S extends Slab> SlabTypeInfo<S> of(SlabKind kind) {
        return new SlabTypeInfo<>(kind);
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    @SuppressWarnings("unchecked") // a kind has one class
    public Class<S> getTypeClass() {
        return (Class<S>) kind.empty(1).getClass();
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<S> createSerializer(SerializerConfig config) {
        return new SlabSerializer<>(kind);
    }

    @Override
    public String toString() {
        return "slab " + kind;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlabTypeInfo<?> that && that.kind == kind;
    }

    @Override
    public int hashCode() {
        return kind.ordinal();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof SlabTypeInfo<?>;
    }
}
