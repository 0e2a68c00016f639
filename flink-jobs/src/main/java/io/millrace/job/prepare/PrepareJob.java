package io.millrace.job.prepare;

import io.millrace.arrivals.Dimensions;
import io.millrace.arrivals.ForeignArrivalRules;
import io.millrace.arrivals.Horizon;
import io.millrace.arrivals.OutletCatalogue;
import io.millrace.arrivals.Survey;
import io.millrace.arrivals.Tally;
import io.millrace.arrivals.ZoneOffsets;
import io.millrace.arrivals.ZoneVocabulary;
import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RejectReason;
import io.millrace.contract.WorldKind;
import io.millrace.digest.RowDigest;
import io.millrace.job.arrivals.DimensionFiles;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.world.WorldLock;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.Taxonomies;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import io.millrace.world.EntityIndexAxes;
import io.millrace.world.EntityIndexBuilder;
import io.millrace.world.EntityIndexInfo;
import io.millrace.world.EntityTables;
import io.millrace.world.WorldDimensions;
import io.millrace.world.ZoneCountries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Makes a prepared world from another engine's tree: footers, horizon, survey, dimensions, entity index, hours, receipt.
 * Everything is staged in a hidden folder beside its place and appears by one rename, receipt included; whatever is wrong
 * leaves the folder of worlds as it was.
 */
public final class PrepareJob {
    private static final String INDEX = "entity_index_6A";
    private static final List<String> PACKS = List.of(
            "party_taxonomy_6A",
            "account_taxonomy_6A",
            "instrument_taxonomy_6A",
            "device_taxonomy_6A",
            "ip_taxonomy_6A",
            "fraud_role_taxonomy_6A",
            "attachment_policy_6B");
    /** Beyond this many different first hours, bucket_index has nothing to do with the time. */
    private static final int STARTS_MAX = 1_000_000;

    private final PrepareSettings settings;
    private final Supplier<StreamExecutionEnvironment> environments;
    private final Consumer<String> progress;

    private PrepareJob(
            PrepareSettings settings, Supplier<StreamExecutionEnvironment> environments, Consumer<String> progress) {
        this.settings = settings;
        this.environments = environments;
        this.progress = progress;
    }

    /**
     * @param environments a fresh one per job
     * @param progress receives a line at each step
     * @throws ContractException when the tree is not acceptable; every problem of one pass
     * @throws RunException IO_WRITE_CONFLICT for another world at that place, REJECT_LIMIT_EXCEEDED, RUN_BUSY, storage
     */
    public static PrepareSummary run(
            PrepareSettings settings, Supplier<StreamExecutionEnvironment> environments, Consumer<String> progress) {
        return new PrepareJob(settings, environments, progress).run();
    }

    private PrepareSummary run() {
        PolicyPacks packs = packs();
        Taxonomies taxonomies = taxonomies(packs);
        AttachmentPolicy attachment =
                AttachmentPolicy.of(packs.require("attachment_policy_6B").root());
        UpstreamTree tree = UpstreamTree.open(settings.upstream(), settings.scenarioId());
        SourceFiles source = SourceFiles.read(tree);
        progress.accept(
                source.arrivalRows() + " arrivals in " + source.arrivals().size() + " files of " + settings.upstream());
        Path world = settings.out().resolve(tree.axes().manifestFingerprint());
        if (Files.isRegularFile(world.resolve(WorldReceipt.FILE))) {
            return unchanged(tree, source, world);
        }
        try (WorldLock lock = WorldLock.take(settings.out())) {
            Path staging = settings.out()
                    .resolve(".prepare-" + tree.axes().manifestFingerprint().substring(0, 12));
            remove(staging);
            try {
                return make(tree, source, taxonomies, attachment, staging, world);
            } finally {
                remove(staging);
            }
        } catch (IOException e) {
            throw storage(settings.out(), e);
        }
    }

    private PrepareSummary make(
            UpstreamTree tree,
            SourceFiles source,
            Taxonomies taxonomies,
            AttachmentPolicy attachment,
            Path staging,
            Path world)
            throws IOException {
        ZoneVocabulary zones = ZoneVocabulary.ofPlatform(ZoneCountries.shipped());
        OutletCatalogue catalogue = OutletReader.read(source.outlets());
        WorldFiles files = new WorldFiles(staging.toString(), tree.axes(), List.of(), source.constants());

        Horizon horizon = horizon(source);
        ForeignArrivalRules rules = new ForeignArrivalRules(tree.axes(), horizon, zones, catalogue);
        Survey survey = survey(source, rules, files);
        requireWithinLimit(survey, tree, files, staging);

        Dimensions dimensions = Dimensions.of(survey, catalogue, horizon, zones);
        List<String> tzids = Arrays.asList(dimensions.zones().tzid).subList(0, dimensions.zones().size);
        WorldFiles zoned = files.withZones(tzids);
        List<WorldPart> parts = new ArrayList<>();
        parts.add(zoned.write(SlabKind.MERCHANT_DIM, WorldFiles.of(dimensions.merchants())));
        parts.add(zoned.write(SlabKind.ZONE_DIM, WorldFiles.of(dimensions.zones())));
        parts.add(zoned.write(SlabKind.SITE_DIM, WorldFiles.of(dimensions.sites())));
        WorldDimensions arrays = DimensionFiles.read(staging, tree.axes().tokens());

        EntityIndexInfo index = index(tree, source, taxonomies, attachment, arrays, staging);
        List<WorldPart> hours = hours(source, rules, zoned, dimensions, survey);
        parts.addAll(hours);
        long arrivals = hours.stream().mapToLong(WorldPart::rows).sum();
        requireConserved(source, survey, arrivals);
        parts.addAll(rejectPart(files, staging));
        source.requireUnchanged(tree);

        WorldReceipt receipt = receipt(tree, source, horizon, tzids, parts, index);
        receipt.write(staging);
        Files.move(staging, world, StandardCopyOption.ATOMIC_MOVE);
        remove(rejected(tree));
        return summary(tree, source, survey, receipt, index, parts, world);
    }

    private PolicyPacks packs() {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(settings.config(), problems);
        // Only the packs that shape the index matter here; the gate judges all of them.
        problems.removeIf(
                problem -> PACKS.stream().noneMatch(id -> problem.file().endsWith("/" + id + ".yaml")));
        if (PACKS.stream().anyMatch(id -> packs.pack(id).isEmpty())) {
            throw new PolicyException(
                    problems.isEmpty()
                            ? List.of(Problem.of(
                                    ErrorCode.CONFIG_VALIDATION_FAILED,
                                    settings.config().toString(),
                                    "must hold " + PACKS,
                                    "only " + packs.all().keySet(),
                                    "give the config folder by --config"))
                            : problems);
        }
        return packs;
    }

    private static Taxonomies taxonomies(PolicyPacks packs) {
        List<Problem> problems = new ArrayList<>();
        Taxonomies taxonomies = Taxonomies.of(packs, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return taxonomies;
    }

    /** A tree without arrivals says nothing about its horizon: one day, so that its rates are zero and not undefined. */
    private Horizon horizon(SourceFiles source) {
        Survey votes = new Survey();
        if (source.arrivalRows() > 0) {
            progress.accept("reading the horizon");
            StreamExecutionEnvironment env = environment();
            collect("prepare: horizon", PrepareTopology.horizon(env, source.arrivals()))
                    .forEach(votes::add);
        }
        if (votes.size() > STARTS_MAX) {
            throw new ContractException(Problem.of(
                    ErrorCode.INPUT_SCHEMA_MISMATCH,
                    "arrival_events#bucket_index",
                    "must count whole hours from one start",
                    votes.size() + " different starts",
                    "write the upstream arrivals again"));
        }
        return votes.horizon().orElse(Horizon.ofDays(0, 0));
    }

    private Survey survey(SourceFiles source, ForeignArrivalRules rules, WorldFiles files) {
        Survey survey = new Survey();
        if (source.arrivalRows() > 0) {
            progress.accept("judging and counting the arrivals");
            StreamExecutionEnvironment env = environment();
            collect(
                            "prepare: survey",
                            PrepareTopology.survey(env, source.arrivals(), rules, files, settings.rejectsMax()))
                    .forEach(survey::add);
        }
        return survey;
    }

    private List<WorldPart> hours(
            SourceFiles source, ForeignArrivalRules rules, WorldFiles files, Dimensions dimensions, Survey survey) {
        if (survey.rows(Tally.Kind.MERCHANT) == 0) {
            return List.of();
        }
        progress.accept("writing " + survey.rows(Tally.Kind.MERCHANT) + " arrivals by hour");
        long[] repeats = survey.tallies(Tally.Kind.DUPLICATE).stream()
                .mapToLong(tally -> SourcePlace.of(
                        (int) tally.key().merchantId(), tally.key().id()))
                .toArray();
        StreamExecutionEnvironment env = environment();
        return collect(
                "prepare: hours",
                PrepareTopology.hours(env, source.arrivals(), rules, files, dimensions.ordinals(), repeats));
    }

    private StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment env = environments.get();
        env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        env.setParallelism(settings.parallelism());
        Configuration pipeline = new Configuration();
        pipeline.set(PipelineOptions.OBJECT_REUSE, true);
        pipeline.set(PipelineOptions.GENERIC_TYPES, false);
        // Hadoop asks who the user is in a way that Java 24 and later refuse; an embedded cluster needs no tokens.
        pipeline.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
        // A task that fails will fail again: rows are judged, not tried.
        pipeline.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        env.configure(pipeline);
        return env;
    }

    private static <T> List<T> collect(String job, DataStream<T> stream) {
        List<T> all = new ArrayList<>();
        try (CloseableIterator<T> records = stream.executeAndCollect(job)) {
            records.forEachRemaining(all::add);
        } catch (Exception e) {
            throw named(job, e);
        }
        return all;
    }

    /** The named failure inside Flink's wrapping, or our bug. */
    private static RuntimeException named(String job, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MillraceException known) {
                return known;
            }
        }
        return new RunException(
                Problem.of(
                        ErrorCode.INTERNAL_ERROR, job, "must end without a failure", failure.toString(), "report it"),
                failure);
    }

    /** The reject file is whole before anything is refused, and is kept where the message says. */
    private void requireWithinLimit(Survey survey, UpstreamTree tree, WorldFiles files, Path staging)
            throws IOException {
        long rejects = survey.rows(Tally.Kind.REJECT);
        if (rejects <= settings.rejectsMax()) {
            return;
        }
        Path kept = rejected(tree);
        remove(kept);
        Files.createDirectories(kept);
        Path file = kept.resolve("arrival_rejects_5B.parquet");
        Files.move(staging.resolve(files.folder(SlabKind.REJECT)).resolve("part-0.parquet"), file);
        throw new RunException(Problem.of(
                ErrorCode.REJECT_LIMIT_EXCEEDED,
                tree.arrivals(),
                "must have at most " + settings.rejectsMax() + " rows to reject",
                rejects + ": " + rejectsByReason(survey),
                "each is listed in " + file + "; mend the tree, or allow them by --max-rejects"));
    }

    private Path rejected(UpstreamTree tree) {
        return settings.out()
                .resolve("rejected-" + tree.axes().manifestFingerprint().substring(0, 12));
    }

    private static SortedMap<String, Long> rejectsByReason(Survey survey) {
        TreeMap<String, Long> byReason = new TreeMap<>();
        survey.tallies(Tally.Kind.REJECT)
                .forEach(tally ->
                        byReason.put(RejectReason.ofCode(tally.key().code()).token(), tally.rows()));
        return byReason;
    }

    private static void requireConserved(SourceFiles source, Survey survey, long arrivals) {
        long rejects = survey.rows(Tally.Kind.REJECT);
        if (arrivals + rejects != source.arrivalRows() || arrivals != survey.rows(Tally.Kind.MERCHANT)) {
            throw new ContractException(Problem.of(
                    ErrorCode.INPUT_PARITY_MISMATCH,
                    "arrival_events_5B",
                    "must hold every source row that was not rejected: " + source.arrivalRows() + " less " + rejects,
                    arrivals + " written, " + survey.rows(Tally.Kind.MERCHANT) + " counted",
                    "report it"));
        }
    }

    private EntityIndexInfo index(
            UpstreamTree tree,
            SourceFiles source,
            Taxonomies taxonomies,
            AttachmentPolicy attachment,
            WorldDimensions dimensions,
            Path staging) {
        progress.accept("indexing the entities");
        EntityTables tables = new EntityTableReader(tree.axes(), taxonomies, dimensions).read(source.tables());
        return EntityIndexBuilder.build(
                tables,
                dimensions,
                attachment.party().foreign(),
                EntityIndexAxes.of(
                        tree.axes().manifestFingerprint(), tree.axes().seed(), source.tableDigests(tree)),
                staging.resolve(DatasetDictionary.shipped()
                        .dataset(INDEX)
                        .path(tree.axes().tokens())));
    }

    private static List<WorldPart> rejectPart(WorldFiles files, Path staging) throws IOException {
        String path = files.folder(SlabKind.REJECT) + "/part-0.parquet";
        Path file = staging.resolve(path);
        if (!Files.exists(file)) {
            return List.of();
        }
        SortedMap<String, String> footer = new ParquetFooters().read(file).keys();
        return List.of(new WorldPart(
                SlabKind.REJECT.datasetId(),
                path,
                Long.parseLong(footer.get("millrace.rows")),
                footer.get("millrace.row_digest"),
                Files.size(file)));
    }

    private static WorldReceipt receipt(
            UpstreamTree tree,
            SourceFiles source,
            Horizon horizon,
            List<String> tzids,
            List<WorldPart> parts,
            EntityIndexInfo index) {
        Optional<String> scenario = Optional.of(tree.axes().scenarioId());
        List<WorldReceipt.Dataset> datasets = new ArrayList<>();
        for (SlabKind kind : List.of(
                SlabKind.ARRIVAL, SlabKind.MERCHANT_DIM, SlabKind.ZONE_DIM, SlabKind.SITE_DIM, SlabKind.REJECT)) {
            List<WorldPart> ofKind = parts.stream()
                    .filter(part -> part.datasetId().equals(kind.datasetId()))
                    .toList();
            if (!ofKind.isEmpty() || kind == SlabKind.ARRIVAL) {
                datasets.add(new WorldReceipt.Dataset(
                        kind.datasetId(),
                        scenario,
                        ofKind.stream().mapToLong(WorldPart::rows).sum(),
                        Optional.of(RowDigest.sum(
                                ofKind.stream().map(WorldPart::rowDigest).toList()))));
            }
        }
        datasets.add(new WorldReceipt.Dataset(INDEX, Optional.empty(), index.count("parties"), Optional.empty()));
        datasets.sort(Comparator.comparing(WorldReceipt.Dataset::datasetId));
        return new WorldReceipt(
                new WorldReceipt.Axes(
                        WorldKind.FOREIGN,
                        tree.axes().manifestFingerprint(),
                        tree.axes().parameterHash(),
                        tree.axes().seed(),
                        Optional.empty()),
                List.of(new WorldReceipt.Scenario(
                        tree.axes().scenarioId(), horizon.startMicros(), OptionalLong.of(horizon.endMicros()))),
                datasets,
                new WorldReceipt.Tables(ZoneOffsets.version(), ZoneOffsets.digest(tzids, horizon), Optional.empty()),
                source.digests());
    }

    private static PrepareSummary summary(
            UpstreamTree tree,
            SourceFiles source,
            Survey survey,
            WorldReceipt receipt,
            EntityIndexInfo index,
            List<WorldPart> parts,
            Path world)
            throws IOException {
        SortedMap<String, Long> counts = counts(receipt);
        counts.put("parties_without_account", index.count("parties_without_account"));
        counts.put("parties_eligible", index.count("parties_eligible"));
        counts.put("parties_pickable", index.count("parties_pickable"));
        counts.put("files", parts.size() + 1L);
        Path indexFile = world.resolve(
                DatasetDictionary.shipped().dataset(INDEX).path(tree.axes().tokens()));
        counts.put("bytes", parts.stream().mapToLong(WorldPart::sizeBytes).sum() + Files.size(indexFile));
        return new PrepareSummary(
                PrepareSummary.Outcome.CREATED,
                world,
                tree.axes().scenarioId(),
                counts,
                rejectsByReason(survey),
                source.unknownColumns());
    }

    private static SortedMap<String, Long> counts(WorldReceipt receipt) {
        TreeMap<String, Long> counts = new TreeMap<>();
        counts.put("rejects", 0L);
        for (WorldReceipt.Dataset dataset : receipt.datasets()) {
            String name =
                    switch (dataset.datasetId()) {
                        case "arrival_events_5B" -> "arrivals";
                        case "arrival_rejects_5B" -> "rejects";
                        case "merchant_dim_5B" -> "merchants";
                        case "zone_dim_5B" -> "zones";
                        case "site_dim_5B" -> "sites";
                        default -> "parties";
                    };
            counts.put(name, dataset.rows());
        }
        return counts;
    }

    /** The world is there: fine when it came from this very source, a conflict otherwise. Nothing is written. */
    private PrepareSummary unchanged(UpstreamTree tree, SourceFiles source, Path world) {
        WorldReceipt receipt = WorldReceipt.read(world);
        List<String> differences = new ArrayList<>();
        if (receipt.scenario(tree.axes().scenarioId()).isEmpty()) {
            differences.add("scenario " + tree.axes().scenarioId());
        }
        if (receipt.axes().seed() != tree.axes().seed()
                || !receipt.axes().worldParameterHash().equals(tree.axes().parameterHash())) {
            differences.add("axes");
        }
        source.digests().stream()
                .filter(digest -> !receipt.sources().contains(digest))
                .map(WorldReceipt.Source::path)
                .forEach(differences::add);
        receipt.sources().stream()
                .filter(known -> source.digests().stream()
                        .noneMatch(digest -> digest.path().equals(known.path())))
                .map(WorldReceipt.Source::path)
                .forEach(differences::add);
        if (!differences.isEmpty()) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_WRITE_CONFLICT,
                    world.toString(),
                    "must have been made from this tree",
                    "other " + String.join(", ", differences),
                    "give another folder by --out, or remove that world"));
        }
        return new PrepareSummary(
                PrepareSummary.Outcome.UNCHANGED,
                world,
                tree.axes().scenarioId(),
                counts(receipt),
                new TreeMap<>(),
                source.unknownColumns());
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    private static RunException storage(Path folder, IOException cause) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_WRITE_FAILED,
                        folder.toString(),
                        "must be writable",
                        cause.toString(),
                        "make room or mend its permissions"),
                cause);
    }
}
