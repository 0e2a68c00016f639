package io.millrace.job.verify;

import io.millrace.contract.Coded;
import io.millrace.contract.ReasonCode;
import io.millrace.slab.Columns;
import io.millrace.slab.FlowSlab;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Every flow of a run in turn: its anchor as a slab of one row, how it was planned to end, and the decline that it found
 * in its session. Read while DuckDB makes them, so a run of any size needs no memory here.
 */
final class StoredFlows implements AutoCloseable {
    /** The flow at hand. */
    final FlowSlab anchors = new FlowSlab(1);

    private final List<Columns.Column> columns = anchors.columns().published();
    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;

    private PlannedEnd end = PlannedEnd.CLEARED;
    private int reasonCode;
    private int earlierReason;
    private boolean sameInstrument;
    private long gapMicros;

    /** @throws SQLException when a file cannot be read */
    StoredFlows(DuckDBConnection session) throws SQLException {
        anchors.addRow();
        connection = session.duplicate();
        try {
            statement = connection.createStatement();
            statement.execute("SET SESSION jdbc_stream_results = true");
            rows = statement.executeQuery("SELECT "
                    + columns.stream().map(StoredFlows::number).collect(Collectors.joining(", "))
                    + ", o.template::BIGINT, "
                    + wholeOrZero(code("o.reason_code", ReasonCode.values()))
                    + ", " + wholeOrZero(code("r.reason_code", ReasonCode.values()))
                    + ", coalesce(r.same_instrument, false)::BIGINT, " + wholeOrZero("r.gap_us")
                    + " FROM anchors a JOIN outcomes o USING (flow_id) LEFT JOIN retry_candidates r USING (flow_id)");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Goes to the next flow.
     *
     * @return false behind the last
     * @throws SQLException also for a flow whose channel, price class or template no contract knows
     */
    boolean next() throws SQLException {
        if (!rows.next()) {
            return false;
        }
        for (int column = 0; column < columns.size(); column++) {
            put(columns.get(column), rows.getLong(column + 1));
        }
        int behind = columns.size();
        long template = rows.getLong(behind + 1);
        if (anchors.channel[0] == 0
                || anchors.priceClass[0] == 0
                || template < 1
                || template > PlannedEnd.values().length) {
            throw new SQLException(
                    "template " + template + " of a flow that no contract knows: " + anchors.describe(0));
        }
        end = PlannedEnd.ofTemplate((int) template);
        reasonCode = (int) rows.getLong(behind + 2);
        earlierReason = (int) rows.getLong(behind + 3);
        sameInstrument = rows.getLong(behind + 4) != 0;
        gapMicros = rows.getLong(behind + 5);
        return true;
    }

    PlannedEnd end() {
        return end;
    }

    /** Code of the reason of its decline; 0 when it has none, or its answer lies behind the horizon. */
    int reasonCode() {
        return reasonCode;
    }

    /** Code of the reason of the decline that it may retry; 0 without one. */
    int earlierReason() {
        return earlierReason;
    }

    /** As the decline that it may retry. */
    boolean sameInstrument() {
        return sameInstrument;
    }

    /** Since the answer of the decline that it may retry. */
    long gapMicros() {
        return gapMicros;
    }

    private static void put(Columns.Column column, long bits) {
        switch (column.kind()) {
            case I64, U64, TS -> ((long[]) column.array())[0] = bits;
            case I32, U32 -> ((int[]) column.array())[0] = (int) bits;
            case CC, CUR, ZONE -> ((short[]) column.array())[0] = (short) bits;
            case ENUM, WORD -> ((byte[]) column.array())[0] = (byte) bits;
            case BOOL -> ((boolean[]) column.array())[0] = bits != 0;
            case STR -> throw new IllegalStateException(column.name() + " holds text");
        }
    }

    /** A column of the anchor as the number that its slab holds; null as its mark, or 0 where null breaks the contract. */
    private static String number(Columns.Column column) {
        String name = "a." + column.name();
        String number =
                switch (column.kind()) {
                    case I32, U32, I64, BOOL -> name;
                    case U64 ->
                        "CASE WHEN " + name + " < 9223372036854775808 THEN " + name + "::BIGINT ELSE -1 - (~" + name
                                + ")::BIGINT END";
                    case TS -> "epoch_us(" + name + ")";
                    case ENUM, WORD -> code(name, column.vocabulary());
                    case CC -> letters(name, 2);
                    case CUR -> letters(name, 3);
                    case ZONE, STR -> throw new IllegalStateException(column.name() + " has no number of its own");
                };
        return "coalesce((" + number + ")::BIGINT, " + (column.nullable() ? column.absent() : 0) + ")";
    }

    private static String wholeOrZero(String number) {
        return "coalesce((" + number + ")::BIGINT, 0)";
    }

    private static String code(String name, Coded[] vocabulary) {
        return "list_position(["
                + Arrays.stream(vocabulary)
                        .map(word -> "'" + word.token() + "'")
                        .collect(Collectors.joining(", "))
                + "], " + name + ")";
    }

    /** Base 26, as {@link io.millrace.contract.Iso} packs. */
    private static String letters(String name, int count) {
        StringBuilder packed = new StringBuilder("0");
        for (int letter = 1; letter <= count; letter++) {
            packed.insert(0, '(').append(") * 26 + ascii(substr(" + name + ", " + letter + ", 1)) - 65");
        }
        return packed.toString();
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
        connection.close();
    }
}
