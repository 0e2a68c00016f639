package io.millrace.job.cli;

import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.topology.ReplayJob;
import io.millrace.job.topology.ReplaySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** What a person sees of a replay. */
class ReplayWatcher implements ReplayJob.Watcher {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final ReplaySettings settings;
    private final BooleanSupplier stop;
    private OptionalLong startNanos = OptionalLong.empty();

    /** @param stop whether somebody wants the job to stop with a savepoint */
    ReplayWatcher(Console console, ReplaySettings settings, BooleanSupplier stop) {
        this.console = console;
        this.settings = settings;
        this.stop = stop;
    }

    @Override
    public void started(List<BusTopic> topics, Optional<Path> resumed, long rowsAtMost) {
        startNanos = OptionalLong.of(System.nanoTime());
        for (BusTopic topic : topics) {
            console.progress(String.format(
                    Locale.ROOT,
                    "%-8s -> %s, %d partitions, by %s",
                    topic.stream().word(),
                    topic.name(),
                    topic.partitions(),
                    settings.messages().key().word()));
        }
        String from = resumed.map(point -> "goes on from " + point).orElse("begins") + " at "
                + settings.broker().bootstrapServers();
        console.progress(
                switch (settings.messages().extent()) {
                    case PUBLISHED -> from + "; at most " + Console.count(rowsAtMost) + " messages in all";
                    case GROWING -> from + "; follows the run as it grows";
                });
    }

    @Override
    public boolean wantsToStop() {
        return stop.getAsBoolean();
    }

    @Override
    public void checking() {
        console.progress(
                startNanos.isEmpty()
                        ? "an earlier start has sent before; reading the topics back"
                        : String.format(
                                Locale.ROOT,
                                "job ended after %.1f s, start of tasks included; reading the topics back",
                                (System.nanoTime() - startNanos.getAsLong()) / NANOS_PER_SECOND));
    }

    /** The last lines. */
    void ended(ReplayJob.Outcome outcome) {
        switch (outcome.end()) {
            case SENT -> {
                StringBuilder text = new StringBuilder(
                        switch (settings.job().check()) {
                            case COUNT -> "sent, read back and counted:";
                            case NONE -> "sent";
                        });
                outcome.sent().forEach((stream, count) -> text.append(' ')
                        .append(Console.count(count))
                        .append(' ')
                        .append(stream.word()));
                console.good(text.toString());
                console.line("  report in " + outcome.folder());
            }
            case SENT_BEFORE ->
                console.line("already sent"
                        + outcome.cluster()
                                .map(cluster -> " to " + cluster.address() + ", cluster " + cluster.id())
                                .orElse("")
                        + "; report in " + outcome.folder() + "; --again sends it once more");
            case STOPPED ->
                console.line("stopped at savepoint " + outcome.savepoint().orElseThrow()
                        + "; the same command goes on from there");
        }
    }
}
