package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/verify.md, the checks and the forgeries say the same: every check has a lie that was made for it. */
class VerifyPageTest {
    private static final Map<String, ErrorCode> CODES = new TreeMap<>();

    private static List<String> page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readAllLines(PolicyFiles.root().resolve("docs/verify.md"));
        for (String name : CheckQuery.NAMES) {
            CheckQuery query = CheckQuery.load(name);
            CODES.put(query.checkId(), query.code());
        }
        CODES.putAll(FileChecks.CODES);
    }

    @Test
    void everyQueryIsListedWithItsTitleAndCode() {
        List<String> expected = new ArrayList<>();
        for (String name : CheckQuery.NAMES) {
            CheckQuery query = CheckQuery.load(name);
            expected.add("| `" + query.checkId() + "` | " + query.title() + " | " + query.code() + " |");
        }
        assertThat(table("### Rows")).containsExactlyElementsOf(expected);
    }

    @Test
    void everyCheckOfFilesIsListedWithItsCode() {
        assertThat(table("### Files"))
                .hasSameSizeAs(FileChecks.NAMES)
                .allSatisfy(row -> assertThat(FileChecks.NAMES.stream()
                                .map(name -> "| `" + name + "` | ")
                                .filter(row::startsWith)
                                .toList())
                        .hasSize(1))
                .allSatisfy(row -> assertThat(row).endsWith(" | " + CODES.get(row.split("`")[1]) + " |"));
    }

    @Test
    void everyForgeryIsListedWithTheChecksThatFindIt() {
        List<String> rows = RowForgery.all().stream()
                .map(forgery -> row(forgery.name(), forgery.what(), forgery.checks()))
                .toList();
        assertThat(table("### Forged rows")).containsExactlyElementsOf(rows);
        List<String> files = new ArrayList<>();
        for (FileForgery forgery : FileForgery.values()) {
            files.add(row(forgery.words(), forgery.what(), forgery.checks()));
        }
        assertThat(table("### Forged files")).containsExactlyElementsOf(files);
    }

    /** What the program may show is no matter of a run. */
    @Test
    void everyCheckHasAForgeryOfItsOwn() {
        Set<String> made = new TreeSet<>();
        RowForgery.all().forEach(forgery -> made.add(forgery.checks().get(0)));
        for (FileForgery forgery : FileForgery.values()) {
            made.add(forgery.checks().get(0));
        }
        made.add("visibility");
        assertThat(made).isEqualTo(CODES.keySet());
    }

    private static String row(String name, String what, List<String> checks) {
        String also = String.join(
                ", ", checks.stream().skip(1).map(check -> "`" + check + "`").toList());
        return "| " + name + " | " + what + " | `" + checks.get(0) + "` | " + CODES.get(checks.get(0)) + " | " + also
                + " |";
    }

    /** Rows of the first table behind a heading, without its head. */
    private static List<String> table(String heading) {
        List<String> rows = new ArrayList<>();
        int line = page.indexOf(heading);
        assertThat(line).as(heading).isNotNegative();
        while (!page.get(line).startsWith("|---")) {
            line++;
        }
        for (line++; line < page.size() && page.get(line).startsWith("|"); line++) {
            rows.add(page.get(line));
        }
        return rows;
    }
}
