package io.millrace.job.world;

/**
 * What came of a piece.
 *
 * @param piece number, from 0
 * @param parts its files
 * @param figures what its maker counted, for checks and totals, in a form of its own
 */
@SuppressWarnings("ArrayRecordComponent") // travels between tasks, and is never compared
public record PieceResult(int piece, TablePart[] parts, byte[] figures) {}
