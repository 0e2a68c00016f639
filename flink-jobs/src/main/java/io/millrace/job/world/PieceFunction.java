package io.millrace.job.world;

import io.millrace.job.slab.DoerSource;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Makes pieces of tables and writes their files.
 *
 * <p>In: numbers of pieces · Out: what came of each · State: none, a piece that is made again is the same.
 */
final class PieceFunction extends RichMapFunction<Long, PieceResult> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final TableFiles files;
    private final DoerSource<PieceMaker> source;
    private transient PieceMaker maker;
    private transient PieceWriter writer;

    PieceFunction(TableFiles files, DoerSource<PieceMaker> source) {
        this.files = files;
        this.source = source;
    }

    @Override
    public void open(OpenContext context) {
        maker = source.open();
        writer = new PieceWriter(files);
    }

    @Override
    public PieceResult map(Long piece) {
        return maker.make(Math.toIntExact(piece), writer);
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
