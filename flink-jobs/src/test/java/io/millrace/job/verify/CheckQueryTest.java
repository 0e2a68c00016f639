package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckQueryTest {
    @Test
    void theListNamesEveryQueryOfTheFolderInOrder() throws Exception {
        URI folder =
                Objects.requireNonNull(CheckQuery.class.getResource("/verify")).toURI();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
            assertThat(CheckQuery.NAMES).containsExactlyElementsOf(names);
        }
    }

    @Test
    void everyQuerySaysWhatMustHoldAndNamesItsCode() {
        for (String name : CheckQuery.NAMES) {
            CheckQuery query = CheckQuery.load(name);
            assertThat(query.title()).as(name).isNotBlank().endsWith(".");
            assertThat(query.sql().lines().skip(1).findFirst().orElseThrow())
                    .as(name)
                    .startsWith("-- code: ");
            assertThat(query.where()).as(name).contains("docs/");
        }
    }
}
