package io.millrace.job.testing;

import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A copy of a published run whose rows a test changes, with SQL, behind the back of ledger and footers. */
public final class DoctoredRun {
    private final Path root;

    private DoctoredRun(Path root) {
        this.root = root;
    }

    /** Copies a run below another folder of runs. */
    public static DoctoredRun of(ReferenceRun run, Path runs) {
        return new DoctoredRun(
                RunFiles.copy(run.root(), runs.resolve(run.identity().runId())));
    }

    public Path root() {
        return root;
    }

    /**
     * Writes every part file of a dataset anew.
     *
     * @param select query over {@code part}, the rows of one file, and {@code everything}, those of the dataset
     */
    public DoctoredRun rows(String datasetId, String select) throws SQLException, IOException {
        Ledger ledger = new Ledger(root);
        String folder = root.resolve("data/layer3/6B/" + datasetId).toString();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute("CREATE TABLE everything AS SELECT * FROM read_parquet('" + folder
                    + "/**/*.parquet', hive_partitioning = false)");
            for (LedgerEntry entry : ledger.valid(ledger.attempts())) {
                if (entry.datasetId().equals(datasetId)) {
                    Path file = root.resolve(entry.path());
                    Path rewritten = file.resolveSibling(".doctored");
                    statement.execute("CREATE OR REPLACE TABLE part AS SELECT * FROM read_parquet('" + file
                            + "', hive_partitioning = false)");
                    statement.execute("COPY (" + select + ") TO '" + rewritten + "' (FORMAT parquet)");
                    Files.move(rewritten, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return this;
    }
}
