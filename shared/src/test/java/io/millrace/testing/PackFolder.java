package io.millrace.testing;

import io.millrace.base.Problem;
import io.millrace.contract.PackDictionary;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the shipped policy packs that a test may damage; edits are of the text, so lines stay what they are. */
public final class PackFolder {
    /** Kept, since compiling the schemas takes longer than checking a file. */
    private static final SchemaStore SCHEMAS = SchemaStore.shipped();

    private final Path root;

    private PackFolder(Path root) {
        this.root = root;
    }

    /** @param folder empty or absent */
    public static PackFolder copyTo(Path folder) {
        for (String layer : List.of("layer3/6B", "layer3/6A", "layer2/5B", "world")) {
            Path source = PolicyFiles.root().resolve("config").resolve(layer);
            try (Stream<Path> files = Files.list(source)) {
                Files.createDirectories(folder.resolve(layer));
                for (Path file : files.sorted().toList()) {
                    Files.copy(file, folder.resolve(layer).resolve(file.getFileName()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new PackFolder(folder);
    }

    public Path root() {
        return root;
    }

    /** Replaces the first place of a text in a pack; it must be there. */
    public PackFolder edit(String policyId, String from, String to) {
        Path file = file(policyId);
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int at = text.indexOf(from);
            if (at < 0) {
                throw new IllegalArgumentException(policyId + " has no text " + from);
            }
            String edited = text.substring(0, at) + to + text.substring(at + from.length());
            Files.write(file, edited.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PackFolder delete(String policyId) {
        try {
            Files.delete(file(policyId));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param problems receives what reading finds */
    public PolicyPacks read(List<Problem> problems) {
        return PolicyPacks.read(root, PackDictionary.shipped(), SCHEMAS, problems);
    }

    private Path file(String policyId) {
        return root.resolve(
                PackDictionary.shipped().find(policyId).orElseThrow().path());
    }
}
