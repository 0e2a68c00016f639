package io.millrace.job.cli;

import io.millrace.job.verify.ScorecardSettings;
import io.millrace.job.verify.VerifySettings;
import java.nio.file.Path;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What queries over a run may take. */
final class QueryOptions {
    @Option(
            names = "--memory",
            description = "Memory of the queries, beside the heap (default: " + VerifySettings.MEMORY + "; "
                    + ScorecardSettings.MEMORY + " for a scorecard or a report).")
    private String memory;

    @Option(
            names = "--scratch",
            description = "Folder for what queries do not hold in memory (default: that of temporary files).")
    private Path scratch;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Settings that hold these options; what they refuse is wrong usage.
     *
     * @param memoryUnsaid when nobody says how much
     * @param made of scratch folder and memory
     */
    <T> T settings(String memoryUnsaid, BiFunction<Path, String, T> made) {
        Path folder = scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch;
        try {
            return made.apply(folder.toAbsolutePath(), memory == null ? memoryUnsaid : memory);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
