package io.millrace.policy;

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
    public static Optional<PolicyLock> read(Path config, List<Problem> problems) throws IOException {
        Path file = config.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<Problem> own = new ArrayList<>();
        Optional<PolicyNode> root = StrictYaml.parse("config/" + FILE, Files.readAllBytes(file), own);
        problems.addAll(own);
        if (root.isEmpty() || !own.isEmpty() || !root.get().isMap()) {
            return Optional.empty();
        }
        TreeMap<String, Entry> entries = new TreeMap<>();
        root.get()
                .entries()
                .forEach((id, node) -> entries.put(
                        id,
                        new Entry(
                                node.get("policy_version").text(),
                                node.get("pack_digest").text())));
        return Optional.of(new PolicyLock(entries));
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
