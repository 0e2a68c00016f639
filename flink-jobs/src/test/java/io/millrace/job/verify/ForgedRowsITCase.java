package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.verify.CheckQuery.Needs;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    private static ScorecardSession session;

    /** Rows of the run in tables, beside which forged ones are made. */
    @BeforeAll
    static void load(ReferenceRun run, @TempDir Path scratch) throws SQLException {
        VerifySettings settings = new VerifySettings(
                run.root(), List.of(run.world().upstream(), run.world().world()), scratch, "500MB");
        SealedRun sealed = SealedRun.open(RunFolder.at(run.root()));
        session = ScorecardSession.open(
                new ScorecardSettings(run.root(), settings.roots(), settings.scratch(), settings.memoryMax()));
        Statement statement = session.statement();
        // So few rows are not worth a second thread.
        statement.execute("SET threads = 1");
        RowRules.fill(statement, sealed.packs(), CardHorizon.of(run.root(), sealed, statement));
        Set<Needs> there = Verify.there(session, settings.roots(), run.identity());
        assertThat(there).isEqualTo(EnumSet.of(Needs.TABLES, Needs.ARRIVALS));
        for (String view : RunViews.names()) {
            statement.execute("CREATE TABLE true_" + view + " AS SELECT * FROM " + view);
            statement.execute("DROP VIEW " + view);
        }
        for (String view : RunViews.names()) {
            restore(view);
        }
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
        try {
            for (String statement : forgery.statements()) {
                assertThat(session.statement().executeUpdate(statement))
                        .as(statement)
                        .isPositive();
            }
            List<CheckResult> failed =
                    checks().stream().filter(CheckResult::hasFailed).toList();
            assertThat(failed).extracting(CheckResult::checkId).containsExactlyInAnyOrderElementsOf(forgery.checks());
            assertThat(failed).allSatisfy(result -> {
                assertThat(result.violations()).isPositive();
                assertThat(result.sample()).isNotEmpty();
            });
        } finally {
            for (String view : RunViews.names()) {
                if (forgery.statements().stream().anyMatch(statement -> changes(statement, view))) {
                    restore(view);
                }
            }
        }
    }

    @Test
    void theTablesOfTheSoundRunPass() throws SQLException {
        assertThat(checks()).hasSize(CheckQuery.NAMES.size()).allSatisfy(result -> assertThat(result.status())
                .as(result.checkId() + " " + result.sample())
                .isEqualTo(CheckResult.Status.PASS));
    }

    private static List<CheckResult> checks() throws SQLException {
        return RowChecks.run(session.statement(), EnumSet.of(Needs.TABLES, Needs.ARRIVALS));
    }

    private static boolean changes(String statement, String table) {
        return statement.matches("(?s)(INSERT INTO|DELETE FROM|UPDATE) " + table + " .*");
    }

    private static void restore(String view) throws SQLException {
        session.statement().execute("CREATE OR REPLACE TABLE " + view + " AS SELECT * FROM true_" + view);
    }
}
