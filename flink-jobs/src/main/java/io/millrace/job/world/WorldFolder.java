package io.millrace.job.world;

import io.millrace.arrivals.Horizon;
import io.millrace.arrivals.ZoneOffsets;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.WorldCheck;
import io.millrace.digest.RowDigest;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.run.RunIdentity;
import io.millrace.run.WorldBundle;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Puts the segments of an own world into its folder. All files are made in a {@link WorkFolder} beside it; then they are
 * moved in, table by table, bundle and flag follow, and the receipt, which alone makes them part of the world, comes last.
 * A start that is killed leaves its finished pieces to the next one. What else lies where a table shall lie is moved to
 * {@code _quarantine}, never mixed with rows of this start. A segment that is there and whole is left alone.
 */
public final class WorldFolder {
    private final Path worlds;
    private final WorldSubject subject;
    private final PieceJob job;

    /** @param worlds holds a folder per world */
    public WorldFolder(Path worlds, WorldSubject subject, PieceJob job) {
        this.worlds = worlds;
        this.subject = subject;
        this.job = job;
    }

    /**
     * Makes a segment, or finds it.
     *
     * @throws RunException IO_WRITE_CONFLICT when what is there differs, VALIDATION_FAILED when a required check fails,
     *     RUN_BUSY, storage
     */
    public SegmentSummary make(SegmentPlan plan) {
        Path world = subject.folder(worlds);
        Optional<String> scenarioId = plan.scenario().map(WorldReceipt.Scenario::scenarioId);
        try (WorldLock lock = WorldLock.take(worlds)) {
            Optional<WorldReceipt> receipt = Files.isRegularFile(world.resolve(WorldReceipt.FILE))
                    ? Optional.of(WorldReceipt.read(world))
                    : Optional.empty();
            receipt.ifPresent(this::requireSamePlatform);
            Path staging = staging(plan);
            if (receipt.isPresent() && lists(receipt.get(), plan, scenarioId)) {
                WorkFolder.remove(staging);
                return unchanged(world, receipt.get(), plan, scenarioId);
            }
            return made(world, WorkFolder.open(staging, making(plan), job::tell), receipt, plan, scenarioId);
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            worlds.toString(),
                            "must be writable",
                            e.toString(),
                            "make room or mend its permissions, then do it again"),
                    e);
        }
    }

    private Path staging(SegmentPlan plan) {
        return worlds.resolve("." + plan.segment().toLowerCase(Locale.ROOT) + "-"
                + subject.manifestFingerprint().substring(0, 12)
                + plan.scenario().map(scenario -> "-" + scenario.scenarioId()).orElse(""));
    }

    /** All that the bytes of a piece follow from; another start may take it over only where all of it is equal. */
    private SortedMap<String, Object> making(SegmentPlan plan) throws IOException {
        TreeMap<String, Object> identity = new TreeMap<>();
        identity.put("segment", plan.segment());
        identity.put(
                "scenario_id",
                plan.scenario().map(WorldReceipt.Scenario::scenarioId).orElse(null));
        identity.put("manifest_fingerprint", subject.manifestFingerprint());
        identity.put("parameter_hash", subject.worldParameterHash());
        identity.put("seed", Long.toUnsignedString(subject.seed()));
        identity.put("world_law", RunIdentity.WORLD_LAW);
        identity.put("law_revisions", subject.lawRevisions());
        identity.put("start_tables_digest", subject.startTablesDigest());
        identity.put("offsets_digest", offsetsDigest(plan.scenario().stream().toList()));
        identity.put("tables", plan.tables().stream().map(SlabKind::datasetId).toList());
        identity.put("pieces", plan.pieces());
        identity.put("program", ProgramDigest.ofThis());
        return identity;
    }

    private SegmentSummary made(
            Path world, WorkFolder work, Optional<WorldReceipt> receipt, SegmentPlan plan, Optional<String> scenarioId)
            throws IOException {
        Path staging = work.root();
        TableFiles files = subject.files(staging, scenarioId);
        WorldBundle.Subject about = subject.bundle(plan.segment(), scenarioId);
        // A flag of a start that ended before its receipt must not vouch for tables that are moved about.
        Files.deleteIfExists(world.resolve(about.folder()).resolve(WorldBundle.FLAG));
        work.takeBack(world);
        List<PieceResult> results = pieces(work, files, plan);
        List<TablePart> parts = new ArrayList<>();
        results.forEach(result -> parts.addAll(List.of(result.parts())));
        SegmentPlan.Finished finished;
        try (PieceWriter writer = new PieceWriter(files)) {
            finished = plan.finish(staging, files, results, writer);
            parts.addAll(finished.parts());
            for (SlabKind kind : plan.tables()) {
                if (parts.stream().noneMatch(part -> part.datasetId().equals(kind.datasetId()))) {
                    parts.add(writer.empty(kind));
                }
            }
        }
        List<WorldReceipt.Dataset> datasets = new ArrayList<>(finished.others());
        List<WorldBundle.Table> tables = new ArrayList<>();
        for (SlabKind kind : plan.tables()) {
            WorldReceipt.Dataset dataset = dataset(kind, parts, scenarioId);
            WorldBundle.Table bound =
                    WorldBundle.table(staging.resolve(files.folder(kind)), kind.datasetId(), new ParquetFooters());
            requireAsWritten(dataset, bound);
            datasets.add(dataset);
            tables.add(bound);
        }
        requirePassed(plan, finished.checks(), staging, tables);
        Files.createDirectories(world);
        List<String> folders = datasets.stream()
                .map(dataset -> files.folder(dataset.datasetId()))
                .toList();
        work.publish(folders);
        for (String folder : folders) {
            moveIn(staging, world, folder);
        }
        WorldBundle.Sealed bundle = WorldBundle.write(world, about, finished.checks(), tables, subject.startTables());
        receipt(receipt, plan, datasets).write(world);
        WorkFolder.remove(staging);
        return summary(
                SegmentSummary.Outcome.CREATED,
                world,
                datasets,
                parts.stream().mapToLong(TablePart::sizeBytes).sum(),
                bundle,
                about.report());
    }

    /** Those of earlier starts, and then the others. */
    private List<PieceResult> pieces(WorkFolder work, TableFiles files, SegmentPlan plan) throws IOException {
        SortedMap<Integer, PieceResult> finished = work.finished(plan.pieces(), job::tell);
        if (!finished.isEmpty()) {
            job.tell(name(plan) + ": resumed: " + finished.size() + " of " + plan.pieces() + " pieces finished before");
        }
        int[] open = IntStream.range(0, plan.pieces())
                .filter(piece -> !finished.containsKey(piece))
                .toArray();
        List<PieceResult> results = new ArrayList<>(finished.values());
        results.addAll(job.run(name(plan), open, finished.size(), files, plan.maker()));
        results.sort(Comparator.comparingInt(PieceResult::piece));
        return results;
    }

    private static String name(SegmentPlan plan) {
        return plan.scenario().isPresent() ? "arrivals" : "entities";
    }

    private static WorldReceipt.Dataset dataset(SlabKind kind, List<TablePart> parts, Optional<String> scenarioId) {
        List<TablePart> own = parts.stream()
                .filter(part -> part.datasetId().equals(kind.datasetId()))
                .toList();
        return new WorldReceipt.Dataset(
                kind.datasetId(),
                scenarioId,
                own.stream().mapToLong(TablePart::rows).sum(),
                Optional.of(RowDigest.sum(own.stream().map(TablePart::rowDigest).toList())));
    }

    /** The files that lie there are those the tasks say they wrote: none lost, none of an earlier start among them. */
    private static void requireAsWritten(WorldReceipt.Dataset written, WorldBundle.Table found) {
        if (written.rows() != found.rows() || !written.rowDigest().orElseThrow().equals(found.rowDigest())) {
            throw new RunException(Problem.of(
                    ErrorCode.COMMITTED_FILE_DAMAGED,
                    written.datasetId(),
                    "must lie on disk as its tasks wrote it: " + written.rows() + " rows, "
                            + written.rowDigest().orElseThrow(),
                    found.rows() + " rows, " + found.rowDigest(),
                    "do it again; nothing was put into the world"));
        }
    }

    /** A segment that fails its own checks never enters the world; its report stays for a look. */
    private void requirePassed(SegmentPlan plan, List<WorldCheck> checks, Path staging, List<WorldBundle.Table> tables)
            throws IOException {
        List<Problem> failed = new ArrayList<>();
        for (WorldCheck check : checks) {
            if (check.blocks()) {
                failed.add(Problem.of(
                        ErrorCode.VALIDATION_FAILED,
                        plan.segment() + "#" + check.checkId(),
                        check.threshold(),
                        check.measured(),
                        "change the packs of the world; its report is in " + failedFolder(plan)));
            }
        }
        if (failed.isEmpty()) {
            return;
        }
        WorldBundle.Subject about =
                subject.bundle(plan.segment(), plan.scenario().map(WorldReceipt.Scenario::scenarioId));
        WorldBundle.write(staging, about, checks, tables, subject.startTables());
        WorkFolder.remove(failedFolder(plan));
        Files.createDirectories(failedFolder(plan).getParent());
        Files.move(staging.resolve(about.folder()), failedFolder(plan), StandardCopyOption.ATOMIC_MOVE);
        // The same pieces would fail again; other packs make another world.
        WorkFolder.remove(staging);
        throw new RunException(failed);
    }

    private Path failedFolder(SegmentPlan plan) {
        return worlds.resolve(
                "failed-" + plan.segment() + "-" + subject.manifestFingerprint().substring(0, 12));
    }

    private void moveIn(Path staging, Path world, String folder) throws IOException {
        Path target = world.resolve(folder);
        if (Files.exists(target)) {
            quarantine(world, target, folder);
        }
        Files.createDirectories(target.getParent());
        Files.move(staging.resolve(folder), target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void quarantine(Path world, Path found, String folder) throws IOException {
        int number = 1;
        while (Files.exists(world.resolve("_quarantine/" + number).resolve(folder))) {
            number++;
        }
        Path place = world.resolve("_quarantine/" + number).resolve(folder);
        Files.createDirectories(place.getParent());
        Files.move(found, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean lists(WorldReceipt receipt, SegmentPlan plan, Optional<String> scenarioId) {
        return plan.tables().stream().allMatch(kind -> receipt.datasets().stream()
                .anyMatch(dataset -> dataset.datasetId().equals(kind.datasetId())
                        && dataset.scenarioId().equals(scenarioId)));
    }

    private SegmentSummary unchanged(Path world, WorldReceipt receipt, SegmentPlan plan, Optional<String> scenarioId)
            throws IOException {
        TableFiles files = subject.files(world, scenarioId);
        List<Problem> damaged = new ArrayList<>();
        List<WorldReceipt.Dataset> datasets = new ArrayList<>();
        long bytes = 0;
        WorldBundle.Subject about = subject.bundle(plan.segment(), scenarioId);
        SortedMap<String, WorldBundle.Table> bound = WorldBundle.tables(world, about);
        for (SlabKind kind : plan.tables()) {
            Path folder = world.resolve(files.folder(kind));
            WorldReceipt.Dataset dataset = receipt.datasets().stream()
                    .filter(listed -> listed.datasetId().equals(kind.datasetId())
                            && listed.scenarioId().equals(scenarioId))
                    .findFirst()
                    .orElseThrow();
            WorldBundle.Table listed = bound.get(kind.datasetId());
            String found = found(folder, listed, kind.datasetId());
            if (!found.isEmpty()) {
                damaged.add(Problem.of(
                        ErrorCode.IO_WRITE_CONFLICT,
                        files.folder(kind),
                        "must be the table that the bundle binds, "
                                + (listed == null ? "which names none" : text(listed)),
                        found,
                        "restore it, or move the world folder aside and make the world again"));
            }
            datasets.add(dataset);
            bytes += size(folder);
        }
        if (!damaged.isEmpty()) {
            throw new RunException(damaged);
        }
        return summary(
                SegmentSummary.Outcome.UNCHANGED,
                world,
                datasets,
                bytes,
                WorldBundle.read(world, about),
                about.report());
    }

    /** What lies there in place of a table; empty when it is the one that is bound. */
    private static String found(Path folder, WorldBundle.Table bound, String datasetId) {
        try {
            WorldBundle.Table found = WorldBundle.table(folder, datasetId, new ParquetFooters());
            return found.equals(bound) ? "" : text(found);
        } catch (IOException damaged) {
            return String.valueOf(damaged.getMessage());
        }
    }

    private static String text(WorldBundle.Table table) {
        return table.rows() + " rows, row digest " + table.rowDigest() + ", files " + table.sha256Hex();
    }

    private static SegmentSummary summary(
            SegmentSummary.Outcome outcome,
            Path world,
            List<WorldReceipt.Dataset> datasets,
            long bytes,
            WorldBundle.Sealed bundle,
            String report) {
        TreeMap<String, Long> rows = new TreeMap<>();
        datasets.forEach(dataset -> rows.put(dataset.datasetId(), dataset.rows()));
        return new SegmentSummary(outcome, world, rows, bytes, bundle, report);
    }

    /** A platform that tells other local times, or other tables, would make other rows of the same identity. */
    private void requireSamePlatform(WorldReceipt receipt) {
        List<Problem> problems = new ArrayList<>();
        String offsets = offsetsDigest(receipt.scenarios());
        if (!receipt.tables().offsetsDigest().equals(offsets)) {
            problems.add(Problem.of(
                    ErrorCode.IO_WRITE_CONFLICT,
                    WorldReceipt.FILE + "#/offsets_digest",
                    "must be that of this Java's time zones (" + ZoneOffsets.version() + "), " + offsets,
                    receipt.tables().offsetsDigest() + " of " + receipt.tables().tzdbVersion(),
                    "use the Java the world was made with, or another folder by --out"));
        }
        Optional<String> tables = receipt.tables().startTablesDigest();
        if (tables.isPresent() && !tables.get().equals(subject.startTablesDigest())) {
            problems.add(Problem.of(
                    ErrorCode.IO_WRITE_CONFLICT,
                    WorldReceipt.FILE + "#/start_tables_digest",
                    "must be that of this program, " + subject.startTablesDigest(),
                    tables.get(),
                    "use the program the world was made with, or another folder by --out"));
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
    }

    private WorldReceipt receipt(Optional<WorldReceipt> before, SegmentPlan plan, List<WorldReceipt.Dataset> datasets) {
        List<WorldReceipt.Scenario> scenarios =
                new ArrayList<>(before.map(WorldReceipt::scenarios).orElse(List.of()));
        plan.scenario().filter(scenario -> !scenarios.contains(scenario)).ifPresent(scenarios::add);
        scenarios.sort(Comparator.comparing(WorldReceipt.Scenario::scenarioId));
        List<WorldReceipt.Dataset> all = new ArrayList<>(datasets);
        before.map(WorldReceipt::datasets).orElse(List.of()).stream()
                .filter(known -> datasets.stream()
                        .noneMatch(made -> made.datasetId().equals(known.datasetId())
                                && made.scenarioId().equals(known.scenarioId())))
                .forEach(all::add);
        all.sort(Comparator.comparing(WorldReceipt.Dataset::datasetId)
                .thenComparing(dataset -> dataset.scenarioId().orElse("")));
        return new WorldReceipt(
                subject.axes(),
                scenarios,
                all,
                new WorldReceipt.Tables(
                        ZoneOffsets.version(), offsetsDigest(scenarios), Optional.of(subject.startTablesDigest())),
                List.of());
    }

    /** Over the hull of all horizons; a world without one has the offsets at the epoch. */
    private String offsetsDigest(List<WorldReceipt.Scenario> scenarios) {
        OptionalLong start = scenarios.stream()
                .mapToLong(WorldReceipt.Scenario::horizonStartMicros)
                .min();
        long startHour = Math.floorDiv(start.orElse(0), Horizon.MICROS_PER_HOUR);
        long endHour = scenarios.stream()
                .mapToLong(scenario -> -Math.floorDiv(
                        -scenario.horizonEndMicros().orElse(scenario.horizonStartMicros() + Horizon.MICROS_PER_HOUR),
                        Horizon.MICROS_PER_HOUR))
                .max()
                .orElse(startHour + 1);
        return ZoneOffsets.digest(subject.zones(), new Horizon(startHour, endHour - startHour));
    }

    private static long size(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
