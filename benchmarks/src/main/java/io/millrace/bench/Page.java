package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The generated section of docs/performance.md, and the picture beside it. */
final class Page {
    private static final String BEGIN = "<!-- measured: from here on written by millrace bench -->";
    private static final String END = "<!-- measured: to here -->";

    private Page() {}

    /**
     * Writes results into the page between its two marks; the text around them stays.
     *
     * @throws IllegalStateException when the page has no marks
     */
    static void write(Path docs, Results results, List<String> order) throws IOException {
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(page + " must hold the lines " + BEGIN + " and " + END);
        }
        Files.writeString(
                page, text.substring(0, begin + BEGIN.length()) + "\n" + section(results, order) + text.substring(end));
        Files.writeString(docs.resolve("performance.svg"), Pictures.of(results));
        results.write(docs.resolve("performance.json"));
    }

    private static String section(Results results, List<String> order) {
        List<String> lines = new ArrayList<>(List.of("", "![bars of the figures below](performance.svg)", ""));
        for (String name : order) {
            results.part(name).ifPresent(part -> {
                lines.add("### " + heading(part.name()));
                lines.add("");
                lines.add(part.at() + ", source "
                        + part.revision()
                                .substring(0, Math.min(10, part.revision().length()))
                        + ", medians of " + part.rounds() + (part.rounds() == 1 ? " round" : " rounds") + ". "
                        + part.machine().text() + ".");
                lines.add("");
                lines.add(Tables.of(part));
            });
        }
        return String.join("\n", lines);
    }

    private static String heading(String part) {
        return switch (part) {
            case "job" -> "The main job";
            case "stock" -> "Against a stock Flink job";
            case "writers" -> "Writing Parquet";
            case "scaling" -> "One slot and two";
            case "checkpoints" -> "What checkpoints cost";
            case "memory" -> "Memory";
            case "trend" -> "Long runs";
            case "loops" -> "Inner loops, JMH";
            case "world" -> "Inner loops of an own world";
            default -> throw new IllegalArgumentException("no heading of " + part);
        };
    }
}
