package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.RunMark;
import io.millrace.job.sinks.RunMarkSerializer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;

/**
 * A checkpoint or savepoint looked at from outside, without a job: which run it is of, and whether a job fits it.
 *
 * @param folder with its {@code _metadata}
 * @param checkpointId its number
 * @param marks what the sinks wrote into it, one per writer; none when all of them had finished
 * @param operators uid hashes of the operators that have state, 32 hex digits, to their uids where the point names them
 * @param maxParallelism of the operators with keyed state
 */
public record RestorePoint(
        Path folder,
        long checkpointId,
        List<RunMark> marks,
        SortedMap<String, String> operators,
        SortedSet<Integer> maxParallelism) {
    private static final String METADATA = "_metadata";

    /** Name that Flink gives to the state of sink writers. */
    private static final String WRITER_STATE = "writer_raw_states";

    /**
     * Reads the metadata and looks for the state files it names.
     *
     * @param folder the folder, or the metadata file itself
     * @throws RunException IO_READ_FAILED when it is none, or not whole
     */
    public static RestorePoint read(Path folder) {
        Path place = folder.getFileName().toString().equals(METADATA) ? folder.getParent() : folder;
        Path metadata = place.resolve(METADATA);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            CheckpointMetadata read = Checkpoints.loadCheckpointMetadata(
                    in,
                    RestorePoint.class.getClassLoader(),
                    org.apache.flink.core.fs.Path.fromLocalFile(place.toFile()).toString());
            return of(place, read);
        } catch (IOException | RuntimeException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            metadata.toString(),
                            "must be the metadata of a whole checkpoint or savepoint of this program",
                            e instanceof NoSuchFileException ? "absent" + wholeOnesBelow(place) : e.toString(),
                            "name the folder of a whole one; millrace runs shows which there are"),
                    e);
        }
    }

    /** The folder of an attempt holds those that could be meant. */
    private static String wholeOnesBelow(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            List<String> whole = children.filter(child -> Files.exists(child.resolve(METADATA)))
                    .map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
            return whole.isEmpty() ? "" : "; below it lie " + String.join(", ", whole);
        } catch (IOException e) {
            return "";
        }
    }

    private static RestorePoint of(Path folder, CheckpointMetadata metadata) throws IOException {
        TreeMap<String, String> operators = new TreeMap<>();
        TreeSet<Integer> maxParallelism = new TreeSet<>();
        List<RunMark> marks = new ArrayList<>();
        for (OperatorState operator : metadata.getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                if (subtask.hasState()) {
                    operators.put(
                            operator.getOperatorID().toHexString(),
                            operator.getOperatorUid().orElse(""));
                }
                if (!subtask.getManagedKeyedState().isEmpty()) {
                    maxParallelism.add(operator.getMaxParallelism());
                }
                requireStateFiles(subtask);
                for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                    marks.addAll(marksIn(handle));
                }
            }
        }
        return new RestorePoint(folder, metadata.getCheckpointId(), marks, operators, maxParallelism);
    }

    private static List<RunMark> marksIn(OperatorStateHandle handle) throws IOException {
        OperatorStateHandle.StateMetaInfo state =
                handle.getStateNameToPartitionOffsets().get(WRITER_STATE);
        if (state == null || state.getOffsets().length == 0) {
            return List.of();
        }
        List<RunMark> marks = new ArrayList<>();
        try (FSDataInputStream bytes = handle.openInputStream();
                DataInputStream in = new DataInputStream(bytes)) {
            for (long offset : state.getOffsets()) {
                bytes.seek(offset);
                byte[] versioned = in.readNBytes(in.readInt());
                marks.add(SimpleVersionedSerialization.readVersionAndDeSerialize(new RunMarkSerializer(), versioned));
            }
        }
        return marks;
    }

    /** Any of the marks: what they say of the run is the same in all. */
    public Optional<RunMark> mark() {
        return marks.stream().findFirst();
    }

    /** A job that is told to begin where state is missing would fail after its run was rewound. */
    private static void requireStateFiles(OperatorSubtaskState subtask) throws IOException {
        List<StateObject> handles = new ArrayList<>(subtask.getManagedOperatorState());
        handles.addAll(subtask.getRawOperatorState());
        handles.addAll(subtask.getManagedKeyedState());
        handles.addAll(subtask.getRawKeyedState());
        for (StateObject handle : handles) {
            if (handle instanceof StreamStateHandle stream) {
                requireFile(stream);
            }
        }
    }

    private static void requireFile(StreamStateHandle handle) throws IOException {
        Optional<org.apache.flink.core.fs.Path> file = handle.maybeGetPath();
        if (file.isPresent()) {
            long size = file.get().getFileSystem().getFileStatus(file.get()).getLen();
            if (size < handle.getStateSize()) {
                throw new IOException(file.get() + " has " + size + " bytes of " + handle.getStateSize());
            }
        }
    }

    /** Where it is in the lineage of its run. */
    public Ledger.Point point() {
        RunMark of = mark().orElseThrow(() -> new RunException(Problem.of(
                ErrorCode.RUN_IDENTITY_MISMATCH,
                folder.toString(),
                "must say of which run it is",
                "no mark of a run",
                "name a checkpoint or savepoint of millrace generate; millrace runs shows which there are")));
        return new Ledger.Point(of.attempt(), of.checkpointId());
    }

    /**
     * Whether a job of a run may start from it.
     *
     * @param ledger of the run
     * @param identity what makes the rows, by footer key
     * @param buckets max parallelism of the job
     * @throws RunException RUN_IDENTITY_MISMATCH with everything that differs
     */
    public void requireFits(Ledger ledger, SortedMap<String, String> identity, int buckets) {
        List<Problem> problems = new ArrayList<>();
        String where = folder.toString();
        mark().ifPresent(of -> {
            problems.addAll(of.against(identity, where));
            if (problems.isEmpty() && !ledger.token(of.attempt()).equals(Optional.of(of.token()))) {
                problems.add(Problem.of(
                        ErrorCode.RUN_IDENTITY_MISMATCH,
                        where,
                        "must be of a start of this run folder",
                        "attempt " + of.attempt() + " of another folder with the same run id",
                        "resume it in the folder it was taken of, or in a copy of that"));
            }
        });
        for (int found : maxParallelism) {
            if (found != buckets) {
                problems.add(Problem.of(
                        ErrorCode.RUN_IDENTITY_MISMATCH,
                        where,
                        "key buckets (max parallelism) must be " + buckets,
                        Integer.toString(found),
                        "state is cut along them for the life of a run: resume with the key_buckets of the run profile"
                                + " that made it"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
    }

    /**
     * Whether a graph has a place for all state.
     *
     * @param graph uid hashes of its operators, 32 hex digits
     * @throws RunException RUN_IDENTITY_MISMATCH
     */
    public void requireOperators(SortedSet<String> graph) {
        TreeMap<String, String> lost = new TreeMap<>(operators);
        lost.keySet().removeAll(graph);
        if (!lost.isEmpty()) {
            throw new RunException(Problem.of(
                    ErrorCode.RUN_IDENTITY_MISMATCH,
                    folder.toString(),
                    "all its state must belong to an operator of this program",
                    "state of " + lost.size() + " operators with other uids: " + names(lost),
                    "resume with the program version that took it, or start over"));
        }
    }

    private static String names(SortedMap<String, String> lost) {
        return lost.entrySet().stream()
                .map(of -> of.getValue().isEmpty() ? of.getKey() : of.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
