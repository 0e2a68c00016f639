package io.millrace.contract;

import java.io.Serial;
import java.io.Serializable;

/**
 * A column that we read of another engine's table; found by name, in any position.
 *
 * @param name as in the file
 * @param kind what it means, whatever its type on disk
 * @param need whether the table is of use without it
 */
public record ForeignColumn(String name, Kind kind, Need need) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Meaning of a column and the types it may come in. */
    public enum Kind {
        /** UTF-8 text. */
        TEXT("text"),
        /** A 64-bit id: INT64 with or without sign, INT32, or decimal text. */
        ID("a 64-bit id: INT64, INT32 or decimal text"),
        /** A count or position: INT64 or INT32. */
        INTEGER("INT64 or INT32"),
        /** An instant: TIMESTAMP, or text. */
        TIME("TIMESTAMP or text"),
        /** BOOLEAN. */
        BOOL("BOOLEAN");

        private final String wanted;

        Kind(String wanted) {
            this.wanted = wanted;
        }

        /** For messages: the types on disk that can be read. */
        public String wanted() {
            return wanted;
        }
    }

    /** What a missing column means. */
    public enum Need {
        /** The table cannot be read. */
        REQUIRED,
        /** All values count as null. */
        OPTIONAL
    }
}
