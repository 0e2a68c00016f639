package io.millrace.job.explain;

import io.millrace.run.RunIdentity;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Rule;
import io.millrace.story.Wording;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A story for machines: plain maps and lists; ids and words are text, since they have 64 bits. */
public final class StoryJson {
    private StoryJson() {}

    public static Map<String, Object> of(RunIdentity identity, Explained explained) {
        return new TreeMap<>(Map.of(
                "run_id",
                identity.runId(),
                "arrival",
                explained.arrival(),
                "flow_id",
                Long.toString(explained.flowId()),
                "agrees",
                explained.agrees(),
                "chapters",
                explained.chapters().stream().map(StoryJson::chapter).toList(),
                "rows",
                explained.rows().stream().map(StoryJson::row).toList()));
    }

    private static Map<String, Object> chapter(Chapter chapter) {
        return Map.of(
                "title",
                chapter.title(),
                "facts",
                chapter.facts().stream().map(StoryJson::fact).toList());
    }

    private static Map<String, Object> fact(Fact fact) {
        return Map.of(
                "name",
                fact.name(),
                "value",
                fact.value(),
                "because",
                fact.because(),
                "draws",
                fact.draws().stream().map(StoryJson::draw).toList(),
                "rules",
                fact.rules().stream().map(StoryJson::rule).toList(),
                "columns",
                fact.columns());
    }

    private static Map<String, Object> draw(Drawn drawn) {
        List<String> words = drawn.decision().draws() > 1
                ? List.of(Wording.word(drawn.x0()), Wording.word(drawn.x1()))
                : List.of(Wording.word(drawn.x0()));
        return Map.of(
                "family",
                drawn.decision().family().text(),
                "decision",
                drawn.decision().name(),
                "hi",
                Wording.word(drawn.hi()),
                "lo",
                Wording.word(drawn.lo()),
                "lanes",
                words);
    }

    private static Map<String, Object> rule(Rule rule) {
        return Map.of("policy", rule.policyId(), "pointer", rule.pointer(), "value", rule.value());
    }

    private static Map<String, Object> row(HeldRow row) {
        return Map.of(
                "dataset_id",
                row.datasetId(),
                "name",
                row.name(),
                "standing",
                row.standing().name(),
                "agrees",
                row.agrees(),
                "columns",
                row.cells().stream().map(StoryJson::cell).toList());
    }

    private static Map<String, Object> cell(HeldRow.HeldCell cell) {
        return Map.of("column", cell.column(), "made", cell.made(), "stored", cell.stored(), "agrees", cell.agrees());
    }
}
