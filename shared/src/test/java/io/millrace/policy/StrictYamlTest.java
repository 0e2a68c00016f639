package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {
    private final List<Problem> problems = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO",
                "yes",
                "on",
                "~",
                "True",
                "0x1F",
                "0o17",
                "017",
                "+1",
                ".5",
                "1.",
                "1_000",
                ".inf",
                ".nan",
                "12:30",
                "2026-01-01",
                "off",
                "Null",
                "y"
            })
    void plainScalarsThatReadersDisagreeOnAreRefused(String scalar) {
        parse("key: " + scalar + "\n");
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.text())
                .isEqualTo("p.yaml#/key (1:6): must read the same in every YAML version, was " + scalar
                        + "; quote it or write it as JSON [yaml]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'NO'", "\"12:30\"", "plain word", "1200", "-0.5", "1.0e-12", "true", "null", "v1.2.3"})
    void jsonScalarsQuotedTextAndPlainWordsAreRead(String scalar) {
        parse("key: " + scalar + "\n");
        assertThat(problems).isEmpty();
    }

    @Test
    void keepsPlacesAndTypes() {
        PolicyNode root = parse("laws:\n  CLEARING.POS: {max_seconds: 60}\nlist: [a, 'NO']\n")
                .orElseThrow();
        PolicyNode max = root.get("laws").get("CLEARING.POS").get("max_seconds");
        assertThat(max.pointer()).isEqualTo("/laws/CLEARING.POS/max_seconds");
        assertThat(max.line()).isEqualTo(2);
        assertThat(max.column()).isEqualTo(31);
        assertThat(max.int32()).isEqualTo(60);
        assertThat(root.get("list").texts()).containsExactly("a", "NO");
        assertThat(root.unreadPointers()).isEmpty();
    }

    @Test
    void unreadKeysAreNamed() {
        PolicyNode root = parse("a: {b: 1, c: 2}\nd: [{e: 3}]\n").orElseThrow();
        assertThat(root.get("a").get("b").int32()).isEqualTo(1);
        root.get("d").items();
        assertThat(root.unreadPointers()).containsExactly("/a/c", "/d/0/e");
    }

    @Test
    void everyProblemOfAFileIsToldInOnePass() {
        parse("a: 1\na: 2\nb: &x 3\nc: *x\nd: !!str 4\n<<: {e: 5}\nf g: 6\nh: 9007199254740993\n");
        assertThat(problems)
                .extracting(Problem::expected)
                .containsExactly(
                        "must stand once",
                        "must have no anchor",
                        "must have no alias",
                        "must have no tag",
                        "must have no merge key",
                        "must have keys of letters, digits, _ and .",
                        "must lie within 2^53 - 1");
    }

    @Test
    void oneUtf8DocumentWithoutMarkOrTabs() {
        parse("a: 1\n---\nb: 2\n");
        assertThat(problems).singleElement().extracting(Problem::expected).isEqualTo("must be one document");
        problems.clear();
        parse("\uFEFFa: 1\n");
        assertThat(problems).singleElement().extracting(Problem::found).isEqualTo("a byte order mark");
        problems.clear();
        parse("a:\n\tb: 1\n");
        assertThat(problems).singleElement().extracting(Problem::expected).isEqualTo("must be YAML");
        problems.clear();
        assertThat(StrictYaml.parse("p.yaml", new byte[] {(byte) 0xC3, 0x28}, problems))
                .isEmpty();
        assertThat(problems).singleElement().extracting(Problem::expected).isEqualTo("must be UTF-8");
    }

    private Optional<PolicyNode> parse(String yaml) {
        return StrictYaml.parse("p.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems);
    }
}
