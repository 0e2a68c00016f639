package io.millrace.job.sinks.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger.Point;
import io.millrace.job.testing.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of a run, with rewinds, starts over, kills between claim and rewind, and late commits of dead attempts. The
 * model knows no lineage: it keeps the whole set of files of each point, and forgets the points behind a rewind.
 */
class LineageTest {
    private static final String FOLDER = "data/layer3/6B/events";
    private static final int STEPS = 40;

    @TempDir
    Path run;

    /** A point and all files that counted when it was taken. */
    private record Taken(Point point, SortedSet<String> files) {}

    private final List<Taken> history = new ArrayList<>();
    private final List<Taken> timeline = new ArrayList<>();
    private Ledger ledger;
    private SplittableRandom random;
    private int attempt;
    private long checkpoint;
    private boolean isRewound;
    private Optional<Point> reached = Optional.empty();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theLedgerAgreesWithAModelThatKeepsWholeSets(long seed) throws IOException {
        ledger = new Ledger(run);
        random = new SplittableRandom(seed);
        start(Optional.empty());
        for (int step = 0; step < STEPS; step++) {
            if (!isRewound || random.nextInt(5) == 0) {
                start(
                        timeline.isEmpty() || random.nextInt(8) == 0
                                ? Optional.empty()
                                : Optional.of(timeline.get(random.nextInt(timeline.size()))));
            } else if (attempt > 1 && random.nextInt(6) == 0) {
                commitLate();
            } else {
                takeCheckpoint();
            }
            agree();
        }
    }

    private void start(Optional<Taken> from) throws IOException {
        Optional<Point> point = from.map(Taken::point);
        attempt = from.isPresent()
                ? ledger.beginFrom(ledger.attempts(), point.get(), run.resolve("somewhere"))
                : ledger.begin(ledger.attempts(), Optional.empty());
        checkpoint = point.map(Point::checkpointId).orElse(0L);
        reached = point;
        timeline.subList(from.map(timeline::indexOf).orElse(-1) + 1, timeline.size())
                .clear();
        isRewound = random.nextInt(4) > 0;
        if (isRewound) {
            ledger.rewind(ledger.attempts(), point);
            assertThat(present()).isEqualTo(current());
            assertThat(ledger.rewind(ledger.attempts(), point)).as("done again").isZero();
        }
    }

    private void takeCheckpoint() throws IOException {
        checkpoint++;
        TreeSet<String> files = new TreeSet<>(current());
        for (int n = random.nextInt(3); n > 0; n--) {
            files.add(commit(attempt, n));
            reached = Optional.of(new Point(attempt, checkpoint));
        }
        Taken taken = new Taken(new Point(attempt, checkpoint), files);
        timeline.add(taken);
        history.add(taken);
    }

    /** Of a frozen task of an older attempt; the checkpoint it was for is the next one nobody else has. */
    private void commitLate() throws IOException {
        long next = checkpoint;
        checkpoint = 1
                + history.stream()
                        .mapToLong(taken -> taken.point().checkpointId())
                        .max()
                        .orElse(0);
        commit(1 + random.nextInt(attempt - 1), 7);
        checkpoint = next;
    }

    private void agree() throws IOException {
        assertThat(ledger.attempts()).isEqualTo(attempt);
        assertThat(paths(ledger.valid(attempt))).isEqualTo(current());
        assertThat(ledger.reached()).isEqualTo(reached);
        for (Taken taken : history) {
            assertThat(ledger.isLive(taken.point())).as("%s", taken.point()).isEqualTo(timeline.contains(taken));
        }
        for (Taken taken : timeline) {
            assertThat(paths(ledger.valid(taken.point()))).isEqualTo(taken.files());
            SortedSet<String> later = present();
            later.removeAll(taken.files());
            SortedSet<String> outside = ledger.outside(taken.point()).stream()
                    .filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> run.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(outside).isEqualTo(later);
        }
    }

    private SortedSet<String> current() {
        return timeline.isEmpty()
                ? new TreeSet<>()
                : timeline.get(timeline.size() - 1).files();
    }

    private SortedSet<String> present() {
        Path data = run.resolve(FOLDER);
        return Files.isDirectory(data)
                ? RunFiles.named(data, ".*").stream()
                        .map(file -> run.relativize(file).toString())
                        .collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<>();
    }

    private static SortedSet<String> paths(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::path).collect(Collectors.toCollection(TreeSet::new));
    }

    private String commit(int by, int n) throws IOException {
        String name = "part-" + by + "-" + checkpoint + "-0-" + n + ".parquet";
        LedgerEntry entry = new LedgerEntry(
                "events",
                FOLDER + "/" + name,
                by,
                checkpoint,
                0,
                1,
                "0".repeat(32),
                Map.of("flow", "1:1"),
                3,
                "a".repeat(64),
                0,
                0);
        RunFiles.write(run.resolve(entry.path()), "abc");
        Path line = run.resolve("_ledger/events").resolve(name + ".json");
        Files.createDirectories(line.getParent());
        Files.write(line, entry.json());
        return entry.path();
    }
}
