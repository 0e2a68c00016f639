package io.millrace.job.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a query returned, column by column.
 *
 * @param columns names
 * @param values one list per column, all of one length; text, numbers a browser holds exactly, booleans, null
 */
record QueryRows(List<String> columns, List<List<Object>> values) {
    /** Beyond it a browser rounds whole numbers. */
    private static final long EXACT_MAX = 1L << 53;

    static QueryRows of(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData about = rows.getMetaData();
            List<String> columns = new ArrayList<>();
            List<List<Object>> values = new ArrayList<>();
            for (int column = 1; column <= about.getColumnCount(); column++) {
                columns.add(about.getColumnName(column));
                values.add(new ArrayList<>());
            }
            while (rows.next()) {
                for (int column = 1; column <= columns.size(); column++) {
                    values.get(column - 1).add(plain(rows.getObject(column)));
                }
            }
            return new QueryRows(columns, values);
        }
    }

    /** Whole numbers that no double holds become text. */
    private static Object plain(Object value) {
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? Double.valueOf(number) : null;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.doubleValue();
        }
        if (value instanceof BigInteger || value instanceof Number) {
            BigInteger whole = new BigInteger(value.toString());
            boolean exact = whole.abs().compareTo(BigInteger.valueOf(EXACT_MAX)) <= 0;
            return exact ? (Object) whole.longValueExact() : whole.toString();
        }
        return value.toString();
    }

    Map<String, Object> json() {
        return new TreeMap<>(Map.of("columns", columns, "values", values));
    }
}
