package io.millrace.job.cli;

import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.topology.JobSettings;
import io.millrace.job.topology.LiveSettings;
import io.millrace.run.RunProfile;
import io.millrace.sessionise.SessionLimits;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the main job runs: none of it changes a row. What is not given is taken from the run profile. */
final class JobOptions {
    /** Shorter ones spend their time on files of a few rows. */
    private static final double SECONDS_MIN = 0.1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--parallelism",
            description = "Slots per stage (default: that of the profile, or 2); changes no row.")
    private Integer parallelism;

    @Option(
            names = "--checkpoint-seconds",
            description = "Time between checkpoints, when files become visible (default: 10); changes no row.")
    private Double checkpointSeconds;

    @Option(
            names = "--encoding",
            description = "compact, or plain for readers without delta pages (default: compact); changes no row.")
    private String encoding;

    @Option(
            names = "--until",
            converter = EventTime.class,
            description = "With --live: pauses there with a savepoint and exit 0, a date such as 2026-03-01 (its first"
                    + " instant) or a time such as 2026-03-01T12:00:00Z; resume goes on. Changes no row.")
    private Long untilMicros;

    @Option(
            names = "--speedup",
            description = "With --live: event time over wall time, such as 1 or 3600 (default: as fast as it can);"
                    + " changes no row.")
    private Double speedup;

    @Option(
            names = "--rate",
            description = "With --live: arrivals per second in the mean of a year, in place of --speedup; changes no"
                    + " row.")
    private Double rate;

    @Option(
            names = "--metrics-port",
            description = "Shows the metrics of this run to Prometheus at http://localhost:PORT/metrics.")
    private Integer metricsPort;

    /** What needs no run profile. */
    void require(Console console) {
        if (metricsPort != null) {
            requireFree(console, metricsPort);
        }
    }

    boolean wantsMetrics() {
        return metricsPort != null;
    }

    /** @param isLive whether the run has no end */
    JobSettings settings(Optional<RunProfile> profile, boolean isLive) {
        int slots = parallelism != null
                ? parallelism
                : profile.map(RunProfile::parallelism).orElse(2);
        int buckets = profile.map(RunProfile::keyBuckets).orElse(JobSettings.BUCKETS);
        double seconds = checkpointSeconds != null
                ? checkpointSeconds
                : profile.map(RunProfile::checkpointIntervalSeconds).orElse(10);
        require(slots >= 1 && slots <= buckets, "--parallelism must be 1 to " + buckets + ", was " + slots);
        require(seconds >= SECONDS_MIN, "--checkpoint-seconds must be at least " + SECONDS_MIN + ", was " + seconds);
        int slabRows = profile.map(RunProfile::slabRows).orElse(JobSettings.SLAB_ROWS);
        SessionLimits limits = profile.map(RunProfile::limits)
                .map(limit -> new SessionLimits(limit.pendingRowsMax(), limit.openSessionsMax(), slabRows))
                .orElse(SessionLimits.ofSlabRows(slabRows));
        return new JobSettings(
                slots,
                buckets,
                slabRows,
                Duration.ofMillis(Math.round(seconds * 1_000)),
                limits,
                isLive ? live() : bounded(),
                metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort));
    }

    private LiveSettings bounded() {
        require(untilMicros == null, "--until is for runs without end: give --live");
        require(speedup == null && rate == null, "--speedup and --rate are for runs without end: give --live");
        return LiveSettings.FLAT_OUT;
    }

    private LiveSettings live() {
        require(speedup == null || rate == null, "--speedup and --rate both tell how fast: give one of them");
        require(speedup == null || speedup > 0, "--speedup must be above 0, was " + speedup);
        require(rate == null || (rate > 0 && rate < Double.POSITIVE_INFINITY), "--rate must be above 0, was " + rate);
        return new LiveSettings(
                speedup == null ? OptionalDouble.empty() : OptionalDouble.of(speedup),
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                untilMicros == null ? OptionalLong.empty() : OptionalLong.of(untilMicros));
    }

    SinkEncoding encoding(Optional<RunProfile> profile) {
        String name = encoding != null
                ? encoding
                : profile.map(read -> read.sink().encoding().name()).orElse("compact");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "compact" -> SinkEncoding.COMPACT;
            case "plain" -> SinkEncoding.PLAIN;
            default ->
                throw new ParameterException(spec.commandLine(), "--encoding must be compact or plain, was " + name);
        };
    }

    /** Arguments that say the same once more; where it pauses is a matter of one start. */
    List<String> arguments(Optional<RunProfile> profile, JobSettings settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--parallelism",
                Integer.toString(settings.parallelism()),
                "--checkpoint-seconds",
                Double.toString(settings.checkpointInterval().toMillis() / 1_000.0),
                "--encoding",
                encoding(profile).name().toLowerCase(Locale.ROOT)));
        settings.live().speedup().ifPresent(of -> arguments.addAll(List.of("--speedup", Double.toString(of))));
        settings.live().rate().ifPresent(of -> arguments.addAll(List.of("--rate", Double.toString(of))));
        return arguments;
    }

    /** Flink would only log that its reporter found no port. */
    private void requireFree(Console console, int port) {
        require(port >= 1 && port <= 65_535, "--metrics-port must be 1 to 65535, was " + port);
        try (ServerSocket free = new ServerSocket(port)) {
            console.progress("metrics at http://localhost:" + free.getLocalPort() + "/metrics");
        } catch (IOException taken) {
            throw new ParameterException(
                    spec.commandLine(), "--metrics-port must be free, was " + port + ": " + taken.getMessage(), taken);
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
