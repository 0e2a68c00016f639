package io.millrace.job.explain;

import io.millrace.story.Chapter;
import java.util.List;

/**
 * One arrival of a run, made again.
 *
 * @param arrival {@code merchant:seq}
 * @param chapters how it came about, stage by stage
 * @param rows of all data sets, beside the stored ones
 */
public record Explained(String arrival, long flowId, List<Chapter> chapters, List<HeldRow> rows) {
    public Explained {
        chapters = List.copyOf(chapters);
        rows = List.copyOf(rows);
    }

    /** Whether every stored row is as it was made again. */
    public boolean agrees() {
        return rows.stream().allMatch(HeldRow::agrees);
    }
}
