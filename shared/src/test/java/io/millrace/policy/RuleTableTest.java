package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RuleTableTest {
    private final RuleTable table =
            new RuleTable().over("colour", List.of("red", "blue")).over("wet", List.of("false", "true"));

    @Test
    void aPartitionCoversEveryCellOnce() {
        RuleTable.Verdict verdict =
                table.judge(List.of(row(List.of("red"), List.of()), row(List.of("blue"), List.of())));
        assertThat(verdict.uncovered()).isEmpty();
        assertThat(verdict.shadowed()).isEmpty();
        assertThat(verdict.overlapping()).isEmpty();
        assertThat(verdict.lastTakesAll()).isFalse();
    }

    @Test
    void aHoleIsNamedByItsCells() {
        RuleTable.Verdict verdict = table.judge(List.of(row(List.of("red"), List.of(true))));
        assertThat(verdict.uncovered())
                .containsExactly(
                        Map.of("colour", "red", "wet", "false"),
                        Map.of("colour", "blue", "wet", "false"),
                        Map.of("colour", "blue", "wet", "true"));
    }

    @Test
    void aRowBehindACatchAllIsDead() {
        PolicyNode all = row(List.of(), List.of());
        PolicyNode dead = row(List.of("red"), List.of(true));
        RuleTable.Verdict verdict = table.judge(List.of(all, dead));
        assertThat(verdict.shadowed()).containsExactly(dead);
        assertThat(verdict.overlapping()).containsExactly(dead);
    }

    @Test
    void theLastRowMayTakeWhatIsLeft() {
        RuleTable.Verdict verdict =
                table.judge(List.of(row(List.of("red"), List.of(true)), row(List.of(), List.of(false, true))));
        assertThat(verdict.lastTakesAll()).isTrue();
        assertThat(verdict.uncovered()).isEmpty();
        assertThat(verdict.shadowed()).isEmpty();
    }

    @Test
    void cellsOutOfReachNeedNoRow() {
        RuleTable reachable = new RuleTable()
                .over("colour", List.of("red", "blue"))
                .over("wet", List.of("false", "true"))
                .where(cell -> cell.get("colour").equals("red"));
        assertThat(reachable.judge(List.of(row(List.of("red"), List.of()))).uncovered())
                .isEmpty();
    }

    @Test
    void theFirstRowThatFitsIsTheMatch() {
        List<PolicyNode> rows = List.of(row(List.of("red"), List.of(true)), row(List.of("red"), List.of()));
        assertThat(table.firstMatch(rows, Map.of("colour", "red", "wet", "false")))
                .isEqualTo(1);
        assertThat(table.firstMatch(rows, Map.of("colour", "blue", "wet", "true")))
                .isEqualTo(-1);
    }

    private static PolicyNode row(List<Object> colours, List<Object> wet) {
        TreeMap<String, PolicyNode> entries = new TreeMap<>();
        entries.put("colour", list(colours));
        entries.put("wet", list(wet));
        return PolicyNode.map(entries, "", 0, 0);
    }

    private static PolicyNode list(List<Object> tokens) {
        List<PolicyNode> items = new ArrayList<>();
        tokens.forEach(token -> items.add(PolicyNode.scalar(token, "", 0, 0)));
        return PolicyNode.list(items, "", 0, 0);
    }
}
