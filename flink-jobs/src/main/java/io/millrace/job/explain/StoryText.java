package io.millrace.job.explain;

import io.millrace.job.verify.RunViews;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Rule;
import io.millrace.story.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A story for people, in lines of at most {@link #WIDTH} characters where words allow it. */
public final class StoryText {
    /** Characters of a line. */
    public static final int WIDTH = 100;

    private static final String DETAIL = "      ";
    private static final String ON = "        ";

    private StoryText() {}

    /** How it came about. */
    public static List<String> story(Explained explained) {
        List<String> lines = new ArrayList<>();
        for (Chapter chapter : explained.chapters()) {
            lines.add("");
            lines.add(chapter.title());
            chapter.facts().forEach(fact -> tell(fact, lines));
        }
        return lines;
    }

    private static void tell(Fact fact, List<String> lines) {
        String head = String.format(Locale.ROOT, "  %-22s %s", fact.name(), fact.value());
        if (!fact.columns().isEmpty()) {
            head = String.format(Locale.ROOT, "%-54s", head) + " -> " + columns(fact);
        }
        lines.add(head);
        fact.because().forEach(sentence -> wrap(DETAIL + sentence, lines));
        fact.draws().forEach(drawn -> lines.add(DETAIL + draw(drawn)));
        fact.rules().forEach(rule -> wrap(DETAIL + rule(rule), lines));
    }

    /** Short names of data sets; the column where it has another name than the fact. */
    private static String columns(Fact fact) {
        return fact.columns().stream()
                .map(column -> {
                    int dot = column.indexOf('.');
                    String view = view(column.substring(0, dot));
                    String name = column.substring(dot + 1);
                    return name.equals(fact.name()) ? view : view + "." + name;
                })
                .collect(Collectors.joining(", "));
    }

    private static String view(String datasetId) {
        return RunViews.name(Arrays.stream(SlabKind.values())
                .filter(kind -> kind.datasetId().equals(datasetId))
                .findFirst()
                .orElseThrow());
    }

    private static String draw(Drawn drawn) {
        String words = Wording.word(drawn.x0()) + (drawn.decision().draws() > 1 ? " " + Wording.word(drawn.x1()) : "");
        return drawn.decision() + " " + Wording.word(drawn.hi()) + " " + Wording.word(drawn.lo()) + " = " + words;
    }

    private static String rule(Rule rule) {
        return rule.place() + " = " + rule.value();
    }

    private static void wrap(String text, List<String> lines) {
        String left = text;
        while (left.length() > WIDTH) {
            int cut = left.lastIndexOf(' ', WIDTH);
            if (cut <= ON.length()) {
                break;
            }
            lines.add(left.substring(0, cut));
            left = ON + left.substring(cut + 1);
        }
        lines.add(left);
    }

    /** What is stored, beside what was made again. */
    public static List<String> stored(Explained explained) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Stored rows%22s%-32s %s", "", "made again", "stored"));
        for (HeldRow row : explained.rows()) {
            lines.add("  " + view(row.datasetId()) + ", " + row.datasetId() + " " + row.name() + standing(row));
            if (row.standing() == HeldRow.Standing.BOTH) {
                row.cells()
                        .forEach(cell -> lines.add(String.format(
                                Locale.ROOT,
                                "    %s %-26s %-32s %s",
                                cell.agrees() ? "=" : "!",
                                cell.column(),
                                cell.made(),
                                cell.stored())));
            }
        }
        return lines;
    }

    private static String standing(HeldRow row) {
        return switch (row.standing()) {
            case BOTH -> "";
            case NOT_STORED_YET -> ": not stored yet";
            case MISSING -> ": ! no such row is stored";
            case REPEATED -> ": ! stored more than once";
            case NOT_MADE -> ": ! stored, and no such row is made";
        };
    }

    /** Names of what differs: columns, or whole rows. */
    public static List<String> differences(Explained explained) {
        List<String> names = new ArrayList<>();
        for (HeldRow row : explained.rows()) {
            String place = row.datasetId() + " " + row.name();
            if (row.standing() == HeldRow.Standing.BOTH) {
                row.cells().stream()
                        .filter(cell -> !cell.agrees())
                        .forEach(cell -> names.add(
                                place + ": " + cell.column() + " is " + cell.stored() + ", made again " + cell.made()));
            } else if (!row.agrees()) {
                names.add(place + standing(row));
            }
        }
        return names;
    }
}
