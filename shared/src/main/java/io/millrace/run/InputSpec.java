package io.millrace.run;

import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.DatasetDictionary.Dataset;
import io.millrace.contract.DatasetDictionary.Format;
import io.millrace.contract.DatasetDictionary.Presence;
import io.millrace.contract.RowSchema;
import io.millrace.contract.WorldKind;
import io.millrace.run.SealedInput.ReadScope;
import io.millrace.run.SealedInput.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data set that a run of some kind of world takes in, before it is looked at.
 *
 * @param key its names
 * @param root base of the template
 * @param template path with tokens; ends with the name of the files
 * @param format how it is stored
 * @param use schema, role, status and scope
 * @param schema columns of our own files; empty for foreign ones, whose form {@code prepare} has judged
 */
record InputSpec(
        SealedInput.Key key,
        InputRoot root,
        String template,
        Format format,
        SealedInput.Use use,
        Optional<RowSchema> schema) {
    static final String ARRIVALS = "arrival_events_5B";
    static final String REJECTS = "arrival_rejects_5B";
    static final String MERCHANTS = "merchant_dim_5B";
    static final String PARTIES = "s1_party_base_6A";
    static final String INDEX = "entity_index_6A";

    private static final List<String> DIMENSIONS = List.of(MERCHANTS, "zone_dim_5B", "site_dim_5B");
    private static final Pattern TABLE = Pattern.compile("(s[0-9])_(.*)_6A");
    private static final Pattern TOKEN = Pattern.compile("([a-z_]+)=\\{");

    /** The data sets of a world, in no special order. */
    static List<InputSpec> of(WorldKind kind, DatasetDictionary dictionary) {
        List<InputSpec> specs = new ArrayList<>();
        specs.add(ours(dictionary.dataset(ARRIVALS), InputRole.ARRIVALS, ReadScope.ROW_LEVEL));
        for (String dimension : DIMENSIONS) {
            specs.add(ours(dictionary.dataset(dimension), InputRole.DIMENSION, ReadScope.ROW_LEVEL));
        }
        specs.add(ours(dictionary.dataset(INDEX), InputRole.ENTITY_INDEX, ReadScope.ROW_LEVEL));
        List<Dataset> tables = dictionary.all().stream()
                .filter(dataset -> dataset.segment().equals("6A") && dataset.format() == Format.PARQUET)
                .toList();
        switch (kind) {
            case OWN -> tables.forEach(table -> specs.add(ours(table, InputRole.ENTITY_TABLE, ReadScope.ROW_LEVEL)));
            case FOREIGN -> {
                specs.add(ours(dictionary.dataset(REJECTS), InputRole.SOURCE_DATA, ReadScope.METADATA_ONLY));
                specs.add(source(
                        dictionary.dataset(ARRIVALS),
                        "mlr.5B.egress.arrival_events",
                        "data/layer2/5B/arrival_events/seed={seed}/manifest_fingerprint={mf}/"
                                + "scenario_id={scenario_id}/part-*.parquet"));
                for (Dataset table : tables) {
                    if (table.presence() == Presence.REQUIRED) {
                        specs.add(source(
                                table,
                                upstreamKey(table.id()),
                                "data/layer3/6A/" + table.id()
                                        + "/seed={seed}/parameter_hash={wph}/manifest_fingerprint={mf}/"
                                        + table.id() + ".parquet"));
                    }
                }
            }
        }
        return specs;
    }

    /** Names before the {@code =} of the template's tokens, in order. */
    List<String> partitionKeys() {
        List<String> keys = new ArrayList<>();
        Matcher token = TOKEN.matcher(template);
        while (token.find()) {
            keys.add(token.group(1));
        }
        return keys;
    }

    String datasetId() {
        return key.datasetId().orElseThrow();
    }

    private static InputSpec ours(Dataset dataset, InputRole role, ReadScope scope) {
        return new InputSpec(
                new SealedInput.Key(
                        dataset.layer(),
                        dataset.segment(),
                        "millrace." + dataset.segment() + "." + dataset.id(),
                        Optional.of(dataset.id())),
                InputRoot.WORLD,
                dataset.pathTemplate(),
                dataset.format(),
                new SealedInput.Use(
                        dataset.schema().map(schema -> "contracts/" + schema + "#"),
                        role,
                        dataset.presence() == Presence.REQUIRED ? Status.REQUIRED : Status.OPTIONAL,
                        scope),
                dataset.schema().map(RowSchema::of));
    }

    private static InputSpec source(Dataset dataset, String manifestKey, String template) {
        return new InputSpec(
                new SealedInput.Key(dataset.layer(), dataset.segment(), manifestKey, Optional.of(dataset.id())),
                InputRoot.UPSTREAM,
                template,
                Format.PARQUET,
                new SealedInput.Use(Optional.empty(), InputRole.SOURCE_DATA, Status.REQUIRED, ReadScope.METADATA_ONLY),
                Optional.empty());
    }

    /** {@code s1_party_base_6A} is {@code mlr.6A.s1.party_base} upstream. */
    private static String upstreamKey(String tableId) {
        Matcher matcher = TABLE.matcher(tableId);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no 6A table is called " + tableId);
        }
        return "mlr.6A." + matcher.group(1) + "." + matcher.group(2);
    }
}
