package io.millrace.story;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that was decided of a row.
 *
 * @param name of a column where it is one
 * @param value as text
 * @param because why, one sentence each
 * @param draws it leans on
 * @param rules it leans on
 * @param columns {@code dataset.column} of the stored rows it ends in
 */
public record Fact(
        String name, String value, List<String> because, List<Drawn> draws, List<Rule> rules, List<String> columns) {
    public Fact {
        because = List.copyOf(because);
        draws = List.copyOf(draws);
        rules = List.copyOf(rules);
        columns = List.copyOf(columns);
    }

    public static Fact of(String name, String value) {
        return new Fact(name, value, List.of(), List.of(), List.of(), List.of());
    }

    public static Fact of(String name, long value) {
        return of(name, Long.toString(value));
    }

    /** With one sentence more. */
    public Fact because(String sentence) {
        return new Fact(name, value, plus(because, sentence), draws, rules, columns);
    }

    /** With one draw more. */
    public Fact drawn(Drawn draw) {
        return new Fact(name, value, because, plus(draws, draw), rules, columns);
    }

    /** With one rule more. */
    public Fact by(Rule rule) {
        return new Fact(name, value, because, draws, plus(rules, rule), columns);
    }

    /** With one column more that it ends in, of the fact's own name. */
    public Fact in(String datasetId) {
        return in(datasetId, name);
    }

    /** With one column more that it ends in. */
    public Fact in(String datasetId, String column) {
        return new Fact(name, value, because, draws, rules, plus(columns, datasetId + "." + column));
    }

    private static <T> List<T> plus(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }
}
