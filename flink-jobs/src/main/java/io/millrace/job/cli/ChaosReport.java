package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of a suite: a line per fault, a line per round.
 *
 * @param what was run, one line
 * @param asked rounds of each fault that were asked for; those that never began are no proof
 * @param rounds in the order they ended
 */
record ChaosReport(String what, Map<ChaosFault, Integer> asked, List<ChaosRound> rounds) {
    /** Exit when a round differs or never landed. */
    static final int FAILED = ErrorCode.VALIDATION_FAILED.exit();

    /** Exit when all that ran holds and something did not run, or could not do its fault here. */
    static final int NOT_WHOLE = 10;

    private static final List<String> REQUIRED = List.of("fault", "test", "what", "landed", "equal", "seconds");

    ChaosReport {
        asked = Collections.unmodifiableMap(new TreeMap<>(asked));
        rounds = List.copyOf(rounds);
    }

    /**
     * Rows that others have made: one JSON object a line, with fault, test, what, landed, equal, seconds, and where it makes
     * sense seed, times, finding, rows, orphans, committed_files.
     *
     * @throws RunException USAGE with every line that is none
     */
    static List<ChaosRound> read(Path file) throws IOException {
        List<ChaosRound> rounds = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                JsonNode row = JsonMapper.shared().readTree(lines.get(i));
                List<String> missing =
                        REQUIRED.stream().filter(name -> !row.has(name)).toList();
                ChaosFault.valueOf(row.path("fault").asString(""));
                if (!missing.isEmpty()) {
                    throw new IllegalArgumentException("no " + String.join(", ", missing));
                }
                if (row.get("test").asString("").isBlank()) {
                    throw new IllegalArgumentException("no name in test");
                }
                rounds.add(round(row));
            } catch (JacksonException | IllegalArgumentException wrong) {
                problems.add(Problem.of(
                        ErrorCode.USAGE,
                        file + ":" + (i + 1),
                        "must be a JSON object with " + String.join(", ", REQUIRED) + ", the fault F1 to F20",
                        String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""),
                        "mend the line"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        return rounds;
    }

    private static ChaosRound round(JsonNode row) {
        boolean landed = row.get("landed").asBoolean();
        String finding = row.path("finding").asString("");
        String what = row.get("what").asString();
        return new ChaosRound(
                row.get("fault").asString(),
                row.path("seed").asInt(-1),
                // A test that could not do its fault here tells why; that is no difference.
                landed || finding.isEmpty() ? what : what + ": " + finding,
                1,
                landed ? row.path("times").asInt(1) : 0,
                row.path("committed_files").asLong(0),
                row.get("equal").asBoolean(),
                row.path("rows").asLong(0),
                row.path("orphans").asLong(0),
                row.get("seconds").asDouble(),
                landed ? finding : "",
                row.get("test").asString());
    }

    long holding() {
        return rounds.stream().filter(ChaosRound::holds).count();
    }

    long differing() {
        return rounds.stream().filter(ChaosRound::differs).count();
    }

    long missed() {
        return rounds.stream().filter(ChaosRound::missed).count();
    }

    /** Tests that could not do their fault here, and why: they show nothing. */
    List<String> impossibleHere() {
        return rounds.stream()
                .filter(ChaosRound::isImpossibleHere)
                .map(round -> round.fault() + " " + round.what())
                .toList();
    }

    /** How many rounds of which fault were asked for and never began; of a fault of tests, how many classes have no row. */
    Map<ChaosFault, Integer> notBegun() {
        Map<ChaosFault, Integer> left = new TreeMap<>();
        asked.forEach((fault, wanted) -> {
            int open = fault.isTested()
                    ? withoutRow(fault).size()
                    : wanted - of(fault).size();
            if (open > 0) {
                left.put(fault, open);
            }
        });
        return left;
    }

    private SortedSet<String> withoutRow(ChaosFault fault) {
        SortedSet<String> classes = fault.tests();
        of(fault).forEach(round -> classes.remove(round.test()));
        return classes;
    }

    /** Whether rounds of seeds are left, for which there was no time. */
    boolean isShortOfTime() {
        return notBegun().keySet().stream().anyMatch(ChaosFault::isSeeded);
    }

    private int open() {
        return notBegun().values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<ChaosRound> of(ChaosFault fault) {
        return rounds.stream()
                .filter(round -> round.fault().equals(fault.name()))
                .toList();
    }

    /** 0 only when every round that was asked for was run, met its fault and holds. */
    int exit() {
        if (differing() + missed() > 0) {
            return FAILED;
        }
        boolean isWhole = open() == 0 && impossibleHere().isEmpty() && !rounds.isEmpty();
        return isWhole ? 0 : NOT_WHOLE;
    }

    /** All in one line: what was asked for, what was run, and how it ended. */
    String verdict() {
        int impossible = impossibleHere().size();
        StringBuilder text = new StringBuilder();
        text.append(rounds.size() - impossible)
                .append(" of ")
                .append(rounds.size() + open())
                .append(" rounds were run: ")
                .append(holding())
                .append(" equal, ")
                .append(differing())
                .append(" differ, ")
                .append(missed())
                .append(" never landed");
        if (open() > 0) {
            text.append("; NOT BEGUN, so not shown: ")
                    .append(notBegun().entrySet().stream()
                            .map(left -> left.getValue() + " of " + left.getKey() + named(withoutRow(left.getKey())))
                            .collect(Collectors.joining(", ")));
        }
        if (impossible > 0) {
            text.append("; NOT POSSIBLE HERE, so not shown: ").append(String.join(", ", impossibleHere()));
        }
        return text.toString();
    }

    private static String named(SortedSet<String> classes) {
        return classes.isEmpty() ? "" : " (" + String.join(", ", classes) + ")";
    }

    /** Writes Markdown there, and the rounds as JSON beside it. */
    void write(Path file) throws IOException {
        Path markdown = file.toAbsolutePath().normalize();
        Files.createDirectories(markdown.getParent());
        Files.writeString(markdown, markdown());
        String name = markdown.getFileName().toString().replaceFirst("[.][^.]*$", "") + ".json";
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", what);
        document.put("asked", asked);
        document.put("not_begun", notBegun());
        document.put("not_possible_here", impossibleHere());
        document.put("holding", holding());
        document.put("differing", differing());
        document.put("not_landed", missed());
        document.put("rounds", rounds);
        Files.write(
                markdown.resolveSibling(name),
                (JsonMapper.shared().writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(what)
                .append("\n\n")
                .append(summary())
                .append("\n")
                .append(verdict())
                .append("\n\n");
        text.append(ChaosRound.HEAD).append('\n');
        rounds.forEach(round -> text.append(round.row()).append('\n'));
        return text.toString();
    }

    /** A line per fault that was asked for or met. */
    String summary() {
        StringBuilder text = new StringBuilder("""
                | fault | asked | run | equal | differ | not landed | not done | times landed | moments tried | median seconds | longest |
                |---|---|---|---|---|---|---|---|---|---|---|
                """);
        TreeSet<ChaosFault> faults = new TreeSet<>(asked.keySet());
        rounds.forEach(round -> faults.add(ChaosFault.valueOf(round.fault())));
        for (ChaosFault fault : faults) {
            List<ChaosRound> of = of(fault);
            ChaosReport part = new ChaosReport(what, Map.of(), of);
            int open = notBegun().getOrDefault(fault, 0);
            int impossible = part.impossibleHere().size();
            double[] seconds =
                    of.stream().mapToDouble(ChaosRound::seconds).sorted().toArray();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s %s | %d | %d | %d | %d | %d | %d | %d | %d | %s | %s |%n",
                    fault,
                    fault.text(),
                    of.size() + open,
                    of.size() - impossible,
                    part.holding(),
                    part.differing(),
                    part.missed(),
                    open + impossible,
                    of.stream().mapToInt(ChaosRound::times).sum(),
                    of.stream().mapToInt(ChaosRound::tries).sum(),
                    seconds.length == 0 ? "-" : ofSeconds(seconds[seconds.length / 2]),
                    seconds.length == 0 ? "-" : ofSeconds(seconds[seconds.length - 1])));
        }
        return text.toString();
    }

    private static String ofSeconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
