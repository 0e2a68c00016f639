package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.policy.NearestWord;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.util.SerializedThrowable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Root of the command line. Every command ends with an exit code of the list in its footer. */
@Command(
        name = "millrace",
        version = "millrace 0.1.0",
        mixinStandardHelpOptions = true,
        description = {
            "Synthetic payment traffic as a stream, on Apache Flink:",
            "arrivals -> attach -> sessionise -> flows -> sinks.",
            "",
            "Start with @|bold millrace demo|@: it makes a small world and takes it to a published, verified run.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  success, or nothing to do        5  write-once conflict, drift, damage",
            "  1  our bug                          6  data broke a law",
            "  2  wrong usage                      7  storage: disk full, permission",
            "  3  config or contracts invalid      8  busy: another writer holds the run",
            "  4  upstream or input unacceptable   9  a required check failed",
            "  10  what ran of a proof holds, but not all of it ran",
            "  130, 143  interrupted; the run stays resumable",
            "",
            "millrace test runs the project's own tests. millrace help COMMAND tells more."
        },
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            PrepareCommand.class,
            EntitiesCommand.class,
            ArrivalsCommand.class,
            SealCommand.class,
            GenerateCommand.class,
            VerifyCommand.class,
            RunsCommand.class,
            StopCommand.class,
            ResumeCommand.class,
            RewindCommand.class,
            CleanCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            KafkaCommand.class,
            TailCommand.class,
            ClusterCommand.class,
            FlinkCommand.class,
            LintCommand.class,
            CompletionCommand.class,
            TestCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            HelpCommand.class,
        })
public final class Millrace {
    private static final Pattern CHECKPOINTS_REFUSED =
            Pattern.compile("Exceeded checkpoint tolerable failure threshold.*failed due to (.*?)[.]?, view");
    private static final String NO_FOLDER_OF_CHECKPOINTS =
            "Failed to create checkpoint storage at checkpoint coordinator side.";

    Millrace() {}

    public static void main(String[] args) {
        System.exit(run(Console.ofProcess(), args));
    }

    /** Runs one command; the exit code is the result. */
    static int run(Console console, String... args) {
        return commandLine(new Millrace(), console).execute(args.length == 0 ? new String[] {"help"} : args);
    }

    /** A command with our way of telling failures. */
    static CommandLine commandLine(Object command, Console console) {
        CommandLine line = new CommandLine(command, new CommandFactory(console));
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, executed, parsed) -> exitOf(console, failure));
        line.setParameterExceptionHandler((failure, arguments) -> misused(console, failure));
        addHelp(line);
        return line;
    }

    /** Every command tells of itself by {@code --help}; Flink's own client has a help of its own. */
    private static void addHelp(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        if (!spec.optionsMap().containsKey("--help") && !(spec.userObject() instanceof FlinkCommand)) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Shows this help.")
                    .build());
        }
        line.getSubcommands().values().forEach(Millrace::addHelp);
    }

    private static int misused(Console console, ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        List<String> nearest = failure instanceof UnmatchedArgumentException unmatched ? nearest(unmatched) : List.of();
        String tail = nearest.isEmpty() ? "; read " : "; did you mean " + String.join(" or ", nearest) + "? Read ";
        String message = failure.getMessage().replaceFirst("[.]$", "");
        console.progress(ErrorCode.USAGE + ": " + command + ": " + message + tail + command + " --help");
        return ErrorCode.USAGE.exit();
    }

    /** Commands by the fewest edits; picocli, which counts pairs of letters, has options. */
    private static List<String> nearest(UnmatchedArgumentException unmatched) {
        return NearestWord.of(
                        unmatched.getUnmatched().get(0),
                        unmatched.getCommandLine().getSubcommands().keySet())
                .map(List::of)
                .orElseGet(() -> unmatched.getSuggestions().stream()
                        .map(name -> name.substring(name.lastIndexOf(' ') + 1))
                        .toList());
    }

    private static int exitOf(Console console, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Throwable thrown = cause instanceof SerializedThrowable remote
                    ? remote.deserializeError(Millrace.class.getClassLoader())
                    : cause;
            if (thrown instanceof MillraceException named) {
                console.problems(named);
                if (named.exit() == ErrorCode.INTERNAL_ERROR.exit()) {
                    console.trace(named);
                }
                return named.exit();
            }
        }
        Optional<Problem> storage = checkpointsRefused(failure);
        if (storage.isPresent()) {
            console.problems(List.of(storage.get()));
            return storage.get().code().exit();
        }
        console.progress(ErrorCode.INTERNAL_ERROR + ": " + failure);
        console.trace(failure);
        return ErrorCode.INTERNAL_ERROR.exit();
    }

    /**
     * Flink tells of checkpoints that could not be written by a sentence alone; the cause stays in its own log. When their
     * folder cannot even be made, the cause stands behind the sentence.
     */
    private static Optional<Problem> checkpointsRefused(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            Matcher reason = CHECKPOINTS_REFUSED.matcher(message);
            if (reason.find()) {
                return Optional.of(checkpointsRefused(reason.group(1)));
            }
            if (message.equals(NO_FOLDER_OF_CHECKPOINTS)) {
                Throwable behind = cause.getCause() == null ? cause : cause.getCause();
                return Optional.of(checkpointsRefused(String.valueOf(behind.getMessage())));
            }
        }
        return Optional.empty();
    }

    private static Problem checkpointsRefused(String reason) {
        return Problem.of(
                ErrorCode.IO_WRITE_FAILED,
                "checkpoints of the run",
                "the storage must take checkpoints",
                reason,
                "free space or mend permissions, then start the run again; it resumes");
    }
}
