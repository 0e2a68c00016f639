package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ContractResource;
import io.millrace.contract.WorldKind;
import io.millrace.digest.TupleDigest;
import io.millrace.run.SealedInput.Content;
import io.millrace.run.SealedInput.Presence;
import io.millrace.run.SealedInput.ReadScope;
import io.millrace.run.SealedInput.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The upstream side of a world: gates of its segments, lists of inputs they left, and whose tree it is. */
final class UpstreamSeal {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Manifest keys of the lists of inputs, as their producers register them. */
    private static final Map<String, String> MANIFEST_KEYS = Map.of(
            "5A", "mlr.5A.validation.sealed_inputs",
            "5B", "mlr.5B.control.sealed_inputs",
            "6A", "mlr.6A.validation.sealed_inputs");

    private final GateWorld world;
    private final Path root;
    private final UpstreamLaws laws;
    private final List<Problem> problems;
    private final List<NotChecked> notChecked;
    private final List<SealedInput> rows = new ArrayList<>();

    UpstreamSeal(GateWorld world, UpstreamLaws laws, List<Problem> problems, List<NotChecked> notChecked) {
        this.world = world;
        this.root = world.upstream().orElseThrow();
        this.laws = laws;
        this.problems = problems;
        this.notChecked = notChecked;
    }

    /** One gate per required segment; a fault in one does not keep the others from being looked at. */
    List<SegmentGate> gates(List<String> required) {
        WorldReceipt.Axes axes = world.receipt().axes();
        UpstreamLaw.Producer producer =
                switch (axes.kind()) {
                    case OWN -> UpstreamLaw.Producer.MILLRACE;
                    case FOREIGN -> UpstreamLaw.Producer.REFERENCE;
                };
        List<SegmentGate> gates = new ArrayList<>();
        for (String segment : required) {
            Optional<UpstreamLaw> law = laws.of(segment, producer);
            if (law.isEmpty()) {
                problems.add(Problem.of(
                        ErrorCode.CONTRACT_SET_INCOMPLETE,
                        "contracts/dictionary/upstream.yaml",
                        "must hold the gate of segment " + segment + " by " + producer,
                        "no such entry",
                        "name segments of "
                                + laws.entries().stream()
                                        .filter(entry -> entry.producer() == producer)
                                        .map(UpstreamLaw::segment)
                                        .toList()));
                continue;
            }
            gates.add(
                    isDerived(law.get())
                            ? SegmentGate.derived(
                                    segment,
                                    law.get().layer(),
                                    law.get().bundlePath(axes.manifestFingerprint(), world.scenarioId()),
                                    laws.flagFile())
                            : UpstreamGate.check(
                                    law.get(), laws, root, axes.manifestFingerprint(), world.scenarioId(), problems));
        }
        gates.stream().filter(gate -> gate.status() == SegmentGate.Status.PASS).forEach(this::addRows);
        return gates;
    }

    /** A segment of an own world that lists no table of its own is made on the fly. */
    private boolean isDerived(UpstreamLaw law) {
        return world.receipt().axes().kind() == WorldKind.OWN
                && world.receipt().datasets().stream()
                        .filter(dataset ->
                                dataset.scenarioId().orElse(world.scenarioId()).equals(world.scenarioId()))
                        .noneMatch(dataset -> dataset.datasetId().endsWith("_" + law.segment())
                                && !dataset.datasetId().equals(InputSpec.INDEX));
    }

    /** A foreign tree has a receipt of its own; when it is there, it must be that of this world. */
    void checkRunReceipt() {
        JsonNode rules = ContractResource.yaml("dictionary/foreign.yaml").required("run_receipt");
        String name = rules.required("file").asString();
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            notChecked.add(new NotChecked("axes of the upstream tree", "its " + name));
            return;
        }
        Optional<JsonNode> json =
                bytes(file, name).flatMap(bytes -> json(bytes, name, ErrorCode.WORLD_IDENTITY_MISMATCH));
        if (json.isEmpty()) {
            return;
        }
        WorldReceipt.Axes axes = world.receipt().axes();
        TreeMap<String, String> expected = new TreeMap<>();
        expected.put("seed", Long.toUnsignedString(axes.seed()));
        expected.put("parameter_hash", axes.worldParameterHash());
        expected.put("manifest_fingerprint", axes.manifestFingerprint());
        expected.forEach((axis, value) -> {
            String pointer = rules.required(axis).asString();
            String found = json.get().at(pointer).asString("");
            if (!found.equals(value)) {
                problems.add(Problem.of(
                        ErrorCode.WORLD_IDENTITY_MISMATCH,
                        name + "#" + pointer,
                        "must be that of the prepared world, " + value,
                        "\"" + found + "\"",
                        "give the tree the world was prepared from by --upstream"));
            }
        });
    }

    /** Lists of inputs: arrays, or one array property, whose rows carry the fingerprint. */
    void checkManifests() {
        WorldReceipt.Axes axes = world.receipt().axes();
        for (UpstreamLaws.Manifest manifest : laws.manifests()) {
            String path = UpstreamLaws.render(manifest.path(), axes.manifestFingerprint(), world.scenarioId());
            Path file = root.resolve(path);
            if (!Files.isRegularFile(file)) {
                problems.add(Problem.of(
                        ErrorCode.UPSTREAM_SEALED_INPUTS_MISSING,
                        path,
                        "must be the list of inputs of segment " + manifest.segment(),
                        "no file",
                        "bring the whole tree of this world"));
                continue;
            }
            checkManifest(manifest, path, file);
        }
    }

    /** Rows of passed gates and of manifests. */
    List<SealedInput> rows() {
        return rows;
    }

    private void checkManifest(UpstreamLaws.Manifest manifest, String path, Path file) {
        Optional<byte[]> bytes = bytes(file, path);
        if (bytes.isEmpty()) {
            return;
        }
        rows.add(row(
                new SealedInput.Key(
                        manifest.layer(),
                        manifest.segment(),
                        MANIFEST_KEYS.getOrDefault(manifest.segment(), "mlr." + manifest.segment() + ".sealed_inputs"),
                        Optional.of(manifest.datasetId())),
                path,
                manifest.path(),
                InputRole.UPSTREAM_MANIFEST,
                Content.of(DigestKind.CONTENT_SHA256, TupleDigest.sha256Hex(bytes.get()), 1, bytes.get().length),
                Optional.empty()));
        Optional<JsonNode> json = json(bytes.get(), path, ErrorCode.UPSTREAM_SEALED_INPUTS_INVALID);
        Optional<JsonNode> list = json.flatMap(UpstreamSeal::list);
        if (json.isPresent() && list.isEmpty()) {
            problems.add(Problem.of(
                    ErrorCode.UPSTREAM_SEALED_INPUTS_INVALID,
                    path,
                    "must be an array, or an object with one array",
                    json.get().getNodeType().name(),
                    "restore the file"));
        }
        String fingerprint = world.receipt().axes().manifestFingerprint();
        for (int i = 0; list.isPresent() && i < list.get().size(); i++) {
            String found = list.get().get(i).path("manifest_fingerprint").asString("");
            if (!found.equals(fingerprint)) {
                problems.add(Problem.of(
                        ErrorCode.UPSTREAM_SEALED_INPUTS_INVALID,
                        path + "#/" + i + "/manifest_fingerprint",
                        "must be the fingerprint of the world, " + fingerprint,
                        "\"" + found + "\"",
                        "the list belongs to another world"));
            }
        }
    }

    private static Optional<JsonNode> list(JsonNode json) {
        if (json.isArray()) {
            return Optional.of(json);
        }
        List<JsonNode> arrays = json.values().stream().filter(JsonNode::isArray).toList();
        return json.isObject() && arrays.size() == 1 ? Optional.of(arrays.get(0)) : Optional.empty();
    }

    private void addRows(SegmentGate gate) {
        String template = laws.of(
                        gate.segment(),
                        world.receipt().axes().kind() == WorldKind.OWN
                                ? UpstreamLaw.Producer.MILLRACE
                                : UpstreamLaw.Producer.REFERENCE)
                .orElseThrow()
                .bundleRoot();
        Optional<String> bundleId = Optional.of("validation_bundle_" + gate.segment());
        rows.add(row(
                new SealedInput.Key(
                        gate.layer(), gate.segment(), "mlr." + gate.segment() + ".validation.bundle", bundleId),
                gate.bundle().path(),
                template,
                InputRole.UPSTREAM_BUNDLE,
                Content.of(
                        DigestKind.BUNDLE_LAW,
                        gate.bundle().sha256Hex().orElseThrow(),
                        gate.bundle().membersListed(),
                        gate.bundle().memberBytes()),
                bundleId));
        rows.add(row(
                new SealedInput.Key(
                        gate.layer(),
                        gate.segment(),
                        "mlr." + gate.segment() + ".validation.passed",
                        Optional.of("validation_passed_flag_" + gate.segment())),
                gate.flag().path(),
                template + laws.flagFile(),
                InputRole.UPSTREAM_FLAG,
                Content.of(
                        DigestKind.CONTENT_SHA256,
                        gate.flag().sha256Hex().orElseThrow(),
                        1,
                        gate.flag().sizeBytes()),
                bundleId));
    }

    private SealedInput row(
            SealedInput.Key key,
            String path,
            String template,
            InputRole role,
            Content content,
            Optional<String> bundleId) {
        List<String> partitionKeys = template.contains("{scenario_id}")
                ? List.of("manifest_fingerprint", "scenario_id")
                : List.of("manifest_fingerprint");
        return new SealedInput(
                world.receipt().axes().manifestFingerprint(),
                key,
                new SealedInput.Place(
                        world.receipt().axes().kind() == WorldKind.OWN ? InputRoot.WORLD : InputRoot.UPSTREAM,
                        path,
                        template,
                        partitionKeys),
                new SealedInput.Use(Optional.empty(), role, Status.REQUIRED, ReadScope.METADATA_ONLY),
                Presence.PRESENT,
                Optional.of(content),
                bundleId);
    }

    private Optional<byte[]> bytes(Path file, String where) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            problems.add(Problem.of(
                    ErrorCode.SEALED_INPUTS_DIGEST_COMPUTE_FAILED,
                    where,
                    "must be readable",
                    e.toString(),
                    "mend the storage or the permissions"));
            return Optional.empty();
        }
    }

    private Optional<JsonNode> json(byte[] bytes, String where, ErrorCode code) {
        try {
            return Optional.of(JSON.readTree(bytes));
        } catch (JacksonException e) {
            problems.add(Problem.of(
                    code, where, "must be JSON", String.valueOf(e.getOriginalMessage()), "restore the file"));
            return Optional.empty();
        }
    }
}
