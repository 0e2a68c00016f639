package io.millrace.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code dictionary/datasets.yaml}: every data set that is read or written. */
public final class DatasetDictionary {
    private static final Pattern TOKEN = Pattern.compile("\\{([a-z_]+)}");

    private final String contractsVersion;
    private final SortedMap<String, Dataset> datasetById;

    private DatasetDictionary(String contractsVersion, SortedMap<String, Dataset> datasetById) {
        this.contractsVersion = contractsVersion;
        this.datasetById = Collections.unmodifiableSortedMap(datasetById);
    }

    /** The dictionary this program was built with. */
    public static DatasetDictionary shipped() {
        JsonNode root = ContractResource.yaml("dictionary/datasets.yaml");
        TreeMap<String, Dataset> byId = new TreeMap<>();
        for (JsonNode node : root.get("datasets")) {
            Dataset dataset = Dataset.of(node, root.get("axis_paths"));
            byId.put(dataset.id(), dataset);
        }
        return new DatasetDictionary(root.get("contracts_version").asString(), byId);
    }

    public String contractsVersion() {
        return contractsVersion;
    }

    /** By id. */
    public List<Dataset> all() {
        return List.copyOf(datasetById.values());
    }

    /** @throws IllegalArgumentException for an id that is not in the dictionary */
    public Dataset dataset(String id) {
        Dataset dataset = datasetById.get(id);
        if (dataset == null) {
            throw new IllegalArgumentException("the dictionary has no data set " + id);
        }
        return dataset;
    }

    /** How a data set is stored. */
    public enum Format {
        PARQUET,
        JSON,
        JSONL,
        BINARY
    }

    /** Whether a run or world must have it. */
    public enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /**
     * One data set.
     *
     * @param schemaVersion of its rows, for footers
     * @param pathTemplate relative to the world or run root, axis paths written out
     * @param partitionDate column whose UTC date names the folder of a row; empty without date folders
     * @param keys columns that are unique together
     * @param order columns that rows of one file ascend by; empty when nothing is promised
     * @param schema below {@code contracts}; empty for binary files
     * @param owners stages that write it
     * @param parity equations of publishing it enters
     */
    public record Dataset(
            String id,
            String title,
            String schemaVersion,
            int layer,
            String segment,
            Format format,
            String pathTemplate,
            Optional<String> partitionDate,
            List<String> keys,
            List<String> order,
            Optional<String> schema,
            List<String> owners,
            List<String> parity,
            Presence presence,
            String visibilityNote) {

        private static Dataset of(JsonNode node, JsonNode axisPaths) {
            String template = node.get("path").asString();
            for (Map.Entry<String, JsonNode> axis : axisPaths.properties()) {
                template = template.replace(
                        "{" + axis.getKey() + "}", axis.getValue().asString());
            }
            return new Dataset(
                    node.get("dataset_id").asString(),
                    node.get("title").asString(),
                    node.get("schema_version").asString(),
                    node.get("layer").asInt(),
                    node.get("segment").asString(),
                    Format.valueOf(node.get("format").asString()),
                    template,
                    text(node.get("partition_date")),
                    texts(node.get("keys")),
                    texts(node.get("order")),
                    text(node.get("schema")),
                    texts(node.get("owner")),
                    texts(node.get("parity")),
                    node.get("optional").asBoolean() ? Presence.OPTIONAL : Presence.REQUIRED,
                    node.get("visibility_note").asString());
        }

        /** The template with its axes filled in; tokens of the writer and {@code *} stay. */
        public String path(Axes axes) {
            return axes.render(pathTemplate);
        }

        /**
         * Folder of one partition, without slash at the end: the leading folders that the axes fix.
         *
         * @throws IllegalArgumentException when an axis of the template has no value
         */
        public String folder(Axes axes) {
            List<String> folders = new ArrayList<>();
            String[] names = pathTemplate.split("/");
            for (int i = 0; i < names.length - 1; i++) {
                if (names[i].contains("{utc_")) {
                    break;
                }
                requireAll(names[i], axes);
                folders.add(axes.render(names[i]));
            }
            return String.join("/", folders);
        }

        /** Tokens of the template in the order of the path, e.g. seed, parameter_hash: names before the {@code =}. */
        public List<String> partitionKeys() {
            List<String> names = new ArrayList<>();
            for (String name : pathTemplate.split("/")) {
                int equals = name.indexOf("={");
                if (equals > 0) {
                    names.add(name.substring(0, equals));
                }
            }
            return names;
        }

        /** @throws IllegalStateException for data sets that are no rows of columns */
        public RowSchema rowSchema() {
            return schema.filter(path -> path.startsWith("schema/row/"))
                    .map(RowSchema::of)
                    .orElseThrow(() -> new IllegalStateException(id + " has no row schema"));
        }

        private void requireAll(String name, Axes axes) {
            Matcher token = TOKEN.matcher(name);
            while (token.find()) {
                if (!axes.has(token.group(1))) {
                    throw new IllegalArgumentException(
                            id + " needs the axis " + token.group(1) + " for its path " + pathTemplate);
                }
            }
        }

        private static Optional<String> text(JsonNode node) {
            return node.isNull() ? Optional.empty() : Optional.of(node.asString());
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            for (JsonNode item : array) {
                texts.add(item.asString());
            }
            return List.copyOf(texts);
        }
    }
}
