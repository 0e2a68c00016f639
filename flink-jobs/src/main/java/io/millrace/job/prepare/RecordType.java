package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import io.millrace.arrivals.Survey;
import io.millrace.arrivals.Tally;
import java.io.Serial;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of a stream of prepare; nothing falls back to Kryo. */
final class RecordType<T> extends TypeInformation<T> {
    @Serial
    private static final long serialVersionUID = 1L;

    static final RecordType<ForeignArrival> ARRIVAL = new RecordType<>(RecordKind.ARRIVAL);
    static final RecordType<Tally> TALLY = new RecordType<>(RecordKind.TALLY);
    static final RecordType<Survey> SURVEY = new RecordType<>(RecordKind.SURVEY);
    static final RecordType<WorldPart> PART = new RecordType<>(RecordKind.PART);

    private final RecordKind kind;

    private RecordType(RecordKind kind) {
        this.kind = kind;
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
    public Class<T> getTypeClass() {
        return (Class<T>) kind.type();
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return new RecordSerializer<>(kind);
    }

    @Override
    public String toString() {
        return "record " + kind;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordType<?> that && that.kind == kind;
    }

    @Override
    public int hashCode() {
        return kind.ordinal();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RecordType<?>;
    }
}
