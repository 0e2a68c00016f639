package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.run.DurableFile;
import io.millrace.run.RunIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The validation bundle of a run: member files, {@code index.json}, and {@code _passed.flag} last. The bundle digest is
 * SHA-256 over the raw bytes of the listed files in path order, so the flag binds them all. Contracts 6.6.
 */
public final class ValidationBundle {
    public static final String FLAG = "_passed.flag";
    private static final String INDEX = "index.json";
    private static final String SPEC_VERSION = "1.0.0";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ValidationBundle() {}

    /** Folder of the bundle, relative to the run root. */
    public static String folder(RunIdentity identity) {
        return "data/layer3/6B/validation_6B/" + identity.axisPath();
    }

    /**
     * Writes members and index, and the flag when asked for.
     *
     * @param members bytes by file name
     * @param passed whether the flag follows
     * @return bundle digest, hex64
     */
    static String write(Path folder, RunIdentity identity, SortedMap<String, byte[]> members, Seal passed)
            throws IOException {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            DurableFile.write(folder.resolve(member.getKey()), member.getValue());
            TreeMap<String, Object> item = new TreeMap<>();
            item.put("path", member.getKey());
            item.put("sha256_hex", TupleDigest.sha256Hex(member.getValue()));
            item.put("role", roleOf(member.getKey()));
            item.put("schema_ref", "contracts/schema/run/" + schemaOf(member.getKey()) + ".schema.json");
            items.add(item);
        }
        TreeMap<String, Object> index = new TreeMap<>();
        index.put("manifest_fingerprint", identity.manifestFingerprint());
        index.put("parameter_hash", identity.parameterHash());
        index.put("spec_version_6B", SPEC_VERSION);
        index.put("items", items);
        DurableFile.write(folder.resolve(INDEX), (CanonicalJson.of(index) + "\n").getBytes(StandardCharsets.UTF_8));
        String digest = digest(members);
        if (passed == Seal.WITH_FLAG) {
            DurableFile.write(folder.resolve(FLAG), ("sha256_hex = " + digest + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return digest;
    }

    /** Whether a bundle gets its flag. */
    enum Seal {
        WITH_FLAG,
        WITHOUT_FLAG
    }

    /**
     * Recomputes a published bundle.
     *
     * @return its digest; empty when there is no flag yet
     * @throws RunException PUBLISHED_RUN_DAMAGED with everything that differs
     */
    public static Optional<String> check(Path folder) {
        if (!Files.exists(folder.resolve(FLAG))) {
            return Optional.empty();
        }
        List<Problem> problems = new ArrayList<>();
        TreeMap<String, byte[]> members = new TreeMap<>();
        try {
            for (JsonNode item :
                    JSON.readTree(Files.readAllBytes(folder.resolve(INDEX))).required("items")) {
                String name = item.required("path").asString();
                Path file = folder.resolve(name);
                if (!Files.exists(file)) {
                    problems.add(damaged(name, "must be there", "absent"));
                    continue;
                }
                byte[] bytes = Files.readAllBytes(file);
                members.put(name, bytes);
                String expected = item.required("sha256_hex").asString();
                String found = TupleDigest.sha256Hex(bytes);
                if (!found.equals(expected)) {
                    problems.add(damaged(name, "must have sha256 " + expected, found));
                }
            }
            String flag = Files.readString(folder.resolve(FLAG));
            String expected = "sha256_hex = " + digest(members) + "\n";
            if (problems.isEmpty() && !flag.equals(expected)) {
                problems.add(damaged(FLAG, "must read " + expected.strip(), flag.strip()));
            }
        } catch (IOException | JacksonException e) {
            problems.add(damaged(INDEX, "must be a readable bundle index", String.valueOf(e.getMessage())));
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        return Optional.of(digest(members));
    }

    private static String digest(SortedMap<String, byte[]> members) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        members.values().forEach(all::writeBytes);
        return TupleDigest.sha256Hex(all.toByteArray());
    }

    private static Problem damaged(String name, String expected, String found) {
        return Problem.of(
                ErrorCode.PUBLISHED_RUN_DAMAGED,
                "validation_6B/" + name,
                expected,
                found,
                "nothing was touched; restore the file, or move the run folder aside and run again");
    }

    private static String roleOf(String name) {
        return schemaOf(name).toUpperCase(java.util.Locale.ROOT);
    }

    /** File name without ending. */
    private static String schemaOf(String name) {
        return name.substring(0, name.indexOf('.'));
    }
}
