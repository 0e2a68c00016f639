package io.millrace.run;

import io.millrace.contract.Axes;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.WorldCheck;
import io.millrace.contract.WorldKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A whole small world of our own: every table as one {@link FakeTables} file, index, receipt, both bundles. */
final class OwnWorld {
    static final String SCENARIO = "baseline_20260101_14d";

    final GateFixture fixture;
    final String worldParameterHash;
    final String fingerprint;

    private final DatasetDictionary dictionary = DatasetDictionary.shipped();

    OwnWorld(Path folder) {
        fixture = new GateFixture(folder);
        worldParameterHash =
                GateFixture.packs(fixture.config, new ArrayList<>()).worldParameterHash();
        fingerprint = RunIdentity.ownWorld(worldParameterHash, 42);
    }

    /** Everything, passed. */
    void write() throws IOException {
        List<WorldReceipt.Dataset> datasets = new ArrayList<>();
        for (DatasetDictionary.Dataset dataset : tables()) {
            long rows = rows(dataset);
            SampleUpstream.write(file(dataset.id()), text(dataset, rows));
            datasets.add(new WorldReceipt.Dataset(
                    dataset.id(),
                    isOfScenario(dataset) ? Optional.of(SCENARIO) : Optional.empty(),
                    rows,
                    Optional.of("%032x".formatted(rows))));
        }
        datasets.add(new WorldReceipt.Dataset("entity_index_6A", Optional.empty(), 3, Optional.empty()));
        SampleUpstream.write(
                fixture.world.resolve(dictionary.dataset("entity_index_6A").path(tokens())),
                fingerprint + "\ns2_account_base_6A.account_type RETAIL_CURRENT_BASIC\n");
        bundle("5B", WorldCheck.Result.PASS);
        bundle("6A", WorldCheck.Result.PASS);
        new WorldReceipt(
                        new WorldReceipt.Axes(WorldKind.OWN, fingerprint, worldParameterHash, 42, Optional.of("1")),
                        List.of(new WorldReceipt.Scenario(
                                SCENARIO, 1_767_225_600_000_000L, OptionalLong.of(1_768_435_200_000_000L))),
                        datasets,
                        new WorldReceipt.Tables("2025b", "a".repeat(64), Optional.of("b".repeat(64))),
                        List.of())
                .write(fixture.world);
    }

    WorldBundle.Sealed bundle(String segment, WorldCheck.Result result) throws IOException {
        List<WorldBundle.Table> bound = new ArrayList<>();
        for (DatasetDictionary.Dataset dataset : tables()) {
            if (dataset.segment().equals(segment)) {
                bound.add(WorldBundle.table(
                        fixture.world.resolve(dataset.folder(tokens())), dataset.id(), new FakeTables()));
            }
        }
        return WorldBundle.write(
                fixture.world,
                subject(segment),
                List.of(
                        WorldCheck.required("STRUCTURE", result, "3 parties", "ids are unique"),
                        new WorldCheck(
                                "MIX",
                                WorldCheck.Severity.INFO,
                                WorldCheck.Result.NOT_CHECKED,
                                "too small",
                                "1.5 points")),
                bound,
                new TreeMap<>(Map.of("cut_tables", "c".repeat(64))));
    }

    WorldBundle.Subject subject(String segment) {
        return new WorldBundle.Subject(
                segment,
                fingerprint,
                worldParameterHash,
                42,
                segment.equals("5B") ? Optional.of(SCENARIO) : Optional.empty());
    }

    Path bundleFile(String segment, String name) {
        return fixture.world.resolve(subject(segment).folder()).resolve(name);
    }

    /** The one file of a table. */
    Path file(String datasetId) {
        Path folder = fixture.world.resolve(dictionary.dataset(datasetId).folder(tokens()));
        return datasetId.equals("arrival_events_5B")
                ? folder.resolve("utc_date=2026-01-01/utc_hour=00/part-0.parquet")
                : folder.resolve("part-0.parquet");
    }

    private Axes tokens() {
        return Axes.ofWorld("42", worldParameterHash, fingerprint, SCENARIO);
    }

    private List<DatasetDictionary.Dataset> tables() {
        return dictionary.all().stream()
                .filter(dataset -> dataset.format() == DatasetDictionary.Format.PARQUET
                        && dataset.presence() == DatasetDictionary.Presence.REQUIRED
                        && List.of("5B", "6A").contains(dataset.segment()))
                .toList();
    }

    private static boolean isOfScenario(DatasetDictionary.Dataset dataset) {
        return dataset.segment().equals("5B");
    }

    private static long rows(DatasetDictionary.Dataset dataset) {
        return dataset.id().contains("party") ? 3 : 5;
    }

    private String text(DatasetDictionary.Dataset dataset, long rows) {
        TreeMap<String, String> keys = new TreeMap<>();
        keys.put("millrace.dataset", dataset.id());
        keys.put("millrace.seed", "42");
        keys.put("millrace.parameter_hash", worldParameterHash);
        keys.put("millrace.manifest_fingerprint", fingerprint);
        if (isOfScenario(dataset)) {
            keys.put("millrace.scenario_id", SCENARIO);
        }
        keys.put("millrace.rows", Long.toString(rows));
        keys.put("millrace.row_digest", "%032x".formatted(rows));
        return FakeTables.text(rows, keys);
    }
}
