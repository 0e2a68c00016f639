package io.millrace.job.cli;

import java.util.List;
import java.util.Map;

/** What {@code millrace chaos} does to processes of its own; the letters are those of docs/running.md's promise. */
enum ChaosFault {
    /** kill -9 in the middle, perhaps twice; taken up at the same, half or double parallelism. */
    F4("kill -9 of the embedded process, resumed at parallelism 2, 1 or 4"),
    /** kill -9, then the oldest checkpoint that is kept in place of the newest. */
    F6("kill -9, then restored from the oldest kept checkpoint"),
    /** SIGSTOP, a second writer that must be refused, SIGCONT. */
    F11("frozen process: a second writer is refused, then thawed"),
    /** kill -9 under one zone, locale and charset, taken up under another. */
    F17("kill -9, resumed in another time zone, locale and charset");

    private static final List<Integer> PARALLELISMS = List.of(2, 1, 4);
    private static final String ELSEWHERE =
            "-Duser.timezone=Asia/Kolkata -Duser.language=tr -Duser.country=TR -Dfile.encoding=ISO-8859-1";

    private final String text;

    ChaosFault(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Kills of one round: rounds of odd seeds of F4 are killed again after they were taken up. */
    int kills(int seed) {
        return this == F4 && seed % 2 == 1 ? 2 : 1;
    }

    /** Slots of the start that follows the fault. */
    int parallelismAfter(int seed) {
        return this == F4 ? PARALLELISMS.get(seed % PARALLELISMS.size()) : 2;
    }

    /** Variables of the start that follows the fault. */
    Map<String, String> environmentAfter() {
        return this == F17 ? Map.of("MILLRACE_JAVA_OPTS", ELSEWHERE, "TZ", "Asia/Kolkata") : Map.of();
    }
}
