package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Somebody who reads the traffic of the one run in a folder of runs all the time, as any reader would: every visible
 * Parquet file below {@code data}, whatever the ledger says. Keeps what it saw of a row more than once.
 */
public final class TrafficReader implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = 50_000_000;

    /** Data sets with a row per thing that happens; counters are no rows of a reader. */
    private static final String READ = "s1_(arrival|session).*|s2_.*_baseline_6B";

    private final Path runs;
    private final Connection duck;
    private final Thread thread = new Thread(this::readOn, "traffic-reader");
    /** Hash of each row, by file. */
    private final Map<Path, List<Long>> rows = new HashMap<>();

    private final List<String> findings = new ArrayList<>();
    private volatile boolean closed;
    private SortedSet<Path> last = new TreeSet<>();
    private int looks;

    private TrafficReader(Path runs, Connection duck) {
        this.runs = runs;
        this.duck = duck;
    }

    /** Begins to read. */
    public static TrafficReader of(Path runs) throws SQLException {
        TrafficReader reader = new TrafficReader(runs, DriverManager.getConnection("jdbc:duckdb:"));
        reader.thread.start();
        return reader;
    }

    /**
     * Stops reading.
     *
     * @param files that are there in the end, relative to the run
     */
    public void assertSawEveryRowOnce(SortedSet<String> files) throws InterruptedException {
        stop();
        look();
        assertThat(findings).isEmpty();
        assertThat(looks).as("looks at a changed folder").isGreaterThan(3);
        assertThat(last.stream().map(TrafficReader::inRun))
                .containsExactlyElementsOf(files.stream()
                        .filter(file -> dataset(Path.of(file)).matches(READ))
                        .toList());
    }

    private void readOn() {
        while (!closed) {
            look();
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private void look() {
        SortedSet<Path> visible = visible();
        // A folder that changes under the eyes of its reader has no moment that could be judged.
        if (visible.equals(last) || !visible.equals(visible())) {
            return;
        }
        if (!read(visible)) {
            return;
        }
        last = visible;
        looks++;
        Map<String, Set<Long>> seen = new HashMap<>();
        for (Path file : visible) {
            Set<Long> ofDataset = seen.computeIfAbsent(dataset(file), absent -> new HashSet<>());
            for (long row : rows.get(file)) {
                if (!ofDataset.add(row)) {
                    findings.add("look " + looks + ": a row of " + file + " is visible twice");
                    return;
                }
            }
        }
    }

    /** @return false when a file went away meanwhile */
    private boolean read(SortedSet<Path> visible) {
        for (Path file : visible) {
            if (rows.containsKey(file)) {
                continue;
            }
            try (Statement statement = duck.createStatement();
                    ResultSet result = statement.executeQuery("SELECT hash(part)::VARCHAR FROM read_parquet('" + file
                            + "', hive_partitioning = false) part")) {
                List<Long> hashes = new ArrayList<>();
                while (result.next()) {
                    hashes.add(Long.parseUnsignedLong(result.getString(1)));
                }
                rows.put(file, hashes);
            } catch (SQLException unreadable) {
                if (Files.exists(file)) {
                    findings.add("unreadable: " + unreadable.getMessage());
                }
                return false;
            }
        }
        return true;
    }

    private SortedSet<Path> visible() {
        TreeSet<Path> visible = new TreeSet<>();
        if (!Files.isDirectory(runs)) {
            return visible;
        }
        try (Stream<Path> children = Files.list(runs)) {
            for (Path run : children.toList()) {
                Path data = run.resolve("data/layer3/6B");
                if (Files.isDirectory(data)) {
                    try (Stream<Path> walk = Files.walk(data)) {
                        walk.filter(file -> file.getFileName().toString().matches("[^.].*[.]parquet"))
                                .filter(file -> dataset(file).matches(READ))
                                .forEach(visible::add);
                    }
                }
            }
        } catch (NoSuchFileException | UncheckedIOException changed) {
            return new TreeSet<>();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return visible;
    }

    /** Path of a file from its run on. */
    private static String inRun(Path file) {
        String text = file.toString();
        return text.substring(text.indexOf("data/layer3/6B/"));
    }

    private static String dataset(Path file) {
        for (Path part : file) {
            if (part.toString().matches("s[0-9]_.*")) {
                return part.toString();
            }
        }
        return "";
    }

    private void stop() throws InterruptedException {
        closed = true;
        thread.join();
    }

    @Override
    public void close() throws InterruptedException, SQLException {
        stop();
        duck.close();
    }
}
