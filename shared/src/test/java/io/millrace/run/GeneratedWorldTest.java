package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.PolicyException;
import io.millrace.testing.PackFolder;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedWorldTest {
    private static final SortedMap<String, String> TABLES =
            GeneratedWorld.of(PolicyFiles.root().resolve("config"), "tiny", 42).startTables();

    @TempDir
    Path folder;

    /** Integers and StrictMath: no platform may differ. Who changes a table on purpose writes its new digest here. */
    @Test
    void theTablesOfTheStartAreThoseOfEveryPlatform() {
        assertThat(TABLES)
                .allSatisfy((name, digest) -> assertThat(digest).hasSize(64))
                .hasEntrySatisfying("alias_tables", digest -> assertThat(digest).startsWith("0ba23f846ff9392a"))
                .hasEntrySatisfying("cut_tables", digest -> assertThat(digest).startsWith("6cf3adb6d4a3b90f"))
                .hasEntrySatisfying(
                        "merchant_volumes", digest -> assertThat(digest).startsWith("36621907cc037787"))
                .hasEntrySatisfying(
                        "quantile_tables", digest -> assertThat(digest).startsWith("7ec594974355cd6b"))
                .hasEntrySatisfying("week_shapes", digest -> assertThat(digest).startsWith("564f4699a7416797"))
                .containsKey("tier_thresholds")
                .hasSize(6);
    }

    /** A number of a law moves the digest of its own tables; those measured over entities move with all of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "products_6A | sigma: 0.25, count_max: 2 | sigma: 0.26, count_max: 2 | cut_tables",
                "devices_6A | RETAIL: 1.32 | RETAIL: 1.33 | cut_tables",
                "population_6A | [8, 30, 37, 25] | [8, 30, 36, 26] | cut_tables",
                "roles_6A | { SYNTHETIC_ID: 1.0, ASSOCIATE: 0.25 | { SYNTHETIC_ID: 1.1, ASSOCIATE: 0.25 | cut_tables",
                "merchants_5B | weight_exponent: 0.5 | weight_exponent: 0.4 | merchant_volumes",
                "arrivals_5B | merchant_day_sigma: 0.2 | merchant_day_sigma: 0.3 | quantile_tables",
                "arrivals_5B | hour_kappa: 30 | hour_kappa: 31 | quantile_tables",
                "arrivals_5B | median_seconds: 75 | median_seconds: 76 | quantile_tables",
                "arrivals_5B | visit_arrivals_max: 8 | visit_arrivals_max: 7 | quantile_tables",
                "arrivals_5B | memory_hours: 24 | memory_hours: 25 | quantile_tables",
                "shapes_5B | floor: 0.045 | floor: 0.046 | week_shapes",
                "roles_6A | PARTY: [0.55, | PARTY: [0.56, | tier_thresholds"
            })
    void aNumberOfALawMovesTheDigestOfItsTables(String pack, String from, String to, String table) {
        PackFolder config = PackFolder.copyTo(folder.resolve("config")).edit(pack, from, to);
        SortedMap<String, String> moved =
                GeneratedWorld.of(config.root(), "tiny", 42).startTables();
        assertThat(moved.get(table)).isNotEqualTo(TABLES.get(table));
    }

    @Test
    void namesThatNoPackKnowsAreToldOneByOne() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("merchants_5B", "physical: DAYTIME", "physical: DAYTIMES")
                .edit("calendar_5B", "groups: [MARKETPLACE", "groups: [MARKETPLACES")
                .edit("calendar_5B", "season: TRAVEL", "season: TRAVELS");
        assertThatThrownBy(() -> GeneratedWorld.of(config.root(), "tiny", 42))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(problem -> problem.where() + " " + problem.fix())
                                .containsExactlyElementsOf(
                                        List.of(
                                                config.root()
                                                        + "/layer2/5B/calendar_5B.yaml#/classes/travel_hospitality/season did you mean TRAVEL?",
                                                config.root()
                                                        + "/layer2/5B/calendar_5B.yaml#/events/2/groups/0 did you mean MARKETPLACE?",
                                                config.root()
                                                        + "/layer2/5B/merchants_5B.yaml#/groups/0/shape/physical did you mean DAYTIME?")));
    }

    void aScenarioModelThatTheCalendarDoesNotKnowIsRefusedWithThoseItKnows() {
        GeneratedWorld tiny = GeneratedWorld.of(PolicyFiles.root().resolve("config"), "tiny", 42);
        assertThatThrownBy(() -> tiny.arrivals("baselin"))
                .isInstanceOf(PolicyException.class)
                .hasMessage("CONFIG_VALIDATION_FAILED: --scenario: must begin with a model of calendar_5B, one of "
                        + "baseline, campaign, outage, stress, was baselin; such as baseline_20260101_14d");
        assertThat(tiny.arrivals("stress")).isSameAs(tiny.arrivals("stress")).isNotSameAs(tiny.arrivals("baseline"));
    }

    /** Numbers that fit the schema one by one and make no world together. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 100000000 | [US] | a merchant expects at most 524288 arrivals in its busiest hour",
                "20000 | 100000000 | [US, AU, CA, BR, ID, MX, DE, FR, GB, IN, IT, JP] | fewer than 2048 rows"
            })
    void aWorldWithoutRoomForItsArrivalsIsRefusedByName(String merchants, String arrivals, String countries, String why)
            throws IOException {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("arrivals_5B", "hourly_mean_max: 8192", "hourly_mean_max: 1024");
        Path spec = folder.resolve("mine.yaml");
        Files.writeString(spec, """
                schema_version: 1
                policy_id: world_spec
                policy_version: "1.0.0"
                law_revision: 1
                parties: 2000
                merchants: %s
                arrivals_per_day: %s
                countries: %s
                """.formatted(merchants, arrivals, countries));
        GeneratedWorld world = GeneratedWorld.of(config.root(), spec.toString(), 42);
        assertThatThrownBy(() -> world.arrivals("baseline")).isInstanceOfSatisfying(PolicyException.class, refused -> {
            assertThat(refused.problems().get(0).where()).isEqualTo(spec.toString());
            assertThat(refused.problems().get(0).text()).contains(why, "lower arrivals_per_day or raise merchants");
        });
    }
}
