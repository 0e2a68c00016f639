package io.millrace.job.world;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What came of a piece.
 *
 * @param piece number, from 0
 * @param parts its files
 * @param figures what its maker counted, for checks and totals, in a form of its own
 */
@SuppressWarnings("ArrayRecordComponent") // travels between tasks, and is never compared
public record PieceResult(int piece, TablePart[] parts, byte[] figures) {
    /** What came of a piece whose maker has counted into a tally. */
    public static PieceResult of(int piece, List<TablePart> parts, Serializable tally) {
        ByteArrayOutputStream figures = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(figures)) {
            out.writeObject(tally);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PieceResult(piece, parts.toArray(TablePart[]::new), figures.toByteArray());
    }

    /** The tally that its maker has counted into. */
    public <T> T tally(Class<T> type) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(figures))) {
            return type.cast(in.readObject());
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("figures of piece " + piece + " are no tally", e);
        }
    }
}
