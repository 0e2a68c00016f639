package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hours by the offsets of days against a clock that is asked for every quarter of an hour of a year. */
class LocalHoursTest {
    private static final String ZONES =
            "'UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Asia/Kathmandu',"
                    + " 'Pacific/Chatham', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Kiritimati'";
    private static final String YEAR =
            "CREATE TABLE entities AS SELECT tzid_primary, 'POS' AS channel, 'DE' AS legal_country_iso, ts_utc"
                    + " FROM (SELECT unnest([" + ZONES
                    + "]) AS tzid_primary), generate_series(TIMESTAMPTZ '2026-01-01 00:07:00+00',"
                    + " TIMESTAMPTZ '2026-12-31 23:59:00+00', INTERVAL 15 MINUTES) AS series(ts_utc)";
    /** Four weeks with the change of clocks in Europe. */
    private static final String SETTINGS =
            "CREATE TABLE settings AS SELECT epoch_us(TIMESTAMPTZ '2026-03-10 00:00:00+00') AS"
                    + " horizon_start_us, epoch_us(TIMESTAMPTZ '2026-04-07 00:00:00+00') AS whole_weeks_end_us";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/verify/realism/tables/3_local_hours.sql | channel, in_whole_weeks"
                        + " | epoch_us(ts_utc) BETWEEN horizon_start_us AND whole_weeks_end_us - 1 AS in_whole_weeks, channel",
                "/report/tables/2_local_hours.sql | country, channel | legal_country_iso AS country, channel"
            })
    void areThoseOfTheClock(String file, String keys, String asked) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute(YEAR);
            statement.execute(SETTINGS);
            statement.execute("CREATE TABLE found AS " + text(file));
            statement.execute(
                    "CREATE TABLE asked AS " + "SELECT " + asked
                            + ", isodow(local_ts) AS weekday, hour(local_ts) AS hour, count(*) AS arrivals"
                            + " FROM (SELECT *, ts_utc AT TIME ZONE tzid_primary AS local_ts FROM entities), settings GROUP BY ALL");
            String columns = keys + ", weekday, hour, arrivals::BIGINT AS arrivals";
            assertThat(count(statement, "FROM asked")).isGreaterThanOrEqualTo(24 * 7);
            assertThat(count(
                            statement,
                            "FROM (SELECT " + columns + " FROM found EXCEPT SELECT " + columns + " FROM asked)"))
                    .isZero();
            assertThat(count(
                            statement,
                            "FROM (SELECT " + columns + " FROM asked EXCEPT SELECT " + columns + " FROM found)"))
                    .isZero();
        }
    }

    private static long count(Statement statement, String from) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream stream = LocalHoursTest.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
