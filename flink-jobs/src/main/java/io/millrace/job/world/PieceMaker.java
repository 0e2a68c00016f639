package io.millrace.job.world;

/**
 * Makes tables cut into pieces. A piece is the same rows and files wherever and whenever it is made, and the number of
 * pieces follows from the world alone, never from the number of tasks.
 */
@FunctionalInterface
public interface PieceMaker {
    /**
     * Makes a piece whole.
     *
     * @param piece from 0
     * @param writer takes the rows, and has ended its last file when this returns
     */
    PieceResult make(int piece, PieceWriter writer);
}
