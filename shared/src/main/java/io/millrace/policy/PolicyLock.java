package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code config/policies.lock}: version and digest of every pack as last released, so that a changed pack with an
 * unchanged version is seen.
 *
 * @param entries by policy id
 */
public record PolicyLock(SortedMap<String, Entry> entries) {
    /** Name below the config folder. */
    public static final String FILE = "policies.lock";

    private static final String SCHEMA = "schema/meta/policies_lock.schema.json";

    private static final String HEAD =
            "# Version and digest of every pack as released; renew with `millrace lint --write-lock`.\n";

    public PolicyLock {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** @param packDigest hex64 */
    public record Entry(String policyVersion, String packDigest) {}

    public static PolicyLock of(PolicyPacks packs) {
        TreeMap<String, Entry> entries = new TreeMap<>();
        packs.all().forEach((id, pack) -> entries.put(id, new Entry(pack.version(), pack.digest())));
        return new PolicyLock(entries);
    }

    /**
     * @param problems receives what is wrong with the file
     * @return empty when there is no lock, or none that can be read
     */
    public static Optional<PolicyLock> read(Path config, List<Problem> problems) {
        Path file = config.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<Problem> own = new ArrayList<>();
        Optional<PolicyNode> root = parse(file, own);
        problems.addAll(own);
        return own.isEmpty() ? root.map(PolicyLock::of) : Optional.empty();
    }

    private static Optional<PolicyNode> parse(Path file, List<Problem> problems) {
        String name = file.toString().replace('\\', '/');
        try {
            Optional<PolicyNode> root = StrictYaml.parse(name, Files.readAllBytes(file), problems);
            root.ifPresent(node -> problems.addAll(
                    SchemaStore.shipped().check(SCHEMA, name, node, ErrorCode.CONFIG_VALIDATION_FAILED)));
            return root;
        } catch (IOException e) {
            problems.add(Problem.of(
                    ErrorCode.CONFIG_VALIDATION_FAILED,
                    name,
                    "must be readable",
                    e.toString(),
                    "mend its permissions"));
            return Optional.empty();
        }
    }

    private static PolicyLock of(PolicyNode root) {
        TreeMap<String, Entry> entries = new TreeMap<>();
        root.entries()
                .forEach((id, node) -> entries.put(
                        id,
                        new Entry(
                                node.get("policy_version").text(),
                                node.get("pack_digest").text())));
        return new PolicyLock(entries);
    }

    /** Writes the lock in one step: temporary file, then rename. */
    public void write(Path config) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        entries.forEach((id, entry) -> text.append(id)
                .append(": { policy_version: \"")
                .append(entry.policyVersion())
                .append("\", pack_digest: \"")
                .append(entry.packDigest())
                .append("\" }\n"));
        Path temporary = config.resolve(FILE + ".tmp");
        Files.write(temporary, text.toString().getBytes(StandardCharsets.UTF_8));
        Files.move(
                temporary, config.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
