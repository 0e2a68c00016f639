package io.millrace.world;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is wrong with the entity tables: one problem per kind, with its count and the first rows, all in one pass. */
final class BrokenReferences {
    private static final int EXAMPLES = 3;

    private final TreeMap<String, Kind> kinds = new TreeMap<>();

    /**
     * @param column dataset and column, e.g. {@code s2_account_base_6A, column owner_party_id}
     * @param expected what must hold
     * @param key id of the row
     * @param value what stands there
     */
    void add(String column, String expected, long key, String value) {
        Kind kind = kinds.computeIfAbsent(column + ": " + expected, text -> new Kind(column, expected));
        kind.count++;
        if (kind.examples.size() < EXAMPLES) {
            kind.examples.add(key + " -> " + value);
        }
    }

    List<Problem> problems() {
        return kinds.values().stream().map(Kind::problem).toList();
    }

    private static final class Kind {
        private final String column;
        private final String expected;
        private final List<String> examples = new ArrayList<>();
        private long count;

        private Kind(String column, String expected) {
            this.column = column;
            this.expected = expected;
        }

        private Problem problem() {
            return Problem.of(
                    ErrorCode.INDEX_REFERENCE_BROKEN,
                    column,
                    expected,
                    "broken in " + count + " rows, first " + String.join(", ", examples),
                    "repair the rows in layer 3 and prepare again");
        }
    }
}
