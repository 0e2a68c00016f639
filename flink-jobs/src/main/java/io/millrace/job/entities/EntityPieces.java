package io.millrace.job.entities;

import io.millrace.entities.CheckedRows;
import io.millrace.entities.EntityTally;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.world.PieceMaker;
import io.millrace.job.world.PieceResult;
import io.millrace.job.world.PieceWriter;
import io.millrace.job.world.WorldSource;
import io.millrace.run.GeneratedWorld;

/** Makes the entity tables range by range, every row looked at on its way out. */
final class EntityPieces implements PieceMaker {
    private static final int SLAB_ROWS = 4096;

    private final GeneratedWorld world;
    private final EntityRanges ranges;

    private EntityPieces(GeneratedWorld world) {
        this.world = world;
        ranges = EntityRanges.of(world);
    }

    static DoerSource<PieceMaker> of(WorldSource source) {
        return () -> new EntityPieces(source.open());
    }

    @Override
    public PieceResult make(int piece, PieceWriter writer) {
        EntityTally tally = new EntityTally(world.parties().zoneTzids().size());
        CheckedRows rows = new CheckedRows(
                world.maker(),
                world.posture(),
                world.entityChecks(),
                world.parties().zoneTzids(),
                tally,
                SLAB_ROWS,
                writer::take);
        writer.begin("", piece);
        ranges.make(piece, rows);
        return PieceResult.of(piece, writer.end(), tally);
    }
}
