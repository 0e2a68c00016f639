package io.millrace.job.slab;

import io.millrace.slab.Columns;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint remembers of a slab: its kind and columns as text. Two layouts that differ are never guessed into one
 * another.
 *
 * @param kind name of the {@link SlabKind}
 * @param columns {@code name:KIND} in registration order, separated by spaces
 */
public record SlabLayout(String kind, String columns) {
    public static SlabLayout of(SlabKind kind) {
        List<Columns.Column> all = kind.empty(1).columns().all();
        return new SlabLayout(
                kind.name(),
                all.stream().map(column -> column.name() + ":" + column.kind()).collect(Collectors.joining(" ")));
    }

    public static SlabLayout read(DataInputView in) throws IOException {
        return new SlabLayout(in.readUTF(), in.readUTF());
    }

    public void write(DataOutputView out) throws IOException {
        out.writeUTF(kind);
        out.writeUTF(columns);
    }

    /** @throws IllegalStateException when this build reads and writes the kind with other columns */
    public SlabKind current() {
        SlabKind current = SlabKind.valueOf(kind);
        SlabLayout now = of(current);
        if (!now.equals(this)) {
            throw new IllegalStateException("state holds " + kind + " slabs with columns " + columns
                    + ", this build has " + now.columns + "; resume with the build that wrote it");
        }
        return current;
    }
}
