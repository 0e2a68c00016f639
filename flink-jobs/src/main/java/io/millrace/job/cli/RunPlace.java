package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.RunHold;
import io.millrace.policy.NearestWord;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which run: its folder, or its id in a folder of runs. */
final class RunPlace {
    /** Letters of an id that may stand for all of it. */
    private static final int BEGINNING_MIN = 4;

    @Parameters(
            paramLabel = "RUN",
            completionCandidates = RunIds.class,
            description = "Folder of the run, or its id, or the beginning of its id.")
    private String run;

    @Mixin
    private RunsFolder runs;

    /**
     * Absolute folder of the run.
     *
     * @throws RunException as {@link #find}
     */
    Path root() {
        return find(Path.of(run), runs.given()).toAbsolutePath().normalize();
    }

    /** These arguments, for a command that is printed. */
    String typed() {
        return ShellWord.of(run) + (runs.given() == null ? "" : " --runs " + ShellWord.of(runs.given()));
    }

    /** The default when no folder of runs is given. */
    static Path runs(Path given) {
        return given == null ? Home.folder().resolve("runs") : given;
    }

    /**
     * Run folders in a folder, by id.
     *
     * @return none when there is no such folder
     */
    static List<Path> in(Path runs) {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(runs)) {
            return children.filter(RunPlace::isRun).sorted().toList();
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            runs.toString(),
                            "must be readable",
                            e.toString(),
                            "mend its permissions, or name another folder of runs by --runs"),
                    e);
        }
    }

    /**
     * Folder of a run, as it was named.
     *
     * @param named its folder; or its id, or the beginning of its id, in the folder of runs
     * @param runs null for the default
     * @throws RunException IO_READ_FAILED when there is none, USAGE when several ids begin so
     */
    static Path find(Path named, Path runs) {
        Path folder = named.getParent() == null ? runs(runs) : named.getParent();
        String id = (named.getFileName() == null ? named : named.getFileName()).toString();
        Path found = folder.resolve(id);
        if (isRun(named) || isRun(found)) {
            return isRun(named) ? named : found;
        }
        List<Path> there = in(folder);
        List<String> alike = id.length() < BEGINNING_MIN
                ? List.of()
                : there.stream()
                        .map(run -> run.getFileName().toString())
                        .filter(name -> name.startsWith(id))
                        .toList();
        if (alike.size() > 1) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    named.toString(),
                    "must begin the id of one run in " + folder,
                    "the beginning of " + String.join(", ", alike),
                    "type more letters of it"));
        }
        if (alike.isEmpty()) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    named.toString(),
                    "must be the folder of a run, or the id of one in " + folder,
                    "no run_receipt.json in " + found,
                    nearest(id, there) + "millrace runs lists them; name another folder of runs by --runs"));
        }
        return folder.resolve(alike.get(0));
    }

    /** Mistyped ids may be shortened ones as well. */
    private static String nearest(String id, List<Path> runs) {
        if (id.length() < BEGINNING_MIN) {
            return "";
        }
        List<String> names =
                runs.stream().map(run -> run.getFileName().toString()).toList();
        return NearestWord.of(
                        id,
                        names.stream()
                                .map(name -> name.substring(0, Math.min(name.length(), id.length())))
                                .toList())
                .flatMap(near ->
                        names.stream().filter(name -> name.startsWith(near)).findFirst())
                .map(name -> "did you mean " + name + "? ")
                .orElse("");
    }

    /**
     * The lock of a run that nobody writes.
     *
     * @throws RunException RUN_BUSY when somebody does
     */
    static RunFolder lock(Path root) throws IOException {
        RunFolder folder = RunFolder.lock(root.getParent(), root.getFileName().toString());
        if (RunHold.isHeld(root)) {
            folder.close();
            throw new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    root.toString(),
                    "must have no living writer",
                    "a process has tasks of this run",
                    "stop it first: millrace stop " + root.getFileName()));
        }
        return folder;
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("run_receipt.json"));
    }
}
