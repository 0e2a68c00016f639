package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.sinks.kafka.KafkaCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start finds in the folder of a replay, and what it makes of files that are not whole. */
class ReplayFolderTest {
    private static final String TALLY = """
            {"anchors":{"event_id_sum":"0","rows":0},"entities":{"event_id_sum":"0","rows":0},\
            "events":{"event_id_sum":"ff","rows":3},"lane":0}
            """;

    @TempDir
    private Path place;

    private ReplayFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = ReplayFolder.lock(place.resolve("runs/r"), "one");
        Files.createDirectories(folder.root().resolve("lanes"));
        Files.createDirectories(folder.checkpoints().resolve("job/chk-7"));
        Files.createFile(folder.checkpoints().resolve("job/chk-7/_metadata"));
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void aNoteReadsAsItWasWrittenAndAnOlderOneHasNoCluster() throws IOException {
        ReplayFolder.Note note = new ReplayFolder.Note(
                "one-2026",
                Optional.of(new KafkaCluster("id", "here:9092")),
                Map.of("--key", "k"),
                Map.of("t", List.of(5L)));
        folder.write(note);
        assertThat(folder.note()).contains(note);

        Files.writeString(
                folder.root().resolve("replay.json"),
                "{\"replay_id\":\"one\",\"choices\":{},\"offsets\":{\"t\":[1,2]}}");
        assertThat(folder.note().orElseThrow().cluster()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "\0\0\0\0", "{\"lane\":0,\"events\":3}"})
    void aTallyThatIsNotWholeIsOneProblemThatNamesTheFile(String content) throws IOException {
        tally(0, TALLY);
        Path damaged = tally(1, content);
        requireDamaged(() -> folder.tallies(2), damaged, "what lane 1 has sent");
    }

    @Test
    void talliesAreThereWhenAllLanesHaveEnded() throws IOException {
        tally(0, TALLY);
        assertThat(folder.tallies(2)).isEmpty();
        tally(1, TALLY);
        assertThat(folder.tallies(2).orElseThrow()).hasSize(2).allSatisfy(lane -> {
            assertThat(lane.rows()).containsExactly(0, 0, 3);
            assertThat(lane.idSums()).containsExactly(0, 0, 255);
        });
    }

    @Test
    void aCheckpointOfAJobThatWentOnToItsEndIsOver() throws IOException {
        Path point = folder.newestPoint().orElseThrow();
        done(0, "8\n");
        assertThat(folder.isOver(point, 2)).as("a lane is not done").isFalse();
        done(1, "7");
        assertThat(folder.isOver(point, 2)).isTrue();
        done(0, "7\n");
        assertThat(folder.isOver(point, 2)).as("its last one is there").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "chk-7"})
    void aNumberOfACheckpointThatIsNoneIsOneProblemThatNamesTheFile(String content) throws IOException {
        done(0, "7\n");
        Path damaged = done(1, content);
        requireDamaged(
                () -> folder.isOver(folder.newestPoint().orElseThrow(), 2), damaged, "the number of a checkpoint");
    }

    @Test
    void aCommitLeavesAMarkThatABeginningRemoves() throws IOException {
        ReplayAttempt attempt = new ReplayAttempt(folder.root().toUri().toString(), folder.claim());
        assertThat(folder.hasCommitted()).isFalse();
        attempt.claimCommit();
        attempt.claimCommit();
        assertThat(folder.hasCommitted()).isTrue();
        folder.clear();
        assertThat(folder.hasCommitted()).isFalse();
    }

    private Path tally(int lane, String content) throws IOException {
        return Files.writeString(folder.root().resolve("lanes/" + lane + ".json"), content);
    }

    private Path done(int lane, String content) throws IOException {
        return Files.writeString(folder.root().resolve("lanes/" + lane + ".done"), content);
    }

    /** Reads something. */
    private interface Look {
        Object look() throws IOException;
    }

    private static void requireDamaged(Look look, Path file, String content) {
        assertThatThrownBy(look::look).isInstanceOfSatisfying(RunException.class, damaged -> assertThat(
                        damaged.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code() + " " + problem.text())
                        .startsWith("COMMITTED_FILE_DAMAGED " + file + ": must tell " + content + ", as it was ")));
    }
}
