package io.millrace.job.explain;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.verify.RunViews;
import io.millrace.slab.Columns;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of the committed files of a run, read by DuckDB. */
final class StoredRows implements AutoCloseable {
    /** One flow per kind of life, the commonest kind first. */
    private static final String EXAMPLES = """
            WITH lives AS (
                SELECT flow_id, CASE
                    WHEN final_state IN ('REFUNDED', 'REVERSED') THEN lower(final_state)
                    WHEN step_up_result <> 'NONE' THEN 'stepped up'
                    WHEN auth_result = 'DECLINED' THEN 'declined'
                    WHEN final_state = 'CLEARED' THEN 'approved and cleared'
                    WHEN final_state = 'EXPIRED' THEN 'expired'
                    ELSE 'still open' END AS life
                FROM outcomes
                UNION ALL SELECT flow_id, 'tried again' FROM anchors WHERE attempt_index > 0)
            SELECT life, min(flow_id) FROM lives GROUP BY life ORDER BY count(*) DESC, life
            """;

    private final Path runRoot;
    private final Connection connection;

    /**
     * When a party did something.
     *
     * @param micros as stored
     */
    record Moment(long partyId, long micros, long merchantId, long arrivalSeq) {}

    private StoredRows(Path runRoot, Connection connection) {
        this.runRoot = runRoot;
        this.connection = connection;
    }

    /** @throws RunException IO_READ_FAILED when a listed file cannot be read, here and in all that is asked later */
    static StoredRows open(Path runRoot) {
        try {
            return new StoredRows(runRoot, RunViews.open(runRoot));
        } catch (SQLException e) {
            throw unreadable(runRoot, e);
        }
    }

    /** What the run has of some arrivals. */
    List<Moment> of(Collection<ArrivalName> arrivals) {
        return moments("JOIN (VALUES "
                + arrivals.stream()
                        .map(name -> "(" + Long.toUnsignedString(name.merchantId()) + "::UBIGINT, " + name.arrivalSeq()
                                + "::BIGINT)")
                        .collect(Collectors.joining(", "))
                + ") AS asked(m, s) ON merchant_id = m AND arrival_seq = s");
    }

    /** All that the run has of some parties. */
    List<Moment> ofParties(Collection<Long> parties) {
        return moments("JOIN (VALUES "
                + parties.stream().map(id -> "(" + id + "::BIGINT)").collect(Collectors.joining(", "))
                + ") AS asked(p) ON party_id = p");
    }

    /**
     * Some arrivals, the same ones each time, spread over the whole run: those whose name and seed hash lowest.
     *
     * @param count at most
     */
    List<Moment> sample(int count, long seed) {
        return moments("ORDER BY md5(concat_ws(':', '" + Long.toUnsignedString(seed)
                + "', merchant_id, arrival_seq)), merchant_id, arrival_seq LIMIT " + count);
    }

    List<FlowExample> examples() {
        return ask(EXAMPLES, row -> new FlowExample(row.getString(1), row.getLong(2)));
    }

    private List<Moment> moments(String which) {
        return ask(
                "SELECT party_id, epoch_us(ts_utc), CAST(merchant_id AS VARCHAR), arrival_seq FROM "
                        + RunViews.name(SlabKind.SESSIONED) + " " + which,
                row -> new Moment(
                        row.getLong(1), row.getLong(2), Long.parseUnsignedLong(row.getString(3)), row.getLong(4)));
    }

    /**
     * Rows by the text of their key column; a key may have several.
     *
     * @param kind of a published data set
     * @param keyColumn 63-bit id
     */
    Map<Long, List<Map<String, Optional<String>>>> rows(SlabKind kind, String keyColumn, Collection<Long> keys) {
        return rows(
                kind,
                keyColumn,
                "JOIN (VALUES "
                        + keys.stream().map(key -> "(" + key + "::BIGINT)").collect(Collectors.joining(", "))
                        + ") AS asked(k) ON " + keyColumn + " = k");
    }

    /** Rows of arrivals by a number of their own: the flow id of each. */
    Map<Long, List<Map<String, Optional<String>>>> rowsOfArrivals(SlabKind kind, Map<ArrivalName, Long> numbers) {
        return rows(
                kind,
                "n",
                "JOIN (VALUES "
                        + numbers.entrySet().stream()
                                .map(entry -> "("
                                        + Long.toUnsignedString(entry.getKey().merchantId()) + "::UBIGINT, "
                                        + entry.getKey().arrivalSeq() + "::BIGINT, " + entry.getValue() + "::BIGINT)")
                                .collect(Collectors.joining(", "))
                        + ") AS asked(m, s, n) ON merchant_id = m AND arrival_seq = s");
    }

    private Map<Long, List<Map<String, Optional<String>>>> rows(SlabKind kind, String key, String which) {
        List<Columns.Column> columns = kind.empty(1).columns().published();
        String query = "SELECT " + key + ", "
                + columns.stream().map(Cell::query).collect(Collectors.joining(", ")) + " FROM " + RunViews.name(kind)
                + " " + which;
        Map<Long, List<Map<String, Optional<String>>>> found = new HashMap<>();
        ask(query, row -> {
            Map<String, Optional<String>> cells = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                cells.put(columns.get(column).name(), Optional.ofNullable(row.getString(column + 2)));
            }
            return found.computeIfAbsent(row.getLong(1), absent -> new ArrayList<>())
                    .add(cells);
        });
        return found;
    }

    /** What is made of one row of an answer. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> ask(String query, RowReader<T> reader) {
        List<T> answers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(reader.read(rows));
            }
            return answers;
        } catch (SQLException e) {
            throw unreadable(runRoot, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(runRoot, e);
        }
    }

    private static RunException unreadable(Path runRoot, SQLException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_READ_FAILED,
                        runRoot.toString(),
                        "DuckDB must read every listed file",
                        String.valueOf(e.getMessage()),
                        "restore the files, or see what millrace verify says"),
                e);
    }
}
