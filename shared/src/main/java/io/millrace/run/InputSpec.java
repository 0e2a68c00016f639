package io.millrace.run;

import io.millrace.contract.ContractResource;
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
import tools.jackson.databind.JsonNode;

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
    /** Manifest key of the arrivals as another engine delivered them. */
    static final String SOURCE_ARRIVALS = "mlr.5B.egress.arrival_events";

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
        switch (kind) {
            case OWN ->
                dictionary.all().stream()
                        .filter(dataset -> dataset.segment().equals("6A") && dataset.format() == Format.PARQUET)
                        .forEach(table -> specs.add(ours(table, InputRole.ENTITY_TABLE, ReadScope.ROW_LEVEL)));
            case FOREIGN -> {
                specs.add(ours(dictionary.dataset(REJECTS), InputRole.SOURCE_DATA, ReadScope.METADATA_ONLY));
                specs.addAll(foreign(dictionary));
            }
        }
        return specs;
    }

    /** What a foreign world was made from, by {@code dictionary/foreign.yaml}. */
    private static List<InputSpec> foreign(DatasetDictionary dictionary) {
        JsonNode rules = ContractResource.yaml("dictionary/foreign.yaml");
        List<InputSpec> specs = new ArrayList<>();
        Dataset arrivals = dictionary.dataset(ARRIVALS);
        specs.add(source(
                new SealedInput.Key(arrivals.layer(), arrivals.segment(), SOURCE_ARRIVALS, Optional.of(arrivals.id())),
                rules.required("arrivals").required("path").asString(),
                Status.REQUIRED));
        specs.add(source(
                new SealedInput.Key(1, "1A", "mlr.1A.egress.outlet_catalogue", Optional.of("outlet_catalogue")),
                rules.required("outlets").required("path").asString(),
                Status.OPTIONAL));
        JsonNode tables = rules.required("tables");
        for (JsonNode table : tables.required("datasets")) {
            String id = table.required("dataset_id").asString();
            specs.add(source(
                    new SealedInput.Key(
                            dictionary.dataset(id).layer(),
                            dictionary.dataset(id).segment(),
                            upstreamKey(id),
                            Optional.of(id)),
                    tables.required("path").asString().replace("{dataset_id}", id),
                    table.required("required").asBoolean() ? Status.REQUIRED : Status.OPTIONAL));
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

    private static InputSpec source(SealedInput.Key key, String template, Status status) {
        return new InputSpec(
                key,
                InputRoot.UPSTREAM,
                template,
                Format.PARQUET,
                new SealedInput.Use(Optional.empty(), InputRole.SOURCE_DATA, status, ReadScope.METADATA_ONLY),
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
