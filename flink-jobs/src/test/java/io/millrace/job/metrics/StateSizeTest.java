package io.millrace.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flows.PendingDeclines;
import io.millrace.job.testing.MetricsPage;
import io.millrace.sessionise.PendingRows;
import io.millrace.sessionise.SessionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sizing page reckons with the bytes that state really has; the tests of the states hold them to what is written. */
class StateSizeTest {
    private static final Pattern ENTRY = Pattern.compile("^\\| an? ([a-z ]+) \\| (\\d+) B \\|.*");

    @Test
    void thePageHasTheBytesOfEachKindOfEntry() throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        for (String line : Files.readAllLines(MetricsPage.docs().resolve("sizing.md"))) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                bytes.put(entry.group(1), Integer.parseInt(entry.group(2)));
            }
        }
        assertThat(bytes)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "open session", SessionTable.SESSION_BYTES,
                        "arrival of an open session", SessionTable.MEMBER_BYTES,
                        "pending row", PendingRows.ROW_BYTES,
                        "pending decline", PendingDeclines.SLOT_BYTES));
    }
}
