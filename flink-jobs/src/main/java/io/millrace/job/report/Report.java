package io.millrace.job.report;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.job.verify.KeptScorecard;
import io.millrace.job.verify.ScorecardSession;
import io.millrace.policy.AmountModel;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import tools.jackson.databind.JsonNode;

/**
 * One self-contained page about a published run.
 *
 * @param html the page
 * @param pictures results that it draws
 * @param notMeasured results it leaves out, because the world has no such tables
 */
public record Report(String html, int pictures, int notMeasured) {
    /** The mark of a page of ours stands within so many bytes. */
    private static final int HEAD_BYTES = 1_024;

    /**
     * Reads a run; changes nothing but the kept scorecard, where one was measured.
     *
     * @throws RunException when the run has no sound gate, was never published, is damaged, or cannot be read
     */
    public static Report of(ReportSettings settings) {
        Path root = settings.run().runRoot();
        SealedRun sealed = SealedRun.open(RunFolder.at(root));
        String digest = PublishedRun.check(root, sealed.identity(), PublishedRun.Depth.SIZES)
                .orElseThrow(() -> unpublished(root));
        Ledger ledger = new Ledger(root);
        List<LedgerEntry> entries = ledger.valid(ledger.attempts());
        RunStory story = new RunStory(root, sealed);
        TreeMap<String, Object> numbers = new TreeMap<>();
        numbers.put("story", story.json(digest, entries));
        numbers.put("card", card(settings).orElse(null));
        numbers.put("library", "Apache ECharts " + ReportPage.libraryVersion());
        TreeMap<String, Object> results = new TreeMap<>();
        int missing = 0;
        try (ScorecardSession session = ScorecardSession.open(settings.run(), ScorecardSession.Tables.IN_MEMORY)) {
            fill(session, sealed, story.manifest(), entries);
            for (String name : ReportQuery.NAMES) {
                ReportQuery query = ReportQuery.load(name);
                Map<String, Object> result = result(session, query);
                missing += result.containsKey("missing") ? 1 : 0;
                results.put(query.id(), result);
            }
        } catch (SQLException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            root.toString(),
                            "must be readable by DuckDB",
                            String.valueOf(e.getMessage()),
                            "judge its files first: millrace verify; give more --memory or another --scratch when these ran out"),
                    e);
        }
        numbers.put("queries", results);
        return new Report(ReportPage.of(sealed.identity().runId(), numbers), results.size() - missing, missing);
    }

    /**
     * Whether a report may be written there: nothing, or an older report.
     *
     * @throws RunException IO_WRITE_CONFLICT when something else stands there
     */
    public static void requireFree(Path target) {
        if (!Files.exists(target) || isReport(target)) {
            return;
        }
        throw new RunException(Problem.of(
                ErrorCode.IO_WRITE_CONFLICT,
                target.toString(),
                "must be free, or an older report of Millrace",
                Files.isDirectory(target) ? "a folder" : "another file",
                "name a file that is free: --out"));
    }

    private static boolean isReport(Path target) {
        if (!Files.isRegularFile(target)) {
            return false;
        }
        try (var stream = Files.newInputStream(target)) {
            return new String(stream.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).contains(ReportPage.MARK);
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            target.toString(),
                            "must be readable, to know whether it may be replaced",
                            e.toString(),
                            "mend permissions, or name another file"),
                    e);
        }
    }

    private static Optional<JsonNode> card(ReportSettings settings) {
        return switch (settings.card()) {
            case KEPT_OR_MEASURED -> Optional.of(KeptScorecard.orMeasured(settings.run()));
            case KEPT_OR_NONE -> KeptScorecard.of(settings.run().runRoot());
        };
    }

    private static Map<String, Object> result(ScorecardSession session, ReportQuery query) throws SQLException {
        TreeMap<String, Object> result = new TreeMap<>();
        result.put("title", query.title());
        result.put("reads", query.reads());
        result.put("sql", query.sql());
        List<String> absent = query.needs().stream()
                .filter(table -> !session.tables().contains(table))
                .toList();
        if (absent.isEmpty()) {
            try {
                result.putAll(QueryRows.of(session.statement(), query.sql()).json());
            } catch (SQLException e) {
                throw new SQLException(query.id() + ": " + e.getMessage(), e);
            }
        } else {
            result.put("missing", String.join(", ", absent));
        }
        return result;
    }

    /** What the queries read beside the rows of the run: ledger, horizon, currencies, and tables of sums. */
    private static void fill(ScorecardSession session, SealedRun sealed, JsonNode manifest, List<LedgerEntry> entries)
            throws SQLException {
        Statement statement = session.statement();
        statement.execute("CREATE TABLE settings AS SELECT "
                + manifest.required("horizon_start_us").asLong() + "::BIGINT AS horizon_start_us, "
                + manifest.required("horizon_end_us").asLong() + "::BIGINT AS horizon_end_us");
        statement.execute("CREATE TABLE ledger (dataset_id VARCHAR, path VARCHAR, attempt INTEGER,"
                + " checkpoint_id BIGINT, rows BIGINT, size_bytes BIGINT)");
        appendLedger(session.connection(), entries);
        statement.execute("CREATE TABLE currencies (currency VARCHAR, decimals INTEGER)");
        for (Map.Entry<String, AmountModel.Currency> currency : AmountModel.of(
                        sealed.packs().require("amount_model_6B").root())
                .currencies()
                .entrySet()) {
            statement.execute("INSERT INTO currencies VALUES ('" + currency.getKey() + "', "
                    + currency.getValue().decimals() + ")");
        }
        for (String table : ReportQuery.TABLES) {
            statement.execute("CREATE TABLE " + table.substring(2) + " AS " + ReportQuery.text("tables/" + table));
        }
    }

    private static void appendLedger(Connection connection, List<LedgerEntry> entries) throws SQLException {
        try (DuckDBAppender rows =
                connection.unwrap(DuckDBConnection.class).createAppender(DuckDBConnection.DEFAULT_SCHEMA, "ledger")) {
            for (LedgerEntry entry : entries) {
                rows.beginRow();
                rows.append(entry.datasetId());
                rows.append(entry.path());
                rows.append(entry.attempt());
                rows.append(entry.checkpointId());
                rows.append(entry.rows());
                rows.append(entry.sizeBytes());
                rows.endRow();
            }
        }
    }

    private static RunException unpublished(Path root) {
        return new RunException(Problem.of(
                ErrorCode.PUBLISHED_RUN_DAMAGED,
                "run " + root.getFileName(),
                "must be published",
                "unfinished",
                "finish it by the same millrace generate; it resumes. A run without end has no report"));
    }
}
