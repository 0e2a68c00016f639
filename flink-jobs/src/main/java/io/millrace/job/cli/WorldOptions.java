package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.world.PieceJob;
import io.millrace.job.world.SegmentPlan;
import io.millrace.job.world.SegmentSummary;
import io.millrace.job.world.WorldFolder;
import io.millrace.job.world.WorldSource;
import io.millrace.run.DurableFile;
import io.millrace.run.GeneratedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which world of our own, and how it is made: options of the commands that make one. */
final class WorldOptions {
    @Option(
            names = "--world-spec",
            completionCandidates = WorldNames.class,
            required = true,
            description =
                    "Name of a file of config/world, such as tiny, demo or small; or the path of a file of yours that"
                            + " ends in .yaml.")
    private String worldSpec;

    @Option(
            names = "--seed",
            converter = GateOptions.UnsignedSeed.class,
            defaultValue = "42",
            description = "Seed of the world, 0 to 2^64 - 1 (default: ${DEFAULT-VALUE}).")
    private Long seed;

    @Option(names = "--config", description = "Config folder (default: that of the product).")
    private Path config;

    @Option(
            names = "--out",
            description = "Folder of worlds; the world gets a folder of its own in it (default: worlds).")
    private Path out;

    @Option(
            names = "--parallelism",
            defaultValue = "2",
            description = "Tasks at a time; changes no byte (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    WorldSource source() {
        return WorldSource.of(config == null ? Home.config() : config, worldSpec, seed);
    }

    /** Makes a segment of the world. */
    SegmentSummary make(CommandSpec spec, Console console, WorldSource source, SegmentPlan plan) {
        if (parallelism < 1) {
            throw new ParameterException(spec.commandLine(), "--parallelism must be at least 1, was " + parallelism);
        }
        PieceJob job = new PieceJob(
                StreamExecutionEnvironment::getExecutionEnvironment, parallelism, console::progress, System::nanoTime);
        Path worlds = out == null ? Home.folder().resolve("worlds") : out;
        SegmentSummary summary;
        try (Farewell farewell = Farewell.of(
                console, "interrupted; nothing is lost. The same command goes on from the pieces that are finished")) {
            summary = new WorldFolder(worlds, source.subject(), job).make(plan);
        }
        keepSpec(
                summary.world().resolve(GeneratedWorld.SPEC_COPY), source.open().specCopy());
        return summary;
    }

    /** A spec may lie anywhere and be changed there; runs on the world read this one. */
    private static void keepSpec(Path copy, byte[] bytes) {
        try {
            if (!Files.exists(copy)) {
                DurableFile.write(copy, bytes);
            }
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            copy.toString(),
                            "must be writable",
                            e.toString(),
                            "make room or mend its permissions, then do it again"),
                    e);
        }
    }

    /** What a person wants to know. */
    static void print(Console console, String what, SegmentSummary summary, double seconds) {
        switch (summary.outcome()) {
            case UNCHANGED -> console.good(what + " are there already, whole; nothing was changed.");
            case CREATED -> console.good(String.format(Locale.ROOT, "%s made in %.1f s.", what, seconds));
        }
        for (Map.Entry<String, Long> table : summary.rows().entrySet()) {
            console.line("  " + table.getKey() + " " + Console.count(table.getValue()));
        }
        console.line("  bytes " + Console.count(summary.bytes()));
        console.line("  bundle " + summary.bundle().bundleSha256() + " "
                + summary.bundle().status());
        if (!summary.bundle().warnings().isEmpty()) {
            console.line("  warnings " + String.join(", ", summary.bundle().warnings())
                    + ": the world is sound and can be used, but unlike what large worlds are;"
                    + " measured and expected values stand in " + summary.report());
        }
        console.line("  " + summary.world());
    }
}
