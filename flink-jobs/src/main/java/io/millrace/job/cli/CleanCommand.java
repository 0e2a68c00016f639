package io.millrace.job.cli;

import io.millrace.job.sinks.publish.Orphans;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes what nobody will read or commit any more. */
@Command(
        name = "clean",
        header = "Deletes leftovers of a run: dead temporary files and what was set aside.",
        description = {
            "Lists the temporary files of starts that nobody will take up any more, and the files in _quarantine; "
                    + "deletes them with --yes. Data files that no valid ledger line names move to _quarantine. A file that "
                    + "counts is never touched.",
            "Example: ./millrace clean 6fcfef4deab0fe4837ae7234fe6333a3 --yes"
        })
final class CleanCommand implements Callable<Integer> {
    @Mixin
    private RunPlace place;

    @Option(names = "--yes", description = "Deletes; without it the files are only listed.")
    private boolean yes;

    private final Console console;

    CleanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path root = place.root();
        try (RunFolder locked = RunPlace.lock(root)) {
            List<Path> files = Orphans.of(locked.root());
            long bytes = 0;
            TreeMap<String, Leftover> byReason = new TreeMap<>();
            for (Path file : files) {
                bytes += Files.size(file);
                byReason.merge(reason(root.relativize(file)), new Leftover(1, Files.size(file)), Leftover::plus);
                if (yes) {
                    Files.delete(file);
                } else {
                    console.line(root.relativize(file).toString());
                }
            }
            if (yes) {
                Orphans.removeEmptyFolders(locked.root());
            }
            List<Path> strays = Orphans.strays(locked.root());
            for (Path file : strays) {
                if (yes) {
                    Orphans.setAside(locked.root(), file);
                } else {
                    console.line(root.relativize(file) + " (not of the ledger)");
                }
            }
            if (!strays.isEmpty()) {
                console.line(strays.size() + " data files that no valid ledger line names "
                        + (yes ? "moved to _quarantine/stray" : "would move to _quarantine/stray"));
            }
            byReason.forEach((reason, leftover) -> console.line(reason + ": " + leftover.text()));
            String what = String.format(Locale.ROOT, "%,d files, %,d bytes", files.size(), bytes);
            console.good((yes ? "deleted " + what : what + "; nothing was deleted, --yes does")
                    + "; kept: every file that" + " counts, and temporary files that a start may still take up");
            return 0;
        }
    }

    /** Files of one reason. */
    private record Leftover(long files, long bytes) {
        Leftover plus(Leftover other) {
            return new Leftover(files + other.files, bytes + other.bytes);
        }

        String text() {
            return String.format(Locale.ROOT, "%,d files, %,d bytes", files, bytes);
        }
    }

    /** Why a file is not needed any more, by where it lies: the folders of _quarantine tell who put it there. */
    private static String reason(Path file) {
        if (!file.startsWith("_quarantine")) {
            return "temporary files of starts that nobody takes up again";
        }
        String folder = file.getNameCount() > 1 ? file.getName(1).toString() : "";
        String[] of = folder.split("-", 2);
        String number = of.length > 1 ? of[1] : "";
        String why =
                switch (of[0]) {
                    case "start" -> "set aside when attempt " + number + " started from nothing";
                    case "temporary" -> "begun and never committed, set aside before publishing";
                    case "late" -> "committed by a process whose run attempt " + number + " had taken";
                    case "stray" -> "named by no valid ledger line";
                    default ->
                        "came after checkpoint " + number + " of attempt " + of[0] + ", to which the run went back";
                };
        return "_quarantine/" + folder + ", " + why;
    }
}
