package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The vocabularies of the dictionary, of the schemas and of the code are one. */
class VocabulariesTest {
    @Test
    void enumsOfTheDictionaryAreThoseOfTheCode() {
        assertThat(inDictionary()).isEqualTo(inCode());
    }

    @Test
    void schemasListTheSameTokensInCodeOrder() {
        JsonNode defs = ContractResource.json("schema/common/defs.schema.json").get("$defs");
        assertThat(inCode()).allSatisfy((name, codes) -> {
            List<String> tokens = codes.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(defs.path(name).path("enum"))
                    .as(name)
                    .extracting(JsonNode::asString)
                    .containsExactlyElementsOf(tokens);
        });
    }

    @Test
    void errorsOfTheDictionaryAreThoseOfTheCode() {
        Map<String, Integer> exits = new TreeMap<>();
        ContractResource.yaml("dictionary/errors.yaml")
                .get("errors")
                .forEach(error -> exits.put(
                        error.get("code").asString(), error.get("exit").asInt()));
        assertThat(exits)
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        .collect(Collectors.toMap(ErrorCode::name, ErrorCode::exit, (a, b) -> a, TreeMap::new)));
    }

    /** Slabs of own worlds hold codes, the taxonomies classify texts: each knows the tokens of the other. */
    @Test
    void typesOfOwnWorldsAreTheTokensOfTheTaxonomies() {
        assertThat(taxonomy("account")).isEqualTo(tokens(AccountType.values()));
        assertThat(taxonomy("instrument")).isEqualTo(tokens(InstrumentType.values()));
        assertThat(taxonomy("device")).isEqualTo(tokens(DeviceType.values()));
        assertThat(taxonomy("ip")).isEqualTo(tokens(IpType.values()));
    }

    private static Set<String> taxonomy(String entity) {
        try {
            Path pack = PolicyFiles.root().resolve("config/layer3/6A/" + entity + "_taxonomy_6A.yaml");
            return new TreeSet<>(new YAMLMapper()
                    .readTree(Files.readString(pack))
                    .get("tokens")
                    .propertyNames());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> tokens(Coded[] types) {
        return Arrays.stream(types).map(Coded::token).collect(Collectors.toSet());
    }

    @Test
    void codesAreOrdinalsPlusOneAndReadBack() {
        for (FraudRole role : FraudRole.values()) {
            assertThat(FraudRole.ofCode(role.code())).isSameAs(role);
        }
        assertThat(FraudRole.of(EntityKind.DEVICE))
                .containsExactly(FraudRole.CLEAN_DEVICE, FraudRole.REUSED_DEVICE, FraudRole.HIGH_RISK_DEVICE);
    }

    private static SortedMap<String, SortedMap<String, Integer>> inDictionary() {
        SortedMap<String, SortedMap<String, Integer>> vocabularies = new TreeMap<>();
        ContractResource.yaml("dictionary/enums.yaml")
                .get("vocabularies")
                .properties()
                .forEach(vocabulary -> {
                    SortedMap<String, Integer> codes = new TreeMap<>();
                    vocabulary
                            .getValue()
                            .properties()
                            .forEach(token ->
                                    codes.put(token.getKey(), token.getValue().asInt()));
                    vocabularies.put(vocabulary.getKey(), codes);
                });
        return vocabularies;
    }

    /** Every enum of the package that is a vocabulary, found by its source file. */
    private static SortedMap<String, SortedMap<String, Integer>> inCode() {
        SortedMap<String, SortedMap<String, Integer>> vocabularies = new TreeMap<>();
        try (Stream<Path> sources =
                Files.list(PolicyFiles.root().resolve("shared/src/main/java/io/millrace/contract"))) {
            for (Path source : sources.sorted().toList()) {
                String name = source.getFileName().toString().replace(".java", "");
                if (name.equals("package-info")) {
                    continue;
                }
                Class<?> type = Class.forName("io.millrace.contract." + name);
                if (type.isEnum() && Coded.class.isAssignableFrom(type)) {
                    SortedMap<String, Integer> codes = new TreeMap<>();
                    for (Object constant : type.getEnumConstants()) {
                        codes.put(((Coded) constant).token(), ((Coded) constant).code());
                    }
                    vocabularies.put(snakeCase(name), codes);
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return vocabularies;
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
