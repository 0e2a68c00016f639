package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of docs/data tell the columns that the row schemas tell: each table stands below "Columns of `id`". */
class DataPagesTest {
    private static final Path PAGES = PolicyFiles.root().resolve("docs/data");
    private static final Pattern HEADING = Pattern.compile("## Columns of `([a-z0-9_AB]+)`");
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9_]+)` \\| ([^|]+) \\| (yes|no) \\| ([a-z]+) \\| ([^|]+) \\|");

    static Stream<String> datasets() {
        return DatasetDictionary.shipped().all().stream()
                .filter(dataset -> dataset.schema()
                        .filter(path -> path.startsWith("schema/row/"))
                        .isPresent())
                .map(DatasetDictionary.Dataset::id);
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void everyColumnOfARowStandsInItsTableAndNoOther(String id) throws IOException {
        List<String> expected = DatasetDictionary.shipped().dataset(id).rowSchema().columns().stream()
                .map(DataPagesTest::describe)
                .toList();
        assertThat(tables()).containsKey(id);
        assertThat(tables().get(id)).containsExactlyElementsOf(expected);
    }

    @Test
    void everyTableIsThatOfADataSet() throws IOException {
        assertThat(tables().keySet())
                .containsExactlyInAnyOrderElementsOf(datasets().toList());
    }

    private static String describe(RowSchema.Column column) {
        String vocabulary = column.vocabulary().isEmpty() ? "" : "(" + column.vocabulary() + ")";
        return column.name() + " " + column.type() + vocabulary + " " + (column.nullable() ? "yes" : "no") + " "
                + column.visibility().name().toLowerCase(Locale.ROOT);
    }

    /** Rows by data set. */
    private static Map<String, List<String>> tables() throws IOException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Stream<Path> pages = Files.list(PAGES)) {
            for (Path page : pages.sorted().toList()) {
                List<String> rows = new ArrayList<>();
                for (String line : Files.readAllLines(page)) {
                    Matcher heading = HEADING.matcher(line);
                    Matcher row = ROW.matcher(line);
                    if (heading.matches()) {
                        rows = new ArrayList<>();
                        assertThat(tables.put(heading.group(1), rows))
                                .as("second table of %s in %s", heading.group(1), page.getFileName())
                                .isNull();
                    } else if (row.matches()) {
                        rows.add(String.join(" ", row.group(1), row.group(2), row.group(3), row.group(4)));
                    } else if (line.startsWith("#")) {
                        rows = new ArrayList<>();
                    }
                }
            }
        }
        return tables;
    }
}
