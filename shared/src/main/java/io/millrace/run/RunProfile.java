package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code config/run/<name>.yaml}: which world and scenario, where things lie, how large and how parallel. Seed and
 * scenario choose the run; nothing else changes a row, so nothing else enters identity.
 *
 * @param worldSpec file of {@code config/world} without ending; empty for foreign worlds
 * @param universe where entities and arrivals come from; an own world alone may be procedural
 * @param seed unsigned
 * @param requiredSegments upstream gates that must pass
 * @param keyBuckets Flink's max parallelism; kept for life by savepoints
 * @param slabRows rows of a slab handed on
 */
public record RunProfile(
        String name,
        WorldKind worldKind,
        Optional<String> worldSpec,
        Universe universe,
        long seed,
        String scenarioId,
        Roots roots,
        List<String> requiredSegments,
        Limits limits,
        Sink sink,
        int parallelism,
        int keyBuckets,
        int slabRows,
        int checkpointIntervalSeconds) {
    private static final String SCHEMA = "schema/run/run_profile.schema.json";
    private static final List<String> OWN_SEGMENTS = List.of("5B", "6A");

    public RunProfile {
        requiredSegments = List.copyOf(requiredSegments);
    }

    /**
     * Reads a profile and checks it.
     *
     * @param problems receives every violation, all {@code CONFIG_VALIDATION_FAILED}
     * @return empty when there is one
     */
    public static Optional<RunProfile> read(Path file, SchemaStore schemas, List<Problem> problems) {
        String name = file.toString().replace('\\', '/');
        List<Problem> found = new ArrayList<>();
        Optional<PolicyNode> root;
        try {
            root = StrictYaml.parse(name, Files.readAllBytes(file), found);
        } catch (IOException e) {
            problems.add(Problem.of(
                    ErrorCode.CONFIG_VALIDATION_FAILED,
                    name,
                    "must be a readable run profile",
                    Files.exists(file) ? e.toString() : "no such file",
                    "name a file of config/run by --profile"));
            return Optional.empty();
        }
        root.ifPresent(node -> found.addAll(schemas.check(SCHEMA, name, node, ErrorCode.CONFIG_VALIDATION_FAILED)));
        if (found.isEmpty()) {
            root.ifPresent(node -> checkRelations(name, node, found));
        }
        problems.addAll(found);
        return found.isEmpty() ? root.map(RunProfile::of) : Optional.empty();
    }

    private static RunProfile of(PolicyNode root) {
        PolicyNode roots = root.get("roots");
        PolicyNode limits = root.get("limits");
        PolicyNode sink = root.get("sink");
        return new RunProfile(
                root.get("profile").text(),
                WorldKind.valueOf(root.get("world_kind").text()),
                text(root.get("world_spec")),
                Universe.valueOf(root.get("universe").text().toUpperCase(Locale.ROOT)),
                Long.parseUnsignedLong(root.get("seed").text()),
                root.get("scenario_id").text(),
                new Roots(
                        text(roots.get("upstream")),
                        roots.get("worlds").text(),
                        roots.get("runs").text()),
                root.get("required_segments").texts(),
                new Limits(
                        limits.get("pending_rows_max").int32(),
                        limits.get("open_sessions_max").int32()),
                new Sink(Encoding.valueOf(sink.get("encoding").text().toUpperCase(Locale.ROOT))),
                root.get("parallelism").int32(),
                root.get("key_buckets").int32(),
                root.get("slab_rows").int32(),
                root.get("checkpoint_interval_seconds").int32());
    }

    private static void checkRelations(String file, PolicyNode root, List<Problem> problems) {
        PolicyNode seed = root.get("seed");
        try {
            Long.parseUnsignedLong(seed.text());
        } catch (NumberFormatException e) {
            problems.add(problem(
                    file, seed, "must be at most 18446744073709551615", seed.text(), "choose a seed of 64 bits"));
        }
        boolean own = root.get("world_kind").text().equals(WorldKind.OWN.name());
        PolicyNode spec = root.get("world_spec");
        if (own == spec.isNull()) {
            problems.add(problem(
                    file,
                    spec,
                    own ? "must name a file of config/world" : "must be null for a foreign world",
                    spec.isNull() ? "null" : spec.text(),
                    own ? "name the world spec" : "write null"));
        }
        PolicyNode upstream = root.get("roots").get("upstream");
        if (own != upstream.isNull()) {
            problems.add(problem(
                    file,
                    upstream,
                    own ? "must be null for an own world" : "must name the upstream tree",
                    upstream.isNull() ? "null" : upstream.text(),
                    own ? "write null" : "name its folder"));
        }
        PolicyNode universe = root.get("universe");
        if (!own && !universe.text().equals("index")) {
            problems.add(problem(
                    file,
                    universe,
                    "must be index for a foreign world",
                    universe.text(),
                    "write index: nobody knows the law of its rows"));
        }
        PolicyNode segments = root.get("required_segments");
        if (own && !OWN_SEGMENTS.containsAll(segments.texts())) {
            problems.add(problem(
                    file,
                    segments,
                    "must be among 5B, 6A for an own world",
                    String.join(", ", segments.texts()),
                    "remove the others: no other segment exists in it"));
        }
        PolicyNode parallelism = root.get("parallelism");
        PolicyNode buckets = root.get("key_buckets");
        if (parallelism.int32() > buckets.int32()) {
            problems.add(problem(
                    file,
                    parallelism,
                    "must not be above key_buckets (" + buckets.int32() + ")",
                    Integer.toString(parallelism.int32()),
                    "lower it, or raise key_buckets for a new run"));
        }
    }

    private static Problem problem(String file, PolicyNode node, String expected, String found, String fix) {
        return new Problem(
                ErrorCode.CONFIG_VALIDATION_FAILED,
                file + "#" + node.pointer(),
                expected,
                found,
                fix,
                "profile",
                node.line(),
                node.column());
    }

    private static Optional<String> text(PolicyNode node) {
        return node.isNull() ? Optional.empty() : Optional.of(node.text());
    }

    /**
     * Folders, relative to the product's folder unless absolute.
     *
     * @param upstream tree of the foreign producer; empty for own worlds
     * @param worlds holds one folder per world, named by its fingerprint
     * @param runs holds one folder per run
     */
    public record Roots(Optional<String> upstream, String worlds, String runs) {}

    /**
     * @param pendingRowsMax per key bucket, rows that wait for the watermark
     * @param openSessionsMax per key bucket
     */
    public record Limits(int pendingRowsMax, int openSessionsMax) {}

    public record Sink(Encoding encoding) {}

    /** Carrier of a world; rows and digests are equal. */
    public enum Universe {
        /** Files of its folder: arrivals, dimensions, entity index. */
        INDEX,
        /** Made on the fly; nothing is read but packs. */
        PROCEDURAL
    }

    /** Pages of part files; rows and digests are equal. */
    public enum Encoding {
        /** Delta pages for times and dense ids. */
        COMPACT,
        /** For readers without delta pages. */
        PLAIN;
    }
}
