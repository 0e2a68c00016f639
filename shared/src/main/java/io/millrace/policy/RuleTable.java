package io.millrace.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A table of rules whose conditions are lists of tokens: walks the finite product of the vocabularies and says which
 * cells no row takes, which rows never come first, and where rows overlap. An empty list is a condition that always
 * holds.
 */
final class RuleTable {
    private static final int CELLS_MAX = 1_000_000;

    private final List<String> keys = new ArrayList<>();
    private final List<List<String>> vocabularies = new ArrayList<>();
    private Predicate<Map<String, String>> reachable = cell -> true;

    /** Adds a condition; booleans are the tokens {@code true} and {@code false}. */
    RuleTable over(String key, List<String> vocabulary) {
        keys.add(key);
        vocabularies.add(List.copyOf(vocabulary));
        return this;
    }

    /** Cells that data can reach; others need no row. */
    RuleTable where(Predicate<Map<String, String>> cells) {
        reachable = cells;
        return this;
    }

    /**
     * @param uncovered reachable cells without a row
     * @param shadowed rows that come first in no reachable cell
     * @param overlapping rows that share a cell with an earlier row
     * @param lastTakesAll the last row matches every reachable cell
     */
    record Verdict(
            List<Map<String, String>> uncovered,
            List<PolicyNode> shadowed,
            List<PolicyNode> overlapping,
            boolean lastTakesAll) {}

    Verdict judge(List<PolicyNode> rows) {
        List<boolean[][]> accepts = rows.stream().map(this::accepted).toList();
        boolean[] first = new boolean[rows.size()];
        boolean[] overlaps = new boolean[rows.size()];
        boolean lastTakesAll = true;
        List<Map<String, String>> uncovered = new ArrayList<>();
        int[] cell = new int[keys.size()];
        long cells = vocabularies.stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
        if (cells > CELLS_MAX) {
            throw new IllegalStateException("a rule table of " + cells + " cells");
        }
        for (long index = 0; index < cells; index++) {
            long rest = index;
            for (int k = 0; k < cell.length; k++) {
                cell[k] = (int) (rest % vocabularies.get(k).size());
                rest /= vocabularies.get(k).size();
            }
            Map<String, String> tokens = tokens(cell);
            if (!reachable.test(tokens)) {
                continue;
            }
            int taken = -1;
            for (int row = 0; row < rows.size(); row++) {
                if (matches(accepts.get(row), cell)) {
                    if (taken < 0) {
                        taken = row;
                        first[row] = true;
                    } else {
                        overlaps[row] = true;
                    }
                } else if (row == rows.size() - 1) {
                    lastTakesAll = false;
                }
            }
            if (taken < 0) {
                uncovered.add(tokens);
            }
        }
        return new Verdict(uncovered, rowsWhere(rows, first, false), rowsWhere(rows, overlaps, true), lastTakesAll);
    }

    /** Index of the first row that takes a cell, -1 when none does. */
    int firstMatch(List<PolicyNode> rows, Map<String, String> cell) {
        for (int row = 0; row < rows.size(); row++) {
            boolean all = true;
            for (String key : keys) {
                List<PolicyNode> condition = condition(rows.get(row), key);
                all &= condition.isEmpty()
                        || condition.stream().anyMatch(item -> token(item).equals(cell.get(key)));
            }
            if (all) {
                return row;
            }
        }
        return -1;
    }

    private static List<PolicyNode> rowsWhere(List<PolicyNode> rows, boolean[] flags, boolean wanted) {
        List<PolicyNode> chosen = new ArrayList<>();
        for (int row = 0; row < flags.length; row++) {
            if (flags[row] == wanted) {
                chosen.add(rows.get(row));
            }
        }
        return chosen;
    }

    private boolean[][] accepted(PolicyNode row) {
        boolean[][] accepted = new boolean[keys.size()][];
        for (int k = 0; k < accepted.length; k++) {
            List<String> vocabulary = vocabularies.get(k);
            accepted[k] = new boolean[vocabulary.size()];
            List<PolicyNode> condition = condition(row, keys.get(k));
            Arrays.fill(accepted[k], condition.isEmpty());
            for (PolicyNode item : condition) {
                int token = vocabulary.indexOf(token(item));
                if (token >= 0) {
                    accepted[k][token] = true;
                }
            }
        }
        return accepted;
    }

    /** A condition may be one token instead of a list. */
    private static List<PolicyNode> condition(PolicyNode row, String key) {
        PolicyNode condition = row.get(key);
        return condition.isList() ? condition.items() : List.of(condition);
    }

    private static String token(PolicyNode item) {
        return item.isBool() ? Boolean.toString(item.bool()) : item.text();
    }

    private static boolean matches(boolean[][] accepted, int[] cell) {
        for (int k = 0; k < cell.length; k++) {
            if (!accepted[k][cell[k]]) {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> tokens(int[] cell) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (int k = 0; k < cell.length; k++) {
            tokens.put(keys.get(k), vocabularies.get(k).get(cell[k]));
        }
        return tokens;
    }
}
