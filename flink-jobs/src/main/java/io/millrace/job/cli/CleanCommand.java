package io.millrace.job.cli;

import io.millrace.job.sinks.publish.Orphans;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
            for (Path file : files) {
                bytes += Files.size(file);
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
            String what = String.format(Locale.ROOT, "%,d files, %,d bytes", files.size(), bytes);
            console.good(yes ? "deleted " + what : what + "; nothing was deleted, --yes does");
            return 0;
        }
    }
}
