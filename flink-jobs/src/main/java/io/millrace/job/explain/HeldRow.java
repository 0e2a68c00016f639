package io.millrace.job.explain;

import java.util.List;

/**
 * A row that was made again, beside the stored one.
 *
 * @param datasetId dictionary id
 * @param name tells rows of one data set apart
 * @param standing how the two as a whole compare
 * @param cells by column, in file order
 */
public record HeldRow(String datasetId, String name, Standing standing, List<HeldCell> cells) {
    public HeldRow {
        cells = List.copyOf(cells);
    }

    /** How a made row and the stored one compare. */
    public enum Standing {
        /** Both are there; cells tell whether they agree. */
        BOTH,
        /** The run is not published, and its committed files do not have the row yet. */
        NOT_STORED_YET,
        /** The stored row is missing. */
        MISSING,
        /** The row is stored more than once. */
        REPEATED,
        /** The law makes no such row. */
        NOT_MADE
    }

    /**
     * One column.
     *
     * @param made as it was made again, for people; {@code -} for null
     * @param stored as the file has it, for people; {@code -} for null or without a row
     */
    public record HeldCell(String column, String made, String stored) {
        public boolean agrees() {
            return made.equals(stored);
        }
    }

    /** Whether the run has what the law makes. */
    public boolean agrees() {
        return switch (standing) {
            case BOTH -> cells.stream().allMatch(HeldCell::agrees);
            case NOT_STORED_YET -> true;
            case MISSING, REPEATED, NOT_MADE -> false;
        };
    }
}
