package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.Axes;
import io.millrace.contract.ColumnType;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RowSchema;
import io.millrace.contract.WorldKind;
import io.millrace.job.verify.CheckQuery.Needs;
import io.millrace.job.verify.CheckResult.Status;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.ScenarioId;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Judges a run from its files: the files themselves, then every row. Reads only; a check that finds something has failed. */
public final class Verify {
    private static final List<String> ENTITY_TABLES = List.of(
            "s1_party_base_6A",
            "s2_account_base_6A",
            "s3_instrument_base_6A",
            "s4_device_base_6A",
            "s4_device_links_6A",
            "s4_ip_links_6A");

    private Verify() {}

    /**
     * Files first, then rows.
     *
     * @return one result per check, in order
     * @throws io.millrace.base.RunException when the run has no sound gate or was never published
     */
    public static List<CheckResult> run(VerifySettings settings) {
        Path runRoot = settings.runRoot();
        SealedRun sealed = SealedRun.open(RunFolder.at(runRoot));
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        if (sealed.receipt().worldKind() == WorldKind.OWN
                && ScenarioId.of(sealed.identity().scenarioId()).isLive()) {
            return new LiveChecks(runRoot, sealed, zones).run();
        }
        List<CheckResult> results = new ArrayList<>(new FileChecks(runRoot, sealed, zones).run());
        try (ScorecardSession session = ScorecardSession.open(
                new ScorecardSettings(runRoot, settings.roots(), settings.scratch(), settings.memoryMax()),
                ScorecardSession.Tables.IN_A_FILE)) {
            Statement statement = session.statement();
            RowRules.fill(statement, sealed.packs(), CardHorizon.of(runRoot, sealed, statement));
            results.addAll(RowChecks.run(statement, there(session, settings.roots(), sealed.identity())));
        } catch (SQLException e) {
            boolean isShort = isShortOfRoom(e);
            if (isShort && results.stream().noneMatch(CheckResult::hasFailed)) {
                throw shortOfRoom(settings, e);
            }
            results.add(new CheckResult(
                    "readable",
                    "DuckDB reads every listed file",
                    isShort ? ErrorCode.IO_READ_FAILED : ErrorCode.COMMITTED_FILE_DAMAGED,
                    Status.FAIL,
                    1,
                    String.valueOf(e.getMessage()),
                    0));
        }
        return results;
    }

    /** Memory, or the scratch folder: both say nothing about the run. */
    private static boolean isShortOfRoom(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Out of Memory Error") || message.contains("No space left on device");
    }

    private static RunException shortOfRoom(VerifySettings settings, SQLException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_READ_FAILED,
                        settings.runRoot().toString(),
                        "DuckDB must have memory for every query, and room in the scratch folder",
                        e.getMessage().lines().findFirst().orElseThrow(),
                        "give it more by --memory, which is " + settings.memoryMax()
                                + ", or by --scratch, a folder with more room than " + settings.scratch()
                                + "; nothing is said about the run"),
                e);
    }

    /** Which parts of the world can be read; makes the view of the arrivals. */
    static Set<Needs> there(ScorecardSession session, List<Path> roots, RunIdentity identity) throws SQLException {
        Set<Needs> there = EnumSet.noneOf(Needs.class);
        if (session.tables().containsAll(ENTITY_TABLES)) {
            there.add(Needs.TABLES);
        }
        String folder = DatasetDictionary.shipped()
                .dataset(SlabKind.ARRIVAL.datasetId())
                .folder(Axes.ofWorld(
                        identity.seedText(),
                        identity.worldParameterHash(),
                        identity.manifestFingerprint(),
                        identity.scenarioId()));
        Optional<Path> arrivals = roots.stream()
                .map(root -> root.resolve(folder))
                .filter(Verify::hasParquet)
                .findFirst();
        if (arrivals.isPresent()) {
            createView(session.statement(), SlabKind.ARRIVAL.datasetId(), arrivals.get());
            there.add(Needs.ARRIVALS);
        }
        return there;
    }

    /**
     * A view over all Parquet files of a data set of the dictionary below a folder that has one. Columns that tables of
     * other engines lack are null.
     */
    static void createView(Statement statement, String datasetId, Path folder) throws SQLException {
        if (!hasParquet(folder)) {
            throw new SQLException("no Parquet file below " + folder);
        }
        String files = "read_parquet('" + folder.toString().replace("'", "''")
                + "/**/*.parquet', hive_partitioning = false, filename = true)";
        Set<String> found = new TreeSet<>();
        try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + files)) {
            while (columns.next()) {
                found.add(columns.getString("column_name"));
            }
        }
        StringBuilder missing = new StringBuilder();
        for (RowSchema.Column column :
                DatasetDictionary.shipped().dataset(datasetId).rowSchema().columns()) {
            if (!found.contains(column.name())) {
                missing.append(", NULL::")
                        .append(type(column.type()))
                        .append(" AS ")
                        .append(column.name());
            }
        }
        statement.execute("CREATE VIEW " + datasetId + " AS SELECT *" + missing + " FROM " + files);
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case I32 -> "INTEGER";
            case U32 -> "UINTEGER";
            case I64 -> "BIGINT";
            case U64 -> "UBIGINT";
            case TS -> "TIMESTAMPTZ";
            case BOOL -> "BOOLEAN";
            case E, CC, CUR, STR, V -> "VARCHAR";
        };
    }

    static boolean hasParquet(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException e) {
            throw new IllegalStateException(folder + " cannot be read", e);
        }
    }
}
