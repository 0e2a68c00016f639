package io.millrace.run;

import io.millrace.contract.PackDictionary;
import io.millrace.contract.PackDictionary.PackGroup;
import io.millrace.contract.WorldKind;
import io.millrace.policy.LintReport;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small prepared world over the sample's bundles: 5 arrivals, 2 merchants, 3 parties, 1 reject; a config of one
 * behaviour pack and two taxonomies. Tables are {@link FakeTables}.
 */
final class GateFixture {
    static final String SCENARIO = SampleUpstream.SCENARIO;

    final Path config;
    final Path world;
    final Path upstream;
    final Path runs;
    PackLint lint = (packs, world) -> new LintReport(List.of(), List.of(), List.of(), List.of(), List.of("L01"));
    TableFooters footers = new FakeTables();
    GateRequest.Mode mode = GateRequest.Mode.SEAL;
    Optional<String> scenarioId = Optional.empty();
    OptionalLong seed = OptionalLong.empty();
    List<String> segments = List.of();

    private static final SchemaStore SCHEMAS = SchemaStore.shipped();

    private final Map<String, Long> rows = new TreeMap<>();

    GateFixture(Path folder) {
        config = folder.resolve("config");
        upstream = SampleUpstream.copy(folder.resolve("upstream"));
        world = folder.resolve("worlds").resolve(SampleUpstream.FINGERPRINT);
        runs = folder.resolve("runs");
        writeConfig("[]", "[]", "FAIL");
        replaceTables();
        arrivals(3, "utc_date=2026-01-01/utc_hour=00/part-0.parquet");
        arrivals(2, "utc_date=2026-01-01/utc_hour=01/part-0.parquet");
        table("merchant_dim_5B", 2, "part-0.parquet");
        table("zone_dim_5B", 1, "part-0.parquet");
        table("site_dim_5B", 4, "part-0.parquet");
        table("arrival_rejects_5B", 1, "part-0.parquet");
        index("s2_account_base_6A.account_type RETAIL_CURRENT_BASIC RETAIL_CURRENT");
        writeReceipt();
    }

    GateResult seal() {
        return Gate.seal(request());
    }

    GateRequest request() {
        return new GateRequest(
                new GateRequest.Places(config, world, Optional.of(upstream), runs),
                new GateRequest.Wanted(seed, scenarioId),
                segments,
                mode,
                new GateRequest.Tools(
                        List::of,
                        GateFixture::packs,
                        Optional.of(lint),
                        footers,
                        Optional.of(GateFixture::indexHeader),
                        () -> 0L));
    }

    static PolicyPacks packs(Path config, List<io.millrace.base.Problem> problems) {
        List<PackDictionary.Entry> entries = List.of(
                entry("behaviour_config_6B", PackGroup.BEHAVIOUR, "layer3/6B/"),
                entry("account_taxonomy_6A", PackGroup.TAXONOMY, "layer3/6A/"),
                entry("fraud_role_taxonomy_6A", PackGroup.TAXONOMY, "layer3/6A/"));
        return PolicyPacks.read(config, new PackDictionary(entries), SCHEMAS, problems);
    }

    void writeConfig(String scenariosAllow, String seedsBlock, String onScopeMiss) {
        SampleUpstream.write(config.resolve("layer3/6B/behaviour_config_6B.yaml"), """
                # what a run may do
                schema_version: 1
                policy_id: behaviour_config_6B
                policy_version: "1.0.0"
                law_revision: 1
                scope:
                  scenarios_allow: %s
                  scenarios_block: []
                  seeds_allow: []
                  seeds_block: %s
                features:
                  retries: true
                  step_up: true
                  voids: true
                  refunds: true
                  stochastic_session_boundary: true
                  terminals: true
                  trips: true
                  fraud_overlay: false
                  labels: false
                guardrails: { sessions_per_arrival_max: 1, open_at_horizon_share_max: 1.0e-1 }
                degrade: { on_scope_miss: %s, on_guardrail_exceeded: WARN }
                """.formatted(
                        scenariosAllow, seedsBlock, onScopeMiss));
        for (String taxonomy : List.of("account_taxonomy_6A", "fraud_role_taxonomy_6A")) {
            String path = "layer3/6A/" + taxonomy + ".yaml";
            SampleUpstream.write(
                    config.resolve(path), SampleUpstream.text(PolicyFiles.root().resolve("config/" + path)));
        }
    }

    /** A part file of the arrivals; the receipt counts it once written. */
    Path arrivals(long count, String path) {
        return table("arrival_events_5B", count, path);
    }

    /** A part file of a prepared table. */
    Path table(String datasetId, long count, String path) {
        Path file = folder(datasetId).resolve(path);
        Map<String, String> keys = new TreeMap<>();
        keys.put("millrace.dataset", datasetId);
        keys.put("millrace.seed", "42");
        keys.put("millrace.parameter_hash", SampleUpstream.WORLD_PARAMETER_HASH);
        keys.put("millrace.manifest_fingerprint", SampleUpstream.FINGERPRINT);
        keys.put("millrace.scenario_id", SCENARIO);
        keys.put("millrace.rows", Long.toString(count));
        keys.put("millrace.row_digest", "%032x".formatted(count));
        SampleUpstream.write(file, FakeTables.text(count, keys));
        rows.merge(datasetId, count, Long::sum);
        return file;
    }

    Path folder(String datasetId) {
        return world.resolve("data/layer2/5B/" + datasetId + "/seed=42/parameter_hash="
                + SampleUpstream.WORLD_PARAMETER_HASH + "/manifest_fingerprint=" + SampleUpstream.FINGERPRINT
                + "/scenario_id=" + SCENARIO);
    }

    Path indexFile() {
        return world.resolve("data/layer3/6A/entity_index_6A/seed=42/parameter_hash="
                + SampleUpstream.WORLD_PARAMETER_HASH + "/manifest_fingerprint=" + SampleUpstream.FINGERPRINT
                + "/entity_index.bin");
    }

    /** An index of 3 parties; each line is a column and its tokens. */
    void index(String... lines) {
        SampleUpstream.write(indexFile(), SampleUpstream.FINGERPRINT + "\n" + String.join("\n", lines) + "\n");
    }

    void writeReceipt() {
        writeReceipt(SampleUpstream.FINGERPRINT, List.of(SCENARIO));
    }

    void writeReceipt(String fingerprint, List<String> scenarios) {
        List<WorldReceipt.Dataset> datasets = new ArrayList<>();
        rows.forEach((id, count) -> datasets.add(
                new WorldReceipt.Dataset(id, Optional.of(SCENARIO), count, Optional.of("%032x".formatted(count)))));
        WorldReceipt receipt = new WorldReceipt(
                new WorldReceipt.Axes(
                        WorldKind.FOREIGN, fingerprint, SampleUpstream.WORLD_PARAMETER_HASH, 42, Optional.empty()),
                scenarios.stream()
                        .map(id -> new WorldReceipt.Scenario(
                                id, 1_767_225_600_000_000L, OptionalLong.of(1_768_435_200_000_000L)))
                        .toList(),
                datasets,
                new WorldReceipt.Tables("2025b", "a".repeat(64), Optional.empty()),
                List.of(source(sourceArrivals())));
        try {
            receipt.write(world);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path sourceArrivals() {
        return upstream.resolve("data/layer2/5B/arrival_events/seed=42/manifest_fingerprint="
                + SampleUpstream.FINGERPRINT + "/scenario_id=" + SCENARIO);
    }

    private WorldReceipt.Source source(Path folder) {
        try {
            Partition partition = Partition.read(folder, new FakeTables());
            return new WorldReceipt.Source(
                    upstream.relativize(folder) + "/", partition.digestKind(), partition.sha256Hex());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sample's own tables are Parquet, which no fake reads. */
    private void replaceTables() {
        try (Stream<Path> files = Files.walk(upstream)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                SampleUpstream.write(file, "rows " + (file.toString().contains("arrival_events") ? 6 : 3) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IndexFacts indexHeader(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        TreeMap<String, List<String>> tokens = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> words = List.of(line.split(" "));
            tokens.put(words.get(0), words.subList(1, words.size()));
        }
        return new IndexFacts(lines.get(0), 42, 3, tokens);
    }

    private static PackDictionary.Entry entry(String id, PackGroup group, String folder) {
        return new PackDictionary.Entry(
                id, group, folder + id + ".yaml", "schema/policy/" + id + ".schema.json", 1, List.of("gate"));
    }
}
