package io.millrace.job.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.digest.FileDigest;
import io.millrace.job.arrivals.ArrivalWindow;
import io.millrace.job.entities.EntityPlan;
import io.millrace.job.testing.BreakingPlan;
import io.millrace.job.testing.BreakingPlan.Fault;
import io.millrace.run.ScenarioId;
import io.millrace.run.WorldBundle;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The segments of the world tiny, ended at every step and begun again: the same bytes as without any of it. */
class InterruptedWorldITCase {
    private static final Map<Part, Map<String, String>> UNDISTURBED = new EnumMap<>(Part.class);
    private static WorldSource source;

    @TempDir
    Path worlds;

    private final List<String> said = new ArrayList<>();

    /** A segment of tiny. */
    enum Part {
        ENTITIES,
        ARRIVALS;

        SegmentPlan plan() {
            return switch (this) {
                case ENTITIES -> new EntityPlan(source);
                case ARRIVALS -> arrivals("baseline_20260101_3d");
            };
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void makeUndisturbed(@TempDir Path clean) throws IOException {
        source = WorldSource.of(PolicyFiles.root().resolve("config"), "tiny", 42);
        for (Part part : Part.values()) {
            Path folder = clean.resolve(part.label());
            UNDISTURBED.put(
                    part, content(make(folder, part.plan(), new ArrayList<>()).world()));
        }
    }

    @AfterAll
    static void forget() {
        UNDISTURBED.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "ENTITIES, BEFORE_PIECE, 0, 0",
        "ENTITIES, INSIDE_FILE, 2, 2",
        "ENTITIES, BEFORE_RECORD, 1, 1",
        "ENTITIES, AFTER_FINISH, 0, 4",
        "ARRIVALS, BEFORE_PIECE, 1, 1",
        "ARRIVALS, INSIDE_FILE, 2, 2",
        "ARRIVALS, AFTER_FINISH, 0, 3",
    })
    void aStartThatEndsWhileItMakesLeavesItsFinishedPieces(Part part, Fault fault, int at, int left)
            throws IOException {
        breakOff(part, new BreakingPlan(part.plan(), fault, at));
        assertThat(source.subject().folder(worlds)).doesNotExist();
        assertThat(paths(workFolder()))
                .filteredOn(file -> file.endsWith(".tmp"))
                .hasSize(fault == Fault.INSIDE_FILE ? 1 : 0);

        resume(part, left);
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void aStartThatEndsBetweenTwoTablesIsTakenUp(Part part) throws IOException {
        Path last = lastTable(part);
        Files.createDirectories(last.getParent().getParent());
        // A file where a folder has to be made.
        Files.createFile(last.getParent());
        breakOff(part, part.plan());
        assertThat(paths(source.subject().folder(worlds))).anyMatch(file -> file.endsWith(".parquet"));

        Files.delete(last.getParent());
        resume(part, part.plan().pieces());
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void aStartThatEndsBeforeTheFlagIsTakenUp(Part part) throws IOException {
        Path obstacle = bundle(part).resolve("full");
        Files.createDirectories(obstacle.resolve("folder"));
        breakOff(part, part.plan());
        assertThat(paths(source.subject().folder(worlds)))
                .anyMatch(file -> file.endsWith(".parquet"))
                .noneMatch(file -> file.endsWith(WorldBundle.FLAG));

        Files.delete(obstacle.resolve("folder"));
        Files.delete(obstacle);
        resume(part, part.plan().pieces());
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void aStartThatEndsBetweenFlagAndReceiptIsTakenUp(Part part) throws IOException {
        Path obstacle = source.subject().folder(worlds).resolve("." + WorldReceipt.FILE + ".tmp");
        Files.createDirectories(obstacle);
        breakOff(part, part.plan());
        assertThat(bundle(part).resolve(WorldBundle.FLAG)).exists();

        // It ends again, in the middle: what the first had put into the world is in the working folder now, the flag
        // gone.
        Files.delete(obstacle);
        breakOff(part, new BreakingPlan(part.plan(), Fault.AFTER_FINISH, 0));
        assertThat(paths(source.subject().folder(worlds))).noneMatch(file -> file.endsWith(".parquet"));
        assertThat(bundle(part).resolve(WorldBundle.FLAG)).doesNotExist();
        resume(part, part.plan().pieces());
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void whatIsLeftOfAStartThatEndedAfterTheReceiptGoes(Part part) throws IOException {
        breakOff(part, new BreakingPlan(part.plan(), Fault.BEFORE_PIECE, 1));
        Path work = workFolder();
        Path kept = worlds.resolve("kept");
        Files.move(work, kept);
        make(worlds, part.plan(), said);
        Files.move(kept, work);

        SegmentSummary again = make(worlds, part.plan(), said);
        assertThat(again.outcome()).isEqualTo(SegmentSummary.Outcome.UNCHANGED);
        assertThat(work).doesNotExist();
        assertThat(content(again.world())).isEqualTo(UNDISTURBED.get(part));
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void aFinishedPieceThatIsNotAsItWasWrittenIsMadeAgain(Part part) throws IOException {
        breakOff(part, new BreakingPlan(part.plan(), Fault.BEFORE_PIECE, 2));
        PieceResult first = PieceRecord.whole(workFolder(), 0).orElseThrow();
        Path file = workFolder().resolve(first.parts()[0].path());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Path record = workFolder().resolve("_pieces/piece-1.json");
        Files.writeString(record, Files.readString(record).replace("\"figures\":\"", "\"figures\":\"AAAA"));

        SegmentSummary resumed = make(worlds, part.plan(), said);
        assertThat(said)
                .contains(
                        "a piece is not as it was written and is made again: piece-0.json",
                        "a piece is not as it was written and is made again: piece-1.json")
                .noneMatch(line -> line.contains("resumed"));
        assertThat(content(resumed.world())).isEqualTo(UNDISTURBED.get(part));
    }

    @Test
    void piecesOfAnotherProgramAreNotTakenOver() throws IOException {
        breakOff(Part.ENTITIES, new BreakingPlan(Part.ENTITIES.plan(), Fault.BEFORE_PIECE, 2));
        Path identity = workFolder().resolve("making.json");
        Files.writeString(identity, Files.readString(identity).replace("\"program\":\"", "\"program\":\"f"));

        SegmentSummary made = make(worlds, Part.ENTITIES.plan(), said);
        assertThat(said).singleElement().asString().contains("is of another program or plan and is made again");
        assertThat(content(made.world())).isEqualTo(UNDISTURBED.get(Part.ENTITIES));
    }

    @Test
    void whatSomebodyElsePutInTheWorldIsQuarantinedAndNotTakenBack() throws IOException {
        Path obstacle = source.subject().folder(worlds).resolve("." + WorldReceipt.FILE + ".tmp");
        Files.createDirectories(obstacle);
        breakOff(Part.ARRIVALS, Part.ARRIVALS.plan());
        Files.delete(obstacle);
        Path foreign = lastTable(Part.ARRIVALS).resolve("part-7.parquet");
        Files.writeString(foreign, "nobody's");

        SegmentSummary made = make(worlds, Part.ARRIVALS.plan(), said);
        Map<String, String> content = content(made.world());
        assertThat(content.keySet())
                .filteredOn(path -> path.startsWith("_quarantine/"))
                .hasSize(2);
        content.keySet().removeIf(path -> path.startsWith("_quarantine/"));
        assertThat(content).isEqualTo(UNDISTURBED.get(Part.ARRIVALS));
    }

    @Test
    void unfinishedScenariosDoNotMix() throws IOException {
        breakOff(Part.ARRIVALS, new BreakingPlan(Part.ARRIVALS.plan(), Fault.BEFORE_PIECE, 1));
        // The last two days of the three, and the first of the next.
        make(worlds, arrivals("baseline_20260102_3d"), said);
        assertThat(said).isEmpty();
        make(worlds, Part.ARRIVALS.plan(), said);
        assertThat(said).containsExactly("arrivals: resumed: 1 of 3 pieces finished before");
        Map<String, String> both = content(source.subject().folder(worlds));
        both.keySet().removeIf(path -> path.contains("_20260102_") || path.equals(WorldReceipt.FILE));
        Map<String, String> alone = new TreeMap<>(UNDISTURBED.get(Part.ARRIVALS));
        alone.remove(WorldReceipt.FILE);
        assertThat(both).isEqualTo(alone);
    }

    @Test
    void aSegmentThatFailsItsChecksLeavesNoPieces() throws IOException {
        breakOff(Part.ARRIVALS, new BreakingPlan(Part.ARRIVALS.plan(), Fault.FAILED_CHECK, 0));
        assertThat(hidden(worlds)).containsExactly(".prepare.lock");
    }

    @Test
    void whatIsLeftIsReckonedFromThisStartAlone() {
        assertThat(PieceJob.line("entities", 2, 6, 7, 1_234, 10))
                .isEqualTo("entities: 9 of 13 pieces, 1,234 rows since 7, 20 s to go");
        assertThat(PieceJob.line("arrivals", 3, 6, 0, 1_234, 10))
                .isEqualTo("arrivals: 3 of 6 pieces, 1,234 rows, 10 s to go");
    }

    private static SegmentPlan arrivals(String scenario) {
        return new ArrivalWindow(source, ScenarioId.of(scenario));
    }

    private void breakOff(Part part, SegmentPlan plan) {
        assertThatThrownBy(() -> make(worlds, plan, said)).isInstanceOf(RuntimeException.class);
        assertThat(source.subject().folder(worlds).resolve(WorldReceipt.FILE))
                .as("receipt of " + part)
                .doesNotExist();
        said.clear();
    }

    private void resume(Part part, int finishedBefore) throws IOException {
        said.clear();
        SegmentSummary resumed = make(worlds, part.plan(), said);
        assertThat(resumed.outcome()).isEqualTo(SegmentSummary.Outcome.CREATED);
        String words = part.label() + ": resumed: " + finishedBefore + " of "
                + part.plan().pieces() + " pieces finished before";
        if (finishedBefore == 0) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).containsExactly(words);
        }
        assertThat(content(resumed.world())).isEqualTo(UNDISTURBED.get(part));
        assertThat(hidden(worlds)).containsExactly(".prepare.lock");
    }

    /** One task at a time, so that pieces end in the order of their numbers. */
    private static SegmentSummary make(Path folder, SegmentPlan plan, List<String> said) {
        // A clock that stands still: no line of progress but those a start begins with.
        PieceJob job = new PieceJob(StreamExecutionEnvironment::getExecutionEnvironment, 1, said::add, () -> 0);
        return new WorldFolder(folder, source.subject(), job).make(plan);
    }

    private Path bundle(Part part) {
        return source.subject()
                .folder(worlds)
                .resolve(source.subject()
                        .bundle(part.plan().segment(), scenarioId(part))
                        .folder());
    }

    /** Folder of the table that is moved last. */
    private Path lastTable(Part part) {
        Path world = source.subject().folder(worlds);
        List<SlabKind> tables = part.plan().tables();
        return world.resolve(source.subject().files(world, scenarioId(part)).folder(tables.get(tables.size() - 1)));
    }

    private static Optional<String> scenarioId(Part part) {
        return part.plan().scenario().map(WorldReceipt.Scenario::scenarioId);
    }

    private Path workFolder() throws IOException {
        try (Stream<Path> list = Files.list(worlds)) {
            return list.filter(path -> path.getFileName().toString().matches("[.](5b|6a)-.*"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> hidden(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> paths(Path folder) throws IOException {
        return List.copyOf(content(folder).keySet());
    }

    private static Map<String, String> content(Path world) throws IOException {
        TreeMap<String, String> digests = new TreeMap<>();
        for (Path file : files(world)) {
            digests.put(world.relativize(file).toString(), FileDigest.ofFile(file));
        }
        return digests;
    }
}
