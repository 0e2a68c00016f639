package io.millrace.job.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.contract.FraudRole;
import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.Region;
import io.millrace.contract.RiskTier;
import io.millrace.contract.Segment;
import io.millrace.contract.WorldCheck;
import io.millrace.digest.FileDigest;
import io.millrace.job.slab.DoerSource;
import io.millrace.run.WorldBundle;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.FraudRoleSlab;
import io.millrace.slab.PartySlab;
import io.millrace.slab.SlabKind;
import io.millrace.slab.ZoneDimSlab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of an own world on disk: equal bytes at any parallelism, whole or absent, and never overwritten. */
class WorldFolderITCase {
    private static final int PARTIES = 10_000;
    private static final int PIECES = 7;

    @TempDir
    Path worlds;

    private final List<String> progress = new ArrayList<>();
    private WorldSubject subject;

    @BeforeEach
    void describe() {
        subject = new WorldSubject(
                42,
                "a".repeat(64),
                new TreeMap<>(Map.of("world_spec", 1)),
                List.of("Europe/Berlin", "Europe/London"),
                new TreeMap<>(Map.of("cut_tables", "b".repeat(64))));
    }

    @Test
    void theSameBytesComeOutAtAnyParallelism() throws IOException {
        Map<String, String> one = content(make(worlds.resolve("one"), 1, new Parties(WorldCheck.Result.PASS)));
        Map<String, String> two = content(make(worlds.resolve("two"), 2, new Parties(WorldCheck.Result.PASS)));
        Map<String, String> three = content(make(worlds.resolve("three"), 3, new Parties(WorldCheck.Result.PASS)));
        assertThat(two).isEqualTo(one);
        assertThat(three).isEqualTo(one);
        // Two tables of seven files, one of one, bundle of four, receipt.
        assertThat(one).hasSize(7 + 7 + 1 + 4 + 1);
    }

    @Test
    void allRowsAreThereAndTheReceiptCountsThem() {
        SegmentSummary summary = make(worlds, 2, new Parties(WorldCheck.Result.PASS));
        assertThat(summary.outcome()).isEqualTo(SegmentSummary.Outcome.CREATED);
        assertThat(summary.bundle().status()).isEqualTo(WorldBundle.Status.PASS);
        assertThat(summary.rows())
                .containsEntry("s1_party_base_6A", (long) PARTIES)
                .containsEntry("s5_party_fraud_roles_6A", (long) PARTIES)
                .containsEntry("s5_ip_fraud_roles_6A", 0L);
        WorldReceipt receipt = WorldReceipt.read(summary.world());
        assertThat(receipt.scenarios()).isEmpty();
        assertThat(receipt.datasets())
                .extracting(WorldReceipt.Dataset::datasetId)
                .containsExactly("s1_party_base_6A", "s5_ip_fraud_roles_6A", "s5_party_fraud_roles_6A");
        assertThat(receipt.tables().startTablesDigest()).contains(subject.startTablesDigest());
    }

    @Test
    void aSecondStartFindsTheSegmentAndWritesNothing() throws IOException {
        SegmentSummary first = make(worlds, 2, new Parties(WorldCheck.Result.PASS));
        Map<String, String> before = content(first);
        SegmentSummary second = make(worlds, 3, new Parties(WorldCheck.Result.PASS));
        assertThat(second.outcome()).isEqualTo(SegmentSummary.Outcome.UNCHANGED);
        assertThat(second.rows()).isEqualTo(first.rows());
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(second.bundle()).isEqualTo(first.bundle());
        assertThat(content(second)).isEqualTo(before);
    }

    @Test
    void aChangedFileIsAConflictAndStays() throws IOException {
        SegmentSummary first = make(worlds, 2, new Parties(WorldCheck.Result.PASS));
        Path file = partFile(first.world(), "s1_party_base_6A/", "part-3.parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[40] ^= 1;
        Files.write(file, bytes);
        assertCode(ErrorCode.IO_WRITE_CONFLICT, () -> make(worlds, 2, new Parties(WorldCheck.Result.PASS)));
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void aFileCutShortIsAConflictAndNoFullDisk() throws IOException {
        SegmentSummary first = make(worlds, 2, new Parties(WorldCheck.Result.PASS));
        Path file = partFile(first.world(), "s1_party_base_6A/", "part-3.parquet");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
        assertThatThrownBy(() -> make(worlds, 2, new Parties(WorldCheck.Result.PASS)))
                .hasMessageStartingWith("IO_WRITE_CONFLICT: data/layer3/6A/s1_party_base_6A/")
                .hasMessageContaining("must be the table that the bundle binds, 10000 rows, row digest ")
                .hasMessageContaining("was part-3.parquet is no whole Parquet file")
                .hasMessageEndingWith("restore it, or move the world folder aside and make the world again");
    }

    @Test
    void whatABrokenStartHasLeftIsMovedAside() throws IOException {
        Map<String, String> clean = content(make(worlds.resolve("clean"), 2, new Parties(WorldCheck.Result.PASS)));
        // A start that ended between two tables: one is there, no receipt.
        Path world = subject.folder(worlds);
        Path left = world.resolve(subject.files(world, Optional.empty()).folder(SlabKind.PARTY) + "/part-99.parquet");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "half a file");
        Path staged = worlds.resolve(".6a-" + subject.manifestFingerprint().substring(0, 12) + "/old");
        Files.createDirectories(staged);
        Map<String, String> mended = content(make(worlds, 2, new Parties(WorldCheck.Result.PASS)));
        assertThat(staged).doesNotExist();
        assertThat(mended.keySet())
                .filteredOn(path -> path.startsWith("_quarantine/"))
                .hasSize(1);
        mended.keySet().removeIf(path -> path.startsWith("_quarantine/"));
        assertThat(mended).isEqualTo(clean);
    }

    @Test
    void aFailedCheckKeepsTheSegmentOutOfTheWorld() {
        assertCode(ErrorCode.VALIDATION_FAILED, () -> make(worlds, 2, new Parties(WorldCheck.Result.FAIL)));
        assertThat(subject.folder(worlds)).doesNotExist();
        Path report =
                worlds.resolve("failed-6A-" + subject.manifestFingerprint().substring(0, 12));
        assertThat(report.resolve("validation_report_6A.json")).content().contains("\"overall_status\":\"FAIL\"");
        assertThat(report.resolve("_passed.flag")).doesNotExist();
        assertThat(make(worlds, 2, new Parties(WorldCheck.Result.PASS)).outcome())
                .isEqualTo(SegmentSummary.Outcome.CREATED);
    }

    @Test
    void scenariosAreAddedToAWorldAndShareIt() {
        make(worlds, 2, new Parties(WorldCheck.Result.PASS));
        Path world = make(worlds, 2, new Zones("baseline_20260101_3d", 3)).world();
        make(worlds, 2, new Zones("baseline_20260101_14d", 14));
        WorldReceipt receipt = WorldReceipt.read(world);
        assertThat(receipt.scenarios())
                .extracting(WorldReceipt.Scenario::scenarioId)
                .containsExactly("baseline_20260101_14d", "baseline_20260101_3d");
        assertThat(receipt.dataset("zone_dim_5B", "baseline_20260101_3d")
                        .orElseThrow()
                        .rows())
                .isEqualTo(2);
        assertThat(receipt.dataset("s1_party_base_6A", "baseline_20260101_3d")
                        .orElseThrow()
                        .rows())
                .isEqualTo(PARTIES);
        assertThat(make(worlds, 2, new Zones("baseline_20260101_3d", 3)).outcome())
                .isEqualTo(SegmentSummary.Outcome.UNCHANGED);
    }

    @Test
    void aProgramWithOtherTablesMayNotAddToAWorld() {
        make(worlds, 2, new Parties(WorldCheck.Result.PASS));
        subject = new WorldSubject(
                subject.seed(),
                subject.worldParameterHash(),
                subject.lawRevisions(),
                subject.zones(),
                new TreeMap<>(Map.of("cut_tables", "c".repeat(64))));
        assertCode(ErrorCode.IO_WRITE_CONFLICT, () -> make(worlds, 2, new Zones("baseline_20260101_3d", 3)));
    }

    private SegmentSummary make(Path folder, int parallelism, SegmentPlan plan) {
        Consumer<String> lines = progress::add;
        PieceJob job =
                new PieceJob(StreamExecutionEnvironment::getExecutionEnvironment, parallelism, lines, System::nanoTime);
        return new WorldFolder(folder, subject, job).make(plan);
    }

    private static void assertCode(ErrorCode code, Runnable start) {
        assertThatThrownBy(start::run)
                .asInstanceOf(type(MillraceException.class))
                .satisfies(failure -> assertThat(failure.problems())
                        .isNotEmpty()
                        .extracting(Problem::code)
                        .containsOnly(code));
    }

    private static Map<String, String> content(SegmentSummary summary) throws IOException {
        TreeMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(summary.world())) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                digests.put(summary.world().relativize(file).toString(), FileDigest.ofFile(file));
            }
        }
        return digests;
    }

    private static Path partFile(Path world, String table, String name) throws IOException {
        try (Stream<Path> walk = Files.walk(world)) {
            return walk.filter(file -> file.toString().contains(table) && file.endsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Parties and their roles in seven pieces; no IP has a role, so that table is empty. */
    private record Parties(WorldCheck.Result result) implements SegmentPlan {
        @Override
        public String segment() {
            return "6A";
        }

        @Override
        public Optional<WorldReceipt.Scenario> scenario() {
            return Optional.empty();
        }

        @Override
        public List<SlabKind> tables() {
            return List.of(SlabKind.PARTY, SlabKind.PARTY_ROLE, SlabKind.IP_ROLE);
        }

        @Override
        public int pieces() {
            return PIECES;
        }

        @Override
        public DoerSource<PieceMaker> maker() {
            return () -> WorldFolderITCase::piece;
        }

        @Override
        public Finished finish(Path staging, TableFiles files, List<PieceResult> results, PieceWriter writer) {
            long parties = results.stream()
                    .mapToLong(one -> ByteBuffer.wrap(one.figures()).getInt())
                    .sum();
            return new Finished(
                    List.of(),
                    List.of(),
                    List.of(WorldCheck.required("COUNT_PLAN", result, parties + " parties", "10000 parties")));
        }
    }

    private static PieceResult piece(int piece, PieceWriter writer) {
        writer.begin("", piece);
        int first = PARTIES * piece / PIECES;
        int end = PARTIES * (piece + 1) / PIECES;
        for (int id = first + 1; id <= end; id++) {
            PartySlab parties = (PartySlab) writer.room(SlabKind.PARTY);
            int row = parties.addRow();
            parties.partyId[row] = id;
            parties.type[row] = (byte) PartyType.RETAIL.code();
            parties.segment[row] = (byte) Segment.FAMILY.code();
            parties.region[row] = (byte) Region.EMEA.code();
            parties.country[row] = (short) Iso.pack("DE");
            parties.homeZone[row] = (short) (id % 2);
            FraudRoleSlab roles = (FraudRoleSlab) writer.room(SlabKind.PARTY_ROLE);
            row = roles.addRow();
            roles.entityId[row] = id;
            roles.role[row] = (byte) FraudRole.CLEAN.code();
            roles.tier[row] = (byte) RiskTier.LOW.code();
        }
        return new PieceResult(
                piece,
                writer.end().toArray(TablePart[]::new),
                ByteBuffer.allocate(Integer.BYTES).putInt(end - first).array());
    }

    /** A scenario with nothing but zones, written at the end. */
    private record Zones(String id, int days) implements SegmentPlan {
        @Override
        public String segment() {
            return "5B";
        }

        @Override
        public Optional<WorldReceipt.Scenario> scenario() {
            long start = 1_767_225_600_000_000L;
            return Optional.of(new WorldReceipt.Scenario(id, start, OptionalLong.of(start + days * 86_400_000_000L)));
        }

        @Override
        public List<SlabKind> tables() {
            return List.of(SlabKind.ZONE_DIM);
        }

        @Override
        public int pieces() {
            return 0;
        }

        @Override
        public DoerSource<PieceMaker> maker() {
            return () -> (piece, writer) -> {
                throw new IllegalStateException("there are no pieces");
            };
        }

        @Override
        public Finished finish(Path staging, TableFiles files, List<PieceResult> results, PieceWriter writer) {
            ZoneDimSlab zones = new ZoneDimSlab(2);
            for (String tzid : List.of("Europe/Berlin", "Europe/London")) {
                int row = zones.addRow();
                zones.zoneOrdinal[row] = row;
                zones.tzid[row] = tzid;
                zones.country[row] = (short) Iso.ABSENT;
            }
            writer.begin("", 0);
            writer.take(zones);
            return new Finished(
                    writer.end(),
                    List.of(),
                    List.of(WorldCheck.required("CONSERVATION", WorldCheck.Result.PASS, "0", "equal")));
        }
    }
}
