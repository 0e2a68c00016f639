package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.replay.LaneTally;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.replay.Standing;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.kafka.KafkaCluster;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code replays/<run_id>-<name>/} beside the runs: what a replay began with, checkpoints and savepoints, what its lanes have
 * sent, and the report at its end. Locked while somebody works in it.
 */
final class ReplayFolder implements AutoCloseable {
    private static final String METADATA = "_metadata";
    private static final String CHECKPOINT = "chk-";

    private final RunFolder folder;

    private ReplayFolder(RunFolder folder) {
        this.folder = folder;
    }

    /** @throws RunException RUN_BUSY when another process has it */
    static ReplayFolder lock(Path runRoot, String name) {
        Path runs = runRoot.toAbsolutePath().normalize().getParent();
        return new ReplayFolder(RunFolder.lock(runs.resolveSibling("replays"), runRoot.getFileName() + "-" + name));
    }

    /**
     * What a replay began with.
     *
     * @param replayId on every message
     * @param cluster that gets the messages; empty in notes of older programs
     * @param choices what must be the same at every start, by name
     * @param offsets end of each partition at the beginning, by topic
     */
    record Note(
            String replayId,
            Optional<KafkaCluster> cluster,
            Map<String, String> choices,
            Map<String, List<Long>> offsets) {
        /**
         * Whether its tasks leave a mark before they commit for the first time; those of programs that noted no cluster did
         * not.
         */
        boolean marksCommits() {
            return cluster.isPresent();
        }
    }

    Path root() {
        return folder.root();
    }

    Path checkpoints() {
        return root().resolve("checkpoints");
    }

    Path savepoints() {
        return root().resolve("savepoints");
    }

    boolean isDone() {
        return Files.exists(report());
    }

    Path report() {
        return root().resolve("report.json");
    }

    Optional<Note> note() throws IOException {
        Path file = root().resolve("replay.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode node = JsonMapper.shared().readTree(Files.readAllBytes(file));
        Map<String, String> choices = new TreeMap<>();
        node.required("choices")
                .properties()
                .forEach(
                        choice -> choices.put(choice.getKey(), choice.getValue().asString()));
        Map<String, List<Long>> offsets = new TreeMap<>();
        node.required("offsets").properties().forEach(topic -> {
            List<Long> ends = new ArrayList<>();
            topic.getValue().forEach(end -> ends.add(end.asLong()));
            offsets.put(topic.getKey(), ends);
        });
        Optional<KafkaCluster> cluster = node.has("cluster_id")
                ? Optional.of(new KafkaCluster(
                        node.required("cluster_id").asString(),
                        node.required("bootstrap_servers").asString()))
                : Optional.empty();
        return Optional.of(new Note(node.required("replay_id").asString(), cluster, choices, offsets));
    }

    void write(Note note) {
        TreeMap<String, Object> fields = new TreeMap<>();
        fields.put("replay_id", note.replayId());
        note.cluster().ifPresent(cluster -> {
            fields.put("cluster_id", cluster.id());
            fields.put("bootstrap_servers", cluster.address());
        });
        fields.put("choices", note.choices());
        fields.put("offsets", note.offsets());
        folder.write(root().resolve("replay.json"), json(fields));
    }

    void write(Map<String, Object> report) {
        folder.write(report(), json(report));
    }

    /**
     * Registers one more start: whatever an earlier one still has at work ends before it commits again.
     *
     * @return its number, from 1
     * @throws RunException RUN_BUSY when somebody else was faster
     */
    int claim() throws IOException {
        Path claims = Files.createDirectories(root().resolve(ReplayAttempt.CLAIMS));
        int number = 1;
        while (Files.exists(claims.resolve(ReplayAttempt.claim(number)))) {
            number++;
        }
        try {
            Files.createFile(claims.resolve(ReplayAttempt.claim(number)));
            return number;
        } catch (FileAlreadyExistsException claimed) {
            throw new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    root().toString(),
                    "must be begun by one process at a time",
                    "start " + number + " was claimed by another one just now",
                    "wait for it to end, or stop it"));
        }
    }

    /** @throws RunException RUN_BUSY when a process, of a cluster for instance, still has tasks of this replay */
    void requireNoTasks() throws IOException {
        if (RunHold.isHeld(root())) {
            throw new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    root().toString(),
                    "must have no living writer",
                    "a process has tasks of this replay",
                    "wait for the job to end, or stop it: millrace flink list and millrace flink cancel JOB; the same command"
                            + " goes on then"));
        }
    }

    /** Forgets an earlier replay of the name; the numbers of its starts stay, for its jobs may live. */
    void clear() throws IOException {
        for (String name : List.of(
                "replay.json",
                "report.json",
                LaneTally.FOLDER,
                ReplayAttempt.COMMITTING,
                "checkpoints",
                "savepoints")) {
            remove(root().resolve(name));
        }
    }

    /** Once everything is sent nothing can be taken up any more. */
    void discardCheckpoints() throws IOException {
        remove(checkpoints());
        remove(savepoints());
    }

    /**
     * The newest whole checkpoint or savepoint. Only from there the replay goes on without a gap and without a message that
     * is sent twice; a process that is killed while it takes one leaves none.
     */
    Optional<Path> newestPoint() throws IOException {
        Optional<Path> newest = Optional.empty();
        long latest = Long.MIN_VALUE;
        for (Path place : List.of(checkpoints(), savepoints())) {
            for (Path file : below(place, 3)) {
                OptionalLong time = file.getFileName().toString().equals(METADATA) ? time(file) : OptionalLong.empty();
                if (time.isPresent() && time.getAsLong() > latest) {
                    latest = time.getAsLong();
                    newest = Optional.of(file.getParent());
                }
            }
        }
        return newest;
    }

    private static OptionalLong time(Path file) throws IOException {
        try {
            return OptionalLong.of(Files.getLastModifiedTime(file).toMillis());
        } catch (NoSuchFileException dropped) {
            return OptionalLong.empty();
        }
    }

    /** Files, and folders after what is in them. Flink drops checkpoints of a job that has ended while we look. */
    private static List<Path> below(Path folder, int depth) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, Set.of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null && !(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                found.add(visited);
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /**
     * Whether a job has done all there is to do and Flink has dropped its checkpoints: what is left is of earlier starts, and
     * whoever went on from there would send twice.
     */
    boolean isOver(Path point, int lanes) throws IOException {
        if (!isDone(lanes)) {
            return false;
        }
        long doneAt = 0;
        long checkpoint = 0;
        for (int lane = 0; lane < lanes; lane++) {
            Path file = done(lane);
            doneAt = Math.max(doneAt, Files.getLastModifiedTime(file).toMillis());
            try {
                checkpoint = Math.max(
                        checkpoint, Long.parseLong(Files.readString(file).strip()));
            } catch (NumberFormatException illegible) {
                throw damaged(file, "the number of a checkpoint");
            }
        }
        String name = point.getFileName().toString();
        // Numbers go on from start to start; savepoints have none.
        return name.startsWith(CHECKPOINT)
                ? Long.parseLong(name.substring(CHECKPOINT.length())) < checkpoint
                : Files.getLastModifiedTime(point.resolve(METADATA)).toMillis() < doneAt;
    }

    /** Whether all lanes were done by a checkpoint that was completed. */
    boolean isDone(int lanes) {
        return IntStream.range(0, lanes).allMatch(lane -> Files.exists(done(lane)));
    }

    private Path done(int lane) {
        return root().resolve(LaneTally.FOLDER).resolve(lane + LaneTally.DONE);
    }

    /** Whether a task has committed something, or was about to. */
    boolean hasCommitted() {
        return Files.exists(root().resolve(ReplayAttempt.COMMITTING));
    }

    /** What the lanes have sent, by lane; empty while one has not ended. */
    Optional<List<LaneTally>> tallies(int lanes) throws IOException {
        List<LaneTally> tallies = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            Path file = root().resolve(LaneTally.FOLDER).resolve(lane + ".json");
            try {
                tallies.add(LaneTally.parse(Files.readAllBytes(file)));
            } catch (NoSuchFileException stillSending) {
                return Optional.empty();
            } catch (IllegalArgumentException illegible) {
                throw damaged(file, "what lane " + lane + " has sent");
            }
        }
        return Optional.of(tallies);
    }

    private static RunException damaged(Path file, String content) throws IOException {
        return new RunException(Problem.of(
                ErrorCode.COMMITTED_FILE_DAMAGED,
                file.toString(),
                "must tell " + content + ", as it was written when the lane had ended",
                Files.size(file) + " bytes that do not",
                "put it back from a copy; without one --again sends everything once more, better into fresh topics"));
    }

    /** Event time before which the readers have handed out everything; empty while they have not said so. */
    OptionalLong standing(int readers) {
        try {
            return Standing.read(root(), readers);
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** What an earlier start has said of itself. */
    void forgetStanding() throws IOException {
        remove(root().resolve(Standing.FOLDER));
    }

    private static byte[] json(Map<String, Object> fields) {
        return (JsonMapper.shared().writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void remove(Path path) throws IOException {
        for (Path one : below(path, Integer.MAX_VALUE)) {
            Files.deleteIfExists(one);
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
