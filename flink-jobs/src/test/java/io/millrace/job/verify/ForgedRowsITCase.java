package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.verify.CheckQuery.Needs;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query finds the lie that was made for it, and none finds a lie that is not there. */
@ExtendWith(SharedRuns.class)
class ForgedRowsITCase {
    private static final Set<Needs> THERE = EnumSet.of(Needs.TABLES, Needs.ARRIVALS);
    /** Parties of the run fall into several slices. */
    private static final long SLICE_ROWS = 500;

    private static final Pattern CHANGE = Pattern.compile("^(?:INSERT INTO|DELETE FROM|UPDATE) (\\w+) ");

    private static ScorecardSession session;
    private static List<CheckResult> ofTheSoundRun;

    /** Rows of the run in tables, which each forgery changes for itself. */
    @BeforeAll
    static void load(ReferenceRun run, @TempDir Path scratch) throws SQLException {
        VerifySettings settings = new VerifySettings(
                run.root(), List.of(run.world().upstream(), run.world().world()), scratch, "500MB");
        SealedRun sealed = SealedRun.open(RunFolder.at(run.root()));
        session = ScorecardSession.open(
                new ScorecardSettings(run.root(), settings.roots(), settings.scratch(), settings.memoryMax()),
                ScorecardSession.Tables.IN_A_FILE);
        Statement statement = session.statement();
        // So few rows are not worth a second thread.
        statement.execute("SET threads = 1");
        RowRules.fill(statement, sealed.packs(), CardHorizon.of(run.root(), sealed, statement));
        Set<Needs> there = Verify.there(session, settings.roots(), run.identity());
        assertThat(there).isEqualTo(THERE);
        for (String view : RunViews.names()) {
            statement.execute("CREATE TABLE rows_of_view AS SELECT * FROM " + view);
            statement.execute("DROP VIEW " + view);
            statement.execute("ALTER TABLE rows_of_view RENAME TO " + view);
        }
        assertThat(rows("entities")).isGreaterThan(4 * SLICE_ROWS);
        ofTheSoundRun = RowChecks.run(statement, THERE, Set.of(), CheckQuery.NAMES, SLICE_ROWS);
    }

    private static long rows(String table) throws SQLException {
        try (ResultSet count = session.statement().executeQuery("SELECT count(*) FROM " + table)) {
            count.next();
            return count.getLong(1);
        }
    }

    @Test
    void slicesHoldEachArrivalOnce() throws SQLException {
        RowChecks.run(session.statement(), THERE, Set.of(), List.of("030_session_walk"), SLICE_ROWS);
        assertThat(rows("walk")).isEqualTo(rows("entities"));
        assertThat(rows("(SELECT DISTINCT merchant_id, arrival_seq FROM walk)")).isEqualTo(rows("entities"));
    }

    @AfterAll
    static void close() throws SQLException {
        session.close();
    }

    static List<RowForgery> forgeries() {
        return RowForgery.all();
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aForgedRowIsFoundByItsChecksAndByNoOther(RowForgery forgery) throws SQLException {
        Statement statement = session.statement();
        statement.execute("BEGIN TRANSACTION");
        try {
            Set<String> changed = new TreeSet<>();
            for (String forged : forgery.statements()) {
                assertThat(statement.executeUpdate(forged)).as(forged).isPositive();
                changed.add(table(forged));
            }
            List<CheckResult> failed =
                    checksOf(changed).stream().filter(CheckResult::hasFailed).toList();
            assertThat(failed).extracting(CheckResult::checkId).containsExactlyInAnyOrderElementsOf(forgery.checks());
            assertThat(failed).allSatisfy(result -> {
                assertThat(result.violations()).isPositive();
                assertThat(result.sample()).isNotEmpty();
            });
        } finally {
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void theTablesOfTheSoundRunPass() {
        assertThat(ofTheSoundRun).hasSize(CheckQuery.NAMES.size()).allSatisfy(result -> assertThat(result.status())
                .as(result.checkId() + " " + result.sample())
                .isEqualTo(CheckResult.Status.PASS));
    }

    @Test
    void everyCheckReadsTheRun() {
        assertThat(CheckQuery.NAMES)
                .allMatch(name -> reads(CheckQuery.load(name).sql(), Set.copyOf(RunViews.names())));
    }

    /** What no check reads makes it say nothing else than of the sound run. */
    private static List<CheckResult> checksOf(Set<String> changed) throws SQLException {
        return RowChecks.run(
                session.statement(),
                THERE,
                CheckQuery.TABLES.stream()
                        .filter(shared -> !reads(CheckQuery.text("tables/" + shared), changed))
                        .map(ForgedRowsITCase::name)
                        .collect(Collectors.toSet()),
                CheckQuery.NAMES.stream()
                        .filter(check -> reads(CheckQuery.load(check).sql(), changed))
                        .toList(),
                SLICE_ROWS);
    }

    /** Whether a query reads one of some tables, or a shared table that does. */
    private static boolean reads(String sql, Set<String> tables) {
        return tables.stream().anyMatch(table -> CheckQuery.reads(sql, table))
                || CheckQuery.TABLES.stream()
                        .filter(shared -> CheckQuery.reads(sql, name(shared)))
                        .anyMatch(shared -> reads(CheckQuery.text("tables/" + shared), tables));
    }

    /** Of a shared table, without its number. */
    private static String name(String shared) {
        return shared.substring(2);
    }

    private static String table(String forged) {
        Matcher change = CHANGE.matcher(forged);
        assertThat(change.find()).as(forged).isTrue();
        return change.group(1);
    }
}
