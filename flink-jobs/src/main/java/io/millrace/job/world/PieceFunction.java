package io.millrace.job.world;

import io.millrace.job.slab.DoerSource;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Makes pieces of tables, writes their files, and puts it on record that they are whole.
 *
 * <p>In: places in the list of pieces · Out: what came of each · State: none, a piece that is made again is the same.
 */
final class PieceFunction extends RichMapFunction<Long, PieceResult> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int[] pieces;
    private final TableFiles files;
    private final DoerSource<PieceMaker> source;
    private transient PieceMaker maker;
    private transient PieceWriter writer;

    PieceFunction(int[] pieces, TableFiles files, DoerSource<PieceMaker> source) {
        this.pieces = pieces;
        this.files = files;
        this.source = source;
    }

    @Override
    public void open(OpenContext context) {
        maker = source.open();
        writer = new PieceWriter(files);
    }

    @Override
    public PieceResult map(Long place) {
        PieceResult result = maker.make(pieces[Math.toIntExact(place)], writer);
        try {
            PieceRecord.write(Path.of(files.root()), result);
        } catch (IOException e) {
            throw PieceWriter.unwritable("piece " + result.piece(), e);
        }
        return result;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
