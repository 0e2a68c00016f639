package io.millrace.job.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ForAllSeeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DayRunsTest {
    private static final long DAY = 86_400_000_000L;

    @Test
    void rowsOfADayStayInOrder() {
        DayRuns runs = new DayRuns();
        runs.of(new long[] {DAY + 5, 3, DAY + 1, -1, 2}, 5);
        assertThat(runs.day(0)).isEqualTo(-1);
        assertThat(runs.end(0)).isEqualTo(1);
        assertThat(runs.day(1)).isZero();
        assertThat(runs.end(1)).isEqualTo(3);
        assertThat(runs.end(3)).isEqualTo(5);
        assertThat(Arrays.copyOf(runs.rows(), 5)).containsExactly(3, 1, 4, 0, 2);
    }

    @Test
    void agreesWithASortedMap() {
        DayRuns runs = new DayRuns();
        ForAllSeeds.of(100).check(seed -> {
            int count = 1 + (int) Math.floorMod(seed * 31, 40L);
            long[] micros = new long[count];
            TreeMap<Long, List<Integer>> expected = new TreeMap<>();
            for (int row = 0; row < count; row++) {
                micros[row] = Math.floorMod((seed + row) * 0x9E37_79B9_7F4A_7C15L, 5 * DAY) - DAY;
                expected.computeIfAbsent(Math.floorDiv(micros[row], DAY), day -> new ArrayList<>())
                        .add(row);
            }
            runs.of(micros, count);
            TreeMap<Long, List<Integer>> found = new TreeMap<>();
            for (int start = 0; start < count; start = runs.end(start)) {
                List<Integer> rows = new ArrayList<>();
                for (int i = start; i < runs.end(start); i++) {
                    rows.add(runs.rows()[i]);
                }
                found.put(runs.day(start), rows);
            }
            assertThat(found).isEqualTo(expected);
        });
    }
}
