package io.millrace.job.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of one picture as they lie in {@code resources/report}: a query whose rows the page draws and lists.
 *
 * @param id file name without number and ending, by which the page asks for it
 * @param title what the rows are
 * @param reads data sets and columns behind them
 * @param needs 6A tables that must be there
 * @param sql the query, its head included
 */
record ReportQuery(String id, String title, String reads, List<String> needs, String sql) {
    /** All queries in the order of their numbers; the test compares the list with the folder. */
    static final List<String> NAMES = List.of(
            "010_data_sets",
            "020_days",
            "030_week",
            "040_day",
            "050_countries",
            "060_corridors",
            "070_concentration",
            "080_inequality",
            "090_sessions",
            "100_session_lengths",
            "110_amounts",
            "120_price_endings",
            "130_life_cycle",
            "140_stages",
            "150_declines",
            "160_delays",
            "170_sharing",
            "180_commits");

    /** Queries whose results the others read, in the order of their numbers: the rows of a run are read here, once each. */
    static final List<String> TABLES = List.of(
            "1_reasons",
            "2_local_hours",
            "3_corridors",
            "4_activity",
            "5_amounts",
            "6_endings",
            "7_messages",
            "8_session_shapes");

    static ReportQuery load(String name) {
        String sql = text(name);
        List<String> lines = sql.lines().toList();
        return new ReportQuery(
                name.substring(name.indexOf('_') + 1),
                lines.get(0).substring("-- ".length()),
                header(lines, "-- reads: ")
                        .orElseThrow(() -> new IllegalStateException(name + " must say what it reads")),
                header(lines, "-- needs: ")
                        .map(tables -> List.of(tables.split(" ", -1)))
                        .orElse(List.of()),
                sql);
    }

    /** Text of a query below {@code resources/report}. */
    static String text(String name) {
        try (InputStream stream = ReportQuery.class.getResourceAsStream("/report/" + name + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException("no report query " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("report query " + name + " cannot be read", e);
        }
    }

    private static Optional<String> header(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst();
    }
}
