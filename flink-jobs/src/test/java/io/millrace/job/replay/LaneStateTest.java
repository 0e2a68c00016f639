package io.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay keeps of itself reads as it was written. */
class LaneStateTest {
    private static final LaneSplit LANE = new LaneSplit(
            7, new RowKey(-5, 2, -1, Long.MAX_VALUE), new long[] {1, 2, 3}, new long[] {-1, Long.MIN_VALUE, 0});

    @Test
    void aLaneReadsAsItWasWritten() throws IOException {
        LaneSerializers.OfSplit serializer = new LaneSerializers.OfSplit();
        LaneSplit read = serializer.deserialize(serializer.getVersion(), serializer.serialize(LANE));
        assertThat(read).usingRecursiveComparison().isEqualTo(LANE);
        assertThatThrownBy(() -> serializer.deserialize(2, serializer.serialize(LANE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the checkpoint has version 2");
    }

    @Test
    void theEnumeratorKeepsPlanAndLanes() throws IOException {
        LaneSerializers.OfLanes serializer = new LaneSerializers.OfLanes();
        LaneState state = new LaneState("f".repeat(64), List.of(LANE, LaneSplit.atStart(8)));
        LaneState read = serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
        assertThat(read).usingRecursiveComparison().isEqualTo(state);
    }

    @Test
    void aTallyReadsAsItWasWritten(@TempDir Path folder) throws IOException {
        LaneTally.of(LANE).write(folder.toUri().toString());
        LaneTally read = LaneTally.parse(Files.readAllBytes(folder.resolve("lanes/7.json")));
        assertThat(read).usingRecursiveComparison().isEqualTo(LaneTally.of(LANE));
    }

    @Test
    void aTallyIsWrittenAsideAndTakesItsNameWhenItIsWhole(@TempDir Path folder) throws IOException {
        Path tally = Files.writeString(
                Files.createDirectories(folder.resolve("lanes")).resolve("7.json"), "old");
        Path done = Files.writeString(folder.resolve("lanes/7.done"), "old");
        Path sameTally = Files.createLink(folder.resolve("tally"), tally);
        Path sameDone = Files.createLink(folder.resolve("done"), done);

        LaneTally.of(LANE).write(folder.toUri().toString());
        LaneTally.writeDone(folder.toUri().toString(), 7, 12);

        assertThat(sameTally).as("a file that was never written into").hasContent("old");
        assertThat(sameDone).hasContent("old");
        assertThat(tally).content().contains("\"lane\":7");
        assertThat(done).content().isEqualTo("12\n");
        assertThat(folder.resolve("lanes")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void rowsOrderByTimeStreamUnsignedIdAndNumber() {
        List<RowKey> ordered = List.of(
                RowKey.FIRST,
                RowKey.at(4),
                new RowKey(4, 0, 1, 1),
                new RowKey(4, 0, -1, 0),
                new RowKey(4, 1, 1, 0),
                new RowKey(4, 1, 1, 1),
                RowKey.at(5));
        assertThat(ordered.stream().sorted().toList()).isEqualTo(ordered);
        assertThat(List.of(ordered.get(3), ordered.get(2)).stream().sorted().toList())
                .isEqualTo(List.of(ordered.get(2), ordered.get(3)));
    }
}
