package io.millrace.testing;

import io.millrace.base.Problem;
import io.millrace.contract.PackDictionary;
import io.millrace.contract.PackDictionary.PackGroup;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A copy of shipped packs that a test may edit, and the part of the pack dictionary that names them. */
public final class ConfigFolder {
    private final Path folder;
    private final PackDictionary dictionary;

    private ConfigFolder(Path folder, PackDictionary dictionary) {
        this.folder = folder;
        this.dictionary = dictionary;
    }

    /** The six taxonomies. */
    public static ConfigFolder taxonomiesIn(Path folder) {
        return of(folder, entry -> entry.group() == PackGroup.TAXONOMY);
    }

    /** Single packs. */
    public static ConfigFolder packsIn(Path folder, List<String> policyIds) {
        return of(folder, entry -> policyIds.contains(entry.policyId()));
    }

    private static ConfigFolder of(Path folder, Predicate<PackDictionary.Entry> wanted) {
        List<PackDictionary.Entry> entries =
                PackDictionary.shipped().entries().stream().filter(wanted).toList();
        try {
            for (PackDictionary.Entry entry : entries) {
                Path target = folder.resolve(entry.path());
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(PolicyFiles.root().resolve("config/" + entry.path())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConfigFolder(folder, new PackDictionary(entries));
    }

    /** Replaces a text that stands exactly once. */
    public void edit(String path, String from, String to) {
        try {
            Path file = folder.resolve(path);
            String text = Files.readString(file);
            if (text.indexOf(from) < 0 || text.indexOf(from) != text.lastIndexOf(from)) {
                throw new IllegalArgumentException(path + " must hold once: " + from);
            }
            Files.writeString(file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PolicyPacks read(List<Problem> problems) {
        return PolicyPacks.read(folder, dictionary, SchemaStore.shipped(), problems);
    }
}
