package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.DatasetDictionary.Format;
import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.PolicyPacks;
import io.millrace.run.Partition.TableFile;
import io.millrace.run.SealedInput.Content;
import io.millrace.run.SealedInput.Presence;
import io.millrace.run.SealedInput.Status;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * Step 5 of the gate: every data set of the world by its exact partition. Looks at names, footers and digests, never at
 * rows. Fills the sealed rows and files; what is wrong is told, and the next data set is looked at all the same.
 */
final class InputCheck {
    /** 23 bits of an arrival key name the merchant, 40 the arrival. */
    private static final long MERCHANTS_MAX = 1L << 23;

    private static final long ARRIVAL_SEQ_END = 1L << 40;
    private static final BigInteger DIGEST_MODULUS = BigInteger.ONE.shiftLeft(128);

    private final GateWorld world;
    private final DatasetDictionary dictionary;
    private final GateRequest.Tools tools;
    private final UpstreamLaws laws;
    private final List<Problem> problems;
    private final List<NotChecked> notChecked;
    private final List<SealedInput> rows = new ArrayList<>();
    private final List<SealedFile> files = new ArrayList<>();
    private final Map<String, Long> rowsByKey = new HashMap<>();
    private final Map<String, Long> filesByKey = new HashMap<>();
    private long partiesInIndex;
    private final Map<InputRoot, ReadGuard> guards =
            Map.of(InputRoot.WORLD, new ReadGuard(), InputRoot.UPSTREAM, new ReadGuard());

    private InputCheck(
            GateWorld world,
            DatasetDictionary dictionary,
            GateRequest.Tools tools,
            UpstreamLaws laws,
            List<Problem> problems,
            List<NotChecked> notChecked) {
        this.world = world;
        this.dictionary = dictionary;
        this.tools = tools;
        this.laws = laws;
        this.problems = problems;
        this.notChecked = notChecked;
    }

    /**
     * What the data sets hold.
     *
     * @param rows sealed rows of data sets
     * @param files one per Parquet file
     * @param totals for the receipt
     */
    record Found(List<SealedInput> rows, List<SealedFile> files, GateReceipt.Totals totals) {}

    /**
     * Looks at every data set of a world.
     *
     * @param packs taxonomies must map every token; empty when the packs could not be read
     * @param problems receives what is wrong
     * @param notChecked receives what could not be looked at, with what it waits for
     */
    static Found check(
            GateWorld world,
            List<InputSpec> specs,
            Optional<PolicyPacks> packs,
            DatasetDictionary dictionary,
            GateRequest.Tools tools,
            UpstreamLaws laws,
            List<Problem> problems,
            List<NotChecked> notChecked) {
        return new InputCheck(world, dictionary, tools, laws, problems, notChecked).run(specs, packs);
    }

    private Found run(List<InputSpec> specs, Optional<PolicyPacks> packs) {
        receipt();
        specs.stream().filter(spec -> spec.format() != Format.BINARY).forEach(this::table);
        // The index comes last, when the tables it was built from are counted.
        specs.stream().filter(spec -> spec.format() == Format.BINARY).forEach(spec -> index(spec, packs));
        long arrivals = rowsByKey.getOrDefault("millrace.5B." + InputSpec.ARRIVALS, 0L);
        long rejects = rowsByKey.getOrDefault("millrace.5B." + InputSpec.REJECTS, 0L);
        long merchants = world.made()
                .map(made -> (long) made.merchants().merchants())
                .orElse(rowsByKey.getOrDefault("millrace.5B." + InputSpec.MERCHANTS, 0L));
        if (rowsByKey.containsKey("millrace.5B." + InputSpec.ARRIVALS)) {
            parity(arrivals, rejects);
        }
        if (merchants > MERCHANTS_MAX) {
            report(
                    ErrorCode.INPUT_CAPACITY_EXCEEDED,
                    InputSpec.MERCHANTS,
                    "must have at most " + MERCHANTS_MAX + " rows",
                    Long.toString(merchants),
                    "split the world");
        }
        problems.addAll(guards.get(InputRoot.WORLD).changes(world.folder()));
        world.upstream()
                .ifPresent(
                        root -> problems.addAll(guards.get(InputRoot.UPSTREAM).changes(root)));
        return new Found(
                rows,
                files,
                new GateReceipt.Totals(
                        world.made().isPresent() ? OptionalLong.empty() : OptionalLong.of(arrivals),
                        filesByKey.getOrDefault("millrace.5B." + InputSpec.ARRIVALS, 0L),
                        merchants,
                        world.made()
                                .map(made -> made.parties().parties())
                                .orElse(parties().orElse(partiesInIndex)),
                        rejects));
    }

    private void table(InputSpec spec) {
        if (world.made().isPresent()) {
            absent(spec, folder(spec), Optional.empty());
            return;
        }
        if (spec.root() == InputRoot.UPSTREAM && world.upstream().isEmpty()) {
            notChecked.add(new NotChecked(spec.datasetId() + " of the upstream tree", "--upstream"));
            return;
        }
        try {
            partition(spec);
        } catch (Partition.NoTableException e) {
            for (Partition.Unreadable file : e.files()) {
                report(
                        ErrorCode.INPUT_SCHEMA_MISMATCH,
                        folder(spec) + file.path(),
                        "must be a whole Parquet file",
                        file.reason(),
                        "restore the file");
            }
        } catch (IOException e) {
            unreadable(folder(spec), e);
        }
    }

    /** The receipt itself, as it lies in the folder, or as the gate will write it. */
    private void receipt() {
        Path file = world.folder().resolve(WorldReceipt.FILE);
        ReadGuard guard = guards.get(InputRoot.WORLD);
        byte[] made = world.receipt().bytes();
        try {
            Content content = world.made().isPresent()
                    ? Content.of(DigestKind.CONTENT_SHA256, TupleDigest.sha256Hex(made), 1, made.length)
                    : Content.of(DigestKind.CONTENT_SHA256, guard.sha256(file), 1, guard.sizeBytes(file));
            rows.add(new SealedInput(
                    world.receipt().axes().manifestFingerprint(),
                    new SealedInput.Key(2, "5B", "millrace.5B.world_receipt", Optional.of("world_receipt")),
                    new SealedInput.Place(InputRoot.WORLD, WorldReceipt.FILE, WorldReceipt.FILE, List.of()),
                    new SealedInput.Use(
                            Optional.of("contracts/schema/run/world_receipt.schema.json#"),
                            InputRole.WORLD_RECEIPT,
                            Status.REQUIRED,
                            SealedInput.ReadScope.METADATA_ONLY),
                    Presence.PRESENT,
                    Optional.of(content),
                    Optional.empty()));
        } catch (IOException e) {
            unreadable(WorldReceipt.FILE, e);
        }
    }

    private void partition(InputSpec spec) throws IOException {
        String folder = folder(spec);
        Partition partition = Partition.read(
                root(spec).resolve(folder), tools.footers(), guards.get(spec.root()), laws.fileSetBytesMax());
        Optional<WorldReceipt.Dataset> listed = spec.root() == InputRoot.WORLD
                ? world.receipt().dataset(spec.datasetId(), world.scenarioId())
                : Optional.empty();
        if (partition.files().isEmpty() && !isEmptyByReceipt(spec, listed)) {
            absent(spec, folder, listed);
            return;
        }
        Optional<String> rowDigest = rowDigest(partition);
        for (TableFile file : partition.files()) {
            checkFile(spec, folder + file.path(), file);
            files.add(new SealedFile(
                    spec.key().manifestKey(),
                    folder + file.path(),
                    file.sizeBytes(),
                    file.footer().rows(),
                    file.footer().footerSha256Hex(),
                    file.sha256Hex()));
        }
        if (spec.root() == InputRoot.WORLD) {
            compareWithReceipt(folder, partition, rowDigest, listed);
        } else {
            compareWithSource(folder, partition);
        }
        rowsByKey.put(spec.key().manifestKey(), partition.rows());
        filesByKey.put(spec.key().manifestKey(), (long) partition.files().size());
        rows.add(row(
                spec,
                folder,
                new Content(
                        partition.digestKind(),
                        partition.sha256Hex(),
                        OptionalLong.of(partition.files().size()),
                        OptionalLong.of(partition.sizeBytes()),
                        OptionalLong.of(partition.rows()),
                        rowDigest)));
    }

    /** A scenario without arrivals has no arrival file, and its receipt says so. */
    private static boolean isEmptyByReceipt(InputSpec spec, Optional<WorldReceipt.Dataset> listed) {
        return spec.use().role() == InputRole.ARRIVALS
                && listed.isPresent()
                && listed.get().rows() == 0;
    }

    private void absent(InputSpec spec, String folder, Optional<WorldReceipt.Dataset> listed) {
        boolean isDerived =
                world.receipt().axes().kind() == WorldKind.OWN && spec.root() == InputRoot.WORLD && listed.isEmpty();
        boolean isOptional = spec.use().status() == Status.OPTIONAL && listed.isEmpty();
        if (isDerived && !isOptional) {
            rows.add(row(
                    spec,
                    folder,
                    new Content(
                            DigestKind.LAW_SHA256,
                            lawDigest(spec.datasetId(), world),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Optional.empty())));
        } else if (isOptional) {
            rows.add(new SealedInput(
                    world.receipt().axes().manifestFingerprint(),
                    spec.key(),
                    place(spec, folder),
                    spec.use(),
                    Presence.ABSENT,
                    Optional.empty(),
                    Optional.empty()));
        } else {
            report(
                    ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                    folder,
                    spec.format() == Format.BINARY
                            ? "must be the file of " + spec.datasetId()
                            : "must hold the files of " + spec.datasetId(),
                    Files.isDirectory(root(spec).resolve(folder)) ? "an empty folder" : "nothing",
                    spec.root() == InputRoot.WORLD
                            ? "make the world again: " + maker()
                            : "give the tree the world was prepared from by --upstream");
        }
    }

    private void checkFile(InputSpec spec, String where, TableFile file) {
        FooterFacts footer = file.footer();
        if (spec.root() == InputRoot.WORLD) {
            requireKey(footer, "millrace.dataset", spec.datasetId(), where);
            requireKey(footer, "millrace.seed", world.axes().valueByToken().get("seed"), where);
            requireKey(
                    footer,
                    "millrace.parameter_hash",
                    world.axes().valueByToken().get("wph"),
                    where);
            requireKey(
                    footer,
                    "millrace.manifest_fingerprint",
                    world.axes().valueByToken().get("mf"),
                    where);
            if (spec.template().contains("{scenario_id}")) {
                requireKey(footer, "millrace.scenario_id", world.scenarioId(), where);
            }
            String rowsText = footer.keys().get("millrace.rows");
            if (rowsText != null && !rowsText.equals(Long.toString(footer.rows()))) {
                parityProblem(where, "must have as many rows as millrace.rows says, " + rowsText, footer.rows());
            }
            spec.schema().ifPresent(schema -> problems.addAll(ColumnLaw.check(where, footer, schema)));
        }
        if (spec.use().role() == InputRole.ARRIVALS) {
            footer.column("arrival_seq").ifPresent(column -> {
                if (column.min().orElse(1) < 1 || column.max().orElse(1) >= ARRIVAL_SEQ_END) {
                    report(
                            ErrorCode.INPUT_CAPACITY_EXCEEDED,
                            where + "#arrival_seq",
                            "must lie in 1 .. 2^40 - 1",
                            column.min().orElse(1) + " .. " + column.max().orElse(1),
                            "number the arrivals of each merchant from 1");
                }
            });
        }
    }

    private void requireKey(FooterFacts footer, String key, String expected, String where) {
        String found = footer.keys().get(key);
        if (!expected.equals(found)) {
            report(
                    ErrorCode.WORLD_IDENTITY_MISMATCH,
                    where + "#" + key,
                    "must be " + expected,
                    found == null ? "absent" : found,
                    "the file belongs to another world; make the world again: " + maker());
        }
    }

    private void compareWithReceipt(
            String folder, Partition partition, Optional<String> rowDigest, Optional<WorldReceipt.Dataset> listed) {
        if (listed.isEmpty()) {
            parityProblem(folder, "must be listed in " + WorldReceipt.FILE, partition.rows());
            return;
        }
        if (listed.get().rows() != partition.rows()) {
            parityProblem(
                    folder,
                    "must have the rows of " + WorldReceipt.FILE + ", "
                            + listed.get().rows(),
                    partition.rows());
        }
        if (world.receipt().axes().kind() == WorldKind.OWN) {
            compareWithBundle(folder, listed.get().datasetId(), partition, rowDigest);
        }
        Optional<String> expected = listed.get().rowDigest();
        if (expected.isPresent() && rowDigest.isPresent() && !expected.equals(rowDigest)) {
            report(
                    ErrorCode.INPUT_PARITY_MISMATCH,
                    folder,
                    "must have the row digest of " + WorldReceipt.FILE + ", " + expected.get(),
                    rowDigest.get(),
                    "restore the world folder, or make it again: " + maker());
        }
    }

    /** The flag of an own segment speaks for bytes: its bundle binds rows and files of every table. */
    private void compareWithBundle(String folder, String datasetId, Partition partition, Optional<String> rowDigest) {
        String segment = dictionary.dataset(datasetId).segment();
        WorldBundle.Subject subject = new WorldBundle.Subject(
                segment,
                world.receipt().axes().manifestFingerprint(),
                world.receipt().axes().worldParameterHash(),
                world.receipt().axes().seed(),
                Optional.of(world.scenarioId()));
        WorldBundle.Table found = new WorldBundle.Table(
                datasetId, partition.rows(), rowDigest.orElse("none"), partition.digestKind(), partition.sha256Hex());
        WorldBundle.Table bound;
        try {
            bound = WorldBundle.tables(world.folder(), subject).get(datasetId);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            report(
                    ErrorCode.UPSTREAM_HASHGATE_INVALID,
                    subject.folder() + WorldBundle.TABLES,
                    "must bind the tables of the segment",
                    String.valueOf(e.getMessage()),
                    "restore the bundle, or make the world again");
            return;
        }
        if (bound == null) {
            notChecked.add(
                    new NotChecked("bytes of " + datasetId, "its row in " + subject.folder() + WorldBundle.TABLES));
        } else if (!bound.equals(found)) {
            report(
                    ErrorCode.INPUT_PARITY_MISMATCH,
                    folder,
                    "must be the table its bundle binds, " + bound,
                    found.toString(),
                    "restore the world folder, or remove it and make it again");
        }
    }

    /** A prepared world is only as good as the tree it came from: that tree must still be the one the receipt names. */
    private void compareWithSource(String folder, Partition partition) {
        Optional<WorldReceipt.Source> source = world.receipt().sources().stream()
                .filter(candidate -> candidate.path().equals(folder))
                .findFirst();
        if (source.isEmpty()) {
            notChecked.add(new NotChecked("source " + folder, "its digest in " + WorldReceipt.FILE));
        } else if (!source.get().sha256Hex().equals(partition.sha256Hex())
                || source.get().digestKind() != partition.digestKind()) {
            report(
                    ErrorCode.INPUT_PARITY_MISMATCH,
                    folder,
                    "must be what the world was prepared from, " + source.get().digestKind() + " "
                            + source.get().sha256Hex(),
                    partition.digestKind() + " " + partition.sha256Hex(),
                    "restore the upstream tree, or prepare the world again");
        }
    }

    /** Foreign arrivals: nothing lost between the source and the prepared layout. */
    private void parity(long arrivals, long rejects) {
        Long source = rowsByKey.get(InputSpec.SOURCE_ARRIVALS);
        if (source != null && source != arrivals + rejects) {
            parityProblem(
                    InputSpec.ARRIVALS,
                    "prepared and rejected rows must sum to the " + source + " rows of the source",
                    arrivals + rejects);
        }
        if (world.receipt().axes().kind() == WorldKind.OWN || world.upstream().isEmpty()) {
            return;
        }
        String file = world.axes().render(laws.arrivalsTotal().file());
        Path report = world.upstream().get().resolve(file);
        OptionalLong total = OptionalLong.empty();
        if (Files.isRegularFile(report)) {
            try {
                total = JsonNumber.at(
                        guards.get(InputRoot.UPSTREAM).bytes(report),
                        laws.arrivalsTotal().pointer());
            } catch (IOException e) {
                unreadable(file, e);
            }
        }
        if (total.isEmpty()) {
            notChecked.add(
                    new NotChecked("count of the producer", laws.arrivalsTotal().pointer() + " in " + file));
        } else if (total.getAsLong() != arrivals + rejects) {
            parityProblem(
                    file + "#" + laws.arrivalsTotal().pointer(),
                    "must be prepared and rejected rows together, " + (arrivals + rejects),
                    total.getAsLong());
        }
    }

    /** The entity index: one file, sealed by its bytes. */
    private void index(InputSpec spec, Optional<PolicyPacks> packs) {
        String path = world.axes().render(spec.template());
        Path file = root(spec).resolve(path);
        if (world.made().isPresent() || !Files.isRegularFile(file)) {
            absent(spec, path, world.receipt().dataset(spec.datasetId(), world.scenarioId()));
            return;
        }
        ReadGuard guard = guards.get(spec.root());
        try {
            String sha256 = guard.sha256(file);
            rows.add(row(spec, path, Content.of(DigestKind.CONTENT_SHA256, sha256, 1, guard.sizeBytes(file))));
        } catch (IOException e) {
            unreadable(path, e);
            return;
        }
        if (tools.indexHeaders().isEmpty()) {
            notChecked.add(new NotChecked("axes and tokens of " + path, "a reader of entity indexes"));
            return;
        }
        try {
            checkIndex(tools.indexHeaders().get().read(file), path, packs);
        } catch (IOException e) {
            report(
                    ErrorCode.INPUT_SCHEMA_MISMATCH,
                    path,
                    "must be an entity index of this version",
                    String.valueOf(e.getMessage()),
                    "make the world again: " + maker());
        }
    }

    private void checkIndex(IndexFacts facts, String path, Optional<PolicyPacks> packs) {
        WorldReceipt.Axes axes = world.receipt().axes();
        if (!facts.manifestFingerprint().equals(axes.manifestFingerprint()) || facts.seed() != axes.seed()) {
            report(
                    ErrorCode.WORLD_IDENTITY_MISMATCH,
                    path,
                    "must be built from the tables of world " + axes.manifestFingerprint(),
                    facts.manifestFingerprint() + ", seed " + Long.toUnsignedString(facts.seed()),
                    "make the world again: " + maker());
        }
        Optional<Long> tableRows = parties();
        if (tableRows.isPresent() && tableRows.get() != facts.parties()) {
            parityProblem(path, "must hold the " + tableRows.get() + " parties of the tables", facts.parties());
        }
        if (packs.isPresent()) {
            problems.addAll(TokenCheck.check(facts, packs.get(), dictionary, path));
        } else {
            notChecked.add(new NotChecked("tokens of " + path, "readable taxonomies"));
        }
        partiesInIndex = facts.parties();
    }

    /** Rows of the party table, ours or that of the source; empty when there is none. */
    private Optional<Long> parties() {
        return Optional.ofNullable(
                rowsByKey.getOrDefault("millrace.6A." + InputSpec.PARTIES, rowsByKey.get("mlr.6A.s1.party_base")));
    }

    /** SHA(JCS({dataset_id, scenario_id, seed, world_law, world_parameter_hash})), all values texts. */
    static String lawDigest(
            String datasetId, String scenarioId, String seed, String worldLaw, String worldParameterHash) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("dataset_id", datasetId);
        json.put("scenario_id", scenarioId);
        json.put("seed", seed);
        json.put("world_law", worldLaw);
        json.put("world_parameter_hash", worldParameterHash);
        return TupleDigest.sha256Hex(CanonicalJson.of(json).getBytes(StandardCharsets.UTF_8));
    }

    private static String lawDigest(String datasetId, GateWorld world) {
        WorldReceipt.Axes axes = world.receipt().axes();
        return lawDigest(
                datasetId,
                world.scenarioId(),
                Long.toUnsignedString(axes.seed()),
                axes.worldLaw().orElseThrow(),
                axes.worldParameterHash());
    }

    /** Sum of the files' row digests; empty unless every file has one. */
    private static Optional<String> rowDigest(Partition partition) {
        BigInteger sum = BigInteger.ZERO;
        for (TableFile file : partition.files()) {
            String digest = file.footer().keys().get("millrace.row_digest");
            if (digest == null || !digest.matches("[0-9a-f]{32}")) {
                return Optional.empty();
            }
            sum = sum.add(new BigInteger(digest, 16)).mod(DIGEST_MODULUS);
        }
        String hex = sum.toString(16);
        return Optional.of("0".repeat(32 - hex.length()) + hex);
    }

    private SealedInput row(InputSpec spec, String path, Content content) {
        return new SealedInput(
                world.receipt().axes().manifestFingerprint(),
                spec.key(),
                place(spec, path),
                spec.use(),
                Presence.PRESENT,
                Optional.of(content),
                Optional.empty());
    }

    private SealedInput.Place place(InputSpec spec, String path) {
        return new SealedInput.Place(spec.root(), path, spec.template(), spec.partitionKeys());
    }

    /** The leading folders that the axes fix, with a final slash. */
    private String folder(InputSpec spec) {
        StringBuilder folder = new StringBuilder();
        String[] names = spec.template().split("/");
        for (int i = 0; i < names.length - 1 && !names[i].contains("{utc_"); i++) {
            folder.append(world.axes().render(names[i])).append('/');
        }
        return folder.toString();
    }

    private Path root(InputSpec spec) {
        return spec.root() == InputRoot.WORLD
                ? world.folder()
                : world.upstream().orElseThrow();
    }

    /** The commands that make a world of this kind. */
    private String maker() {
        return switch (world.receipt().axes().kind()) {
            case OWN -> "millrace entities, millrace arrivals";
            case FOREIGN -> "millrace prepare";
        };
    }

    private void parityProblem(String where, String expected, long found) {
        report(
                ErrorCode.INPUT_PARITY_MISMATCH,
                where,
                expected,
                found + " rows",
                "restore the world folder, or make it again: " + maker());
    }

    private void unreadable(String where, IOException e) {
        report(
                ErrorCode.SEALED_INPUTS_DIGEST_COMPUTE_FAILED,
                where,
                "must be readable",
                e.toString(),
                "mend the storage or the permissions");
    }

    private void report(ErrorCode code, String where, String expected, String found, String fix) {
        problems.add(Problem.of(code, where, expected, found, fix));
    }
}
