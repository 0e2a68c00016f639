package io.millrace.contract;

/** Who may see a column, and when: traffic, context, outcome, oracle, audit. Append only: codes are on disk. */
public enum Visibility implements Coded {
    TRAFFIC,
    CONTEXT,
    OUTCOME,
    ORACLE,
    AUDIT;

    private static final Visibility[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..5 */
    public static Visibility ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("Visibility has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
