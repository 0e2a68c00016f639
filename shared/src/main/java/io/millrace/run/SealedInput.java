package io.millrace.run;

import io.millrace.digest.CanonicalJson;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A row of {@code sealed_inputs_6B.json}: one thing a run may read, and the digest that binds it. Contracts 3.4.
 *
 * @param manifestFingerprint world of the run
 * @param key what it is called; unique together with the path
 * @param place where it lies
 * @param use what it may be used for
 * @param presence false only with OPTIONAL
 * @param content what is bound; empty when absent
 * @param upstreamBundleId {@code validation_bundle_<SEG>} on bundle and flag rows
 */
public record SealedInput(
        String manifestFingerprint,
        Key key,
        Place place,
        Use use,
        Presence presence,
        Optional<Content> content,
        Optional<String> upstreamBundleId) {
    /** Order of the file. */
    public static final Comparator<SealedInput> ORDER = Comparator.comparingInt(
                    (SealedInput row) -> row.key().ownerLayer())
            .thenComparing(row -> row.key().ownerSegment())
            .thenComparing(row -> row.key().manifestKey())
            .thenComparing(row -> row.place().path());

    static final Set<String> KEYS = Set.of(
            "manifest_fingerprint",
            "owner_layer",
            "owner_segment",
            "manifest_key",
            "dataset_id",
            "root",
            "path",
            "path_template",
            "partition_keys",
            "schema_ref",
            "role",
            "status",
            "present",
            "read_scope",
            "digest_kind",
            "sha256_hex",
            "file_count",
            "size_bytes",
            "row_count",
            "row_digest",
            "upstream_bundle_id");

    public SealedInput {
        if ((presence == Presence.PRESENT) != content.isPresent()) {
            throw new IllegalArgumentException(key + " is present exactly when it has content");
        }
        if (presence == Presence.ABSENT && use.status() == Status.REQUIRED) {
            throw new IllegalArgumentException(key + " is required and absent");
        }
    }

    /** Whether a run can do without. */
    public enum Status {
        REQUIRED,
        OPTIONAL
    }

    /** Whether it is there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** Whether stages may open its rows. */
    public enum ReadScope {
        ROW_LEVEL,
        METADATA_ONLY
    }

    /**
     * Name.
     *
     * @param ownerLayer 1..3
     * @param ownerSegment 1A .. 6B
     * @param manifestKey {@code mlr.<SEG>.…} for upstream names, {@code millrace.<SEG>.<dataset>},
     *     {@code millrace.policy.<policy_id>}, {@code millrace.contract.<path>}
     * @param datasetId dictionary id; empty for contracts
     */
    public record Key(int ownerLayer, String ownerSegment, String manifestKey, Optional<String> datasetId) {}

    /**
     * Location.
     *
     * @param root base of the path
     * @param path rendered, relative, with {@code /}; folders end with one
     * @param template the path before the axes were put in
     * @param partitionKeys in the order of the path
     */
    public record Place(InputRoot root, String path, String template, List<String> partitionKeys) {
        public Place {
            partitionKeys = List.copyOf(partitionKeys);
        }
    }

    /**
     * Use.
     *
     * @param schemaRef {@code contracts/<file>#<pointer>}
     * @param role of the input
     * @param status whether a run can do without
     * @param readScope whether rows may be read
     */
    public record Use(Optional<String> schemaRef, InputRole role, Status status, ReadScope readScope) {}

    /**
     * What is bound.
     *
     * @param digestKind law of the digest
     * @param sha256Hex hex64
     * @param fileCount files it runs over
     * @param sizeBytes of all of them
     * @param rowCount from the footers
     * @param rowDigest hex32, sum over the footers when every file has one
     */
    public record Content(
            DigestKind digestKind,
            String sha256Hex,
            OptionalLong fileCount,
            OptionalLong sizeBytes,
            OptionalLong rowCount,
            Optional<String> rowDigest) {
        /** One file, or several that count as one. */
        static Content of(DigestKind kind, String sha256Hex, long fileCount, long sizeBytes) {
            return new Content(
                    kind,
                    sha256Hex,
                    OptionalLong.of(fileCount),
                    OptionalLong.of(sizeBytes),
                    OptionalLong.empty(),
                    Optional.empty());
        }
    }

    /** Canonical JSON of the row. */
    public String json() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("manifest_fingerprint", manifestFingerprint);
        json.put("owner_layer", key.ownerLayer());
        json.put("owner_segment", key.ownerSegment());
        json.put("manifest_key", key.manifestKey());
        json.put("dataset_id", key.datasetId().orElse(null));
        json.put("root", place.root().name());
        json.put("path", place.path());
        json.put("path_template", place.template());
        json.put("partition_keys", place.partitionKeys());
        json.put("schema_ref", use.schemaRef().orElse(null));
        json.put("role", use.role().name());
        json.put("status", use.status().name());
        json.put("present", presence == Presence.PRESENT);
        json.put("read_scope", use.readScope().name());
        json.put("digest_kind", content.map(bound -> bound.digestKind().name()).orElse(null));
        json.put("sha256_hex", content.map(Content::sha256Hex).orElse(null));
        json.put("file_count", number(content.map(Content::fileCount)));
        json.put("size_bytes", number(content.map(Content::sizeBytes)));
        json.put("row_count", number(content.map(Content::rowCount)));
        json.put("row_digest", content.flatMap(Content::rowDigest).orElse(null));
        json.put("upstream_bundle_id", upstreamBundleId.orElse(null));
        return CanonicalJson.of(json);
    }

    /** Digest for messages; {@code absent} without content. */
    String digestText() {
        return content.map(bound -> bound.digestKind() + " " + bound.sha256Hex())
                .orElse("absent");
    }

    static SealedInput of(JsonObject json) {
        Optional<String> kind = json.optionalText("digest_kind");
        return new SealedInput(
                json.text("manifest_fingerprint"),
                new Key(
                        Math.toIntExact(json.integer("owner_layer")),
                        json.text("owner_segment"),
                        json.text("manifest_key"),
                        json.optionalText("dataset_id")),
                new Place(
                        InputRoot.valueOf(json.text("root")),
                        json.text("path"),
                        json.text("path_template"),
                        json.texts("partition_keys")),
                new Use(
                        json.optionalText("schema_ref"),
                        InputRole.valueOf(json.text("role")),
                        Status.valueOf(json.text("status")),
                        ReadScope.valueOf(json.text("read_scope"))),
                json.bool("present") ? Presence.PRESENT : Presence.ABSENT,
                kind.map(name -> new Content(
                        DigestKind.valueOf(name),
                        json.text("sha256_hex"),
                        json.optionalInteger("file_count"),
                        json.optionalInteger("size_bytes"),
                        json.optionalInteger("row_count"),
                        json.optionalText("row_digest"))),
                json.optionalText("upstream_bundle_id"));
    }

    private static Object number(Optional<OptionalLong> value) {
        return value.isPresent() && value.get().isPresent() ? value.get().getAsLong() : null;
    }
}
