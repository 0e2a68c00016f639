package io.millrace.job.sinks.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of a run that nobody will read or commit any more: what was set aside, and temporary files of attempts outside the
 * lineage of the newest. A temporary file inside that lineage may still be wanted by a restored checkpoint and stays; once
 * the run is published it has moved to {@code _quarantine}.
 */
public final class Orphans {
    private static final Pattern TEMPORARY = Pattern.compile("[.]{1,2}part-([0-9]+)-.*");

    private Orphans() {}

    /** Regular files, by path; never one that the ledger names. */
    public static List<Path> of(Path runRoot) throws IOException {
        Ledger ledger = new Ledger(runRoot);
        List<Path> orphans = new ArrayList<>(RunTree.files(runRoot.resolve("_quarantine")));
        for (Path file : RunTree.files(runRoot.resolve("data"))) {
            Matcher name = TEMPORARY.matcher(file.getFileName().toString());
            if (name.matches() && !ledger.isLive(new Ledger.Point(Integer.parseInt(name.group(1)), 0))) {
                orphans.add(file);
            }
        }
        return orphans;
    }

    /** Part files that readers of folders see and that do not count; they may be looked at before they go. */
    public static List<Path> strays(Path runRoot) {
        return StrayFiles.dead(runRoot);
    }

    /**
     * Moves a file to {@code _quarantine/stray}, from where the next cleaning deletes it.
     *
     * @param file of {@link #strays}
     */
    public static void setAside(Path runRoot, Path file) throws IOException {
        Path target = runRoot.resolve("_quarantine/stray").resolve(runRoot.relativize(file));
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Folders that setting aside has made and that hold nothing. */
    public static void removeEmptyFolders(Path runRoot) throws IOException {
        Path quarantine = runRoot.resolve("_quarantine");
        if (!Files.isDirectory(quarantine)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(quarantine)) {
            for (Path folder : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(folder);
            }
        }
    }
}
