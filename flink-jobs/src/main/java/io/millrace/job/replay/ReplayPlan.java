package io.millrace.job.replay;

import io.millrace.digest.TupleDigest;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.run.RunIdentity;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is replayed, and to where. A <i>lane</i> is a number of a partition: lane 3 feeds partition 3 of every topic that
 * has one. Lanes know nothing of one another, so they are what is dealt out to subtasks, and a position is kept of each.
 *
 * @param files of the run, all streams, with those of anchors also when they are only asked for keys
 * @param topics one per stream that is sent
 * @param from first row, inclusive
 * @param until first row that is not sent
 */
public record ReplayPlan(
        RunIdentity identity, List<ReplayFile> files, List<BusTopic> topics, MessageKey key, RowKey from, RowKey until)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public ReplayPlan {
        files = List.copyOf(files);
        topics = List.copyOf(topics);
    }

    /**
     * @param entries valid lines of the ledger
     * @param fromMicros inclusive
     * @param untilMicros exclusive
     */
    public static ReplayPlan of(
            RunIdentity identity,
            Path runRoot,
            List<LedgerEntry> entries,
            List<BusTopic> topics,
            MessageKey key,
            long fromMicros,
            long untilMicros) {
        return new ReplayPlan(
                identity, files(runRoot, entries), topics, key, RowKey.at(fromMicros), RowKey.at(untilMicros));
    }

    private static List<ReplayFile> files(Path runRoot, List<LedgerEntry> entries) {
        List<ReplayFile> files = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            for (BusStream stream : BusStream.values()) {
                if (stream.kind().datasetId().equals(entry.datasetId())) {
                    files.add(new ReplayFile(
                            stream,
                            runRoot.resolve(entry.path()).toString(),
                            entry.rows(),
                            entry.tsMinMicros(),
                            entry.tsMaxMicros()));
                }
            }
        }
        files.sort(Comparator.comparing(ReplayFile::path));
        return files;
    }

    /** The same with the files of now. */
    ReplayPlan withFiles(Path runRoot, List<LedgerEntry> entries) {
        return new ReplayPlan(identity, files(runRoot, entries), topics, key, from, until);
    }

    /** The same up to an earlier row. */
    ReplayPlan endingAt(RowKey end) {
        return new ReplayPlan(identity, files, topics, key, from, end);
    }

    /** Files of a stream that may have rows of a stretch of time. */
    List<ReplayFile> files(BusStream stream, long fromMicros, long untilMicros) {
        return files.stream()
                .filter(file ->
                        file.stream() == stream && file.tsMaxMicros() >= fromMicros && file.tsMinMicros() < untilMicros)
                .toList();
    }

    /** The topic of a stream, if it is sent. */
    Optional<BusTopic> topic(BusStream stream) {
        return topics.stream().filter(topic -> topic.stream() == stream).findFirst();
    }

    /** Number of lanes: partitions of the topic that has most. */
    public int lanes() {
        return topics.stream().mapToInt(BusTopic::partitions).max().orElseThrow();
    }

    /** Whether the key of an event stands on its flow's anchor and not on itself. */
    boolean keysOfEventsStandOnAnchors() {
        return switch (key) {
            case ACCOUNT_ID, PARTY_ID -> topic(BusStream.EVENTS).isPresent();
            case FLOW_ID, MERCHANT_ID -> false;
        };
    }

    /** Time behind the last row that may be sent; {@link Long#MAX_VALUE} for no end. */
    long endMicros() {
        return until.tsMicros() == Long.MAX_VALUE ? Long.MAX_VALUE : until.tsMicros() + 1;
    }

    /** Data sets that are read. */
    List<SlabKind> kinds() {
        return Arrays.stream(BusStream.values())
                .filter(stream ->
                        topic(stream).isPresent() || (stream == BusStream.ANCHORS && keysOfEventsStandOnAnchors()))
                .map(BusStream::kind)
                .toList();
    }

    /** Time of the first row that may be sent; that of the start where there is none. */
    public long firstMicros() {
        return Math.max(
                from.tsMicros(),
                sentFiles().stream().mapToLong(ReplayFile::tsMinMicros).min().orElse(from.tsMicros()));
    }

    /** Time of the last row that may be sent. */
    public long lastMicros() {
        return Math.min(
                until.tsMicros() - 1,
                sentFiles().stream().mapToLong(ReplayFile::tsMaxMicros).max().orElse(until.tsMicros() - 1));
    }

    List<ReplayFile> sentFiles() {
        return files.stream().filter(file -> topic(file.stream()).isPresent()).toList();
    }

    /** Of everything that decides which message goes where; positions of one plan mean nothing in another. */
    public String digest() {
        StringBuilder text = new StringBuilder()
                .append(identity.runId())
                .append('|')
                .append(key)
                .append('|')
                .append(from)
                .append('|')
                .append(until);
        topics.forEach(topic -> text.append('|').append(topic));
        // Where the run lies may change between two starts.
        sentFiles().forEach(file -> text.append('|')
                .append(file.path().substring(file.path().lastIndexOf('/') + 1))
                .append(' ')
                .append(file.rows()));
        return TupleDigest.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
