package io.millrace.job.world;

import io.millrace.contract.WorldCheck;
import io.millrace.job.slab.DoerSource;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What one segment of an own world is made of; the same plan for the same world. */
public interface SegmentPlan {
    /** 5B or 6A. */
    String segment();

    /** Window on the world that this is for; empty for tables that all scenarios share. */
    Optional<WorldReceipt.Scenario> scenario();

    /** Every table of the segment; one without rows gets an empty file. */
    List<SlabKind> tables();

    int pieces();

    DoerSource<PieceMaker> maker();

    /**
     * Writes what can be written only when all pieces are there: dimensions by the writer, other files by themselves.
     *
     * @param staging root of all files
     * @param results of all pieces, by number
     * @param writer no file is open in it, and none is when this returns
     * @return files that are no tables, such as the entity index
     */
    Finished finish(Path staging, TableFiles files, List<PieceResult> results, PieceWriter writer);

    /**
     * What the last step has made.
     *
     * @param parts of tables
     * @param others datasets without row digest
     * @param checks of the segment; a REQUIRED one that fails keeps the flag away
     */
    record Finished(List<TablePart> parts, List<WorldReceipt.Dataset> others, List<WorldCheck> checks) {}
}
