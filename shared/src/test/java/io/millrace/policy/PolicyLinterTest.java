package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.PackDictionary;
import io.millrace.testing.PackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyLinterTest {
    @TempDir
    Path folder;

    private final List<Problem> readProblems = new ArrayList<>();

    @Test
    void rulesAreThoseOfTheContract() {
        assertThat(PolicyLinter.rules())
                .isEqualTo(IntStream.rangeClosed(1, 51)
                        .mapToObj(number -> String.format("L%02d", number))
                        .toList());
    }

    @Test
    void shippedPacksAreCleanInAWorld() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"));
        PolicyPacks packs = config.read(readProblems);
        LintReport report = PolicyLinter.lint(packs, Optional.of(PolicyLock.of(packs)), Optional.of(world()));
        assertThat(readProblems).isEmpty();
        assertThat(texts(report)).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.figures()).extracting(LintReport.Warning::rule).containsExactlyInAnyOrder("L22", "L46");
        assertThat(report.notChecked())
                .extracting(LintReport.NotChecked::rule)
                .containsExactly("L33", "L34", "L35", "L36", "L37", "L38", "L39", "L40", "L41", "L42");
        assertThat(report.passed()).hasSize(41);
    }

    @Test
    void shippedPacksAreCleanWithTheLaterStatesOn() {
        PackFolder config = laterStates(PackFolder.copyTo(folder.resolve("config")));
        PolicyPacks packs = config.read(readProblems);
        LintReport report = PolicyLinter.lint(packs, Optional.of(PolicyLock.of(packs)), Optional.of(world()));
        assertThat(readProblems).isEmpty();
        assertThat(texts(report)).isEmpty();
        assertThat(report.notChecked()).isEmpty();
        assertThat(report.passed()).isEqualTo(PolicyLinter.rules());
    }

    @Test
    void withoutAWorldOnlyWhatNeedsOneWaits() {
        LintReport report =
                PolicyLinter.lint(PackFolder.copyTo(folder.resolve("config")).read(readProblems), Optional.empty());
        assertThat(report.notChecked())
                .extracting(LintReport.NotChecked::text)
                .contains(
                        "L03 waits for " + folder.resolve("config/policies.lock") + " (millrace lint --write-lock)",
                        "L26 waits for a world (its countries and zones)",
                        "L44 waits for a world (its scenarios)",
                        "L37 waits for features.fraud_overlay or features.labels");
        assertThat(report.summary()).isEqualTo("38 rules passed, 0 warnings, 13 not checked");
    }

    /** Damage of one kind each. */
    static Stream<Damage> damages() {
        return Stream.of(
                damage("L02", "sessionisation_policy_6B", "law_revision: 1", "law_revision: 2"),
                damage("L04", "fraud_overlay_policy_6B", "[ECOM, POS, ATM, BANK_RAIL, HYBRID]", "[ECOM, POS, ATM]"),
                damage(
                        "L05",
                        "timing_policy_6B",
                        "price_class: [GROCERY, FUEL, DINING, TRANSIT]",
                        "price_class: [GROCERY, FUEL, DINING]"),
                damage("L06", "fraud_campaign_catalogue_config_6B", "[BANK_TRANSFER]", "[BANK_TRANSFERS]"),
                damage("L07", "fraud_campaign_catalogue_config_6B", "[CLEAN, SYNTHETIC_ID, MULE]", "[CLEAN, MULE]"),
                damage("L07", "truth_labelling_policy_6B", "[CLEAN, SYNTHETIC_ID]", "[CLEAN, SYNTHETIC_ID, MULE]"),
                damage("L08", "account_taxonomy_6A", "RETAIL_CURRENT: RETAIL_CURRENT_BASIC", "RETAIL_CURRENT: BASIC"),
                damage("L09", "bank_view_policy_6B", "UNAUTHORISED: 0.7", "UNAUTHORISED: 0.6"),
                damage("L09", "behaviour_prior_pack_6B", "DEPOSIT: 0.60", "DEPOSIT: 0.600001"),
                damage("L10", "attachment_policy_6B", "p_loyal: { ECOM: 0.43", "p_loyal: { ECOM: 0.75"),
                damage("L11", "timing_policy_6B", "max_seconds: 432000", "max_seconds: 60"),
                damage(
                        "L11",
                        "flow_shape_policy_6B",
                        "{ quantile: 0.9, factor: 1.27 }",
                        "{ quantile: 0.9, factor: 0.8 }"),
                damage(
                        "L14",
                        "bank_view_policy_6B",
                        "- { outcome: [NONE, LOSS, WIN, PARTIAL]",
                        "- { outcome: [NONE, WIN, PARTIAL]"),
                damage(
                        "L14",
                        "truth_labelling_policy_6B",
                        "{ campaign_type: [NONE], friendly: [true]",
                        "{ campaign_type: [NONE], friendly: [true, false]"),
                damage("L14", "flow_shape_policy_6B", "price_class: [UTILITIES]", "price_class: [DIGITAL]"),
                damage("L16", "attachment_policy_6B", "ATM: [DEPOSIT]", "ATM: [DEPOSIT, SETTLEMENT]")
                        .and(
                                "behaviour_prior_pack_6B",
                                "CREDIT_INSTALLMENT: 0.03, SETTLEMENT: 0.02 }\n    BANK",
                                "CREDIT_INSTALLMENT: 0.05, SETTLEMENT: 0 }\n    BANK"),
                damage("L17", "sessionisation_policy_6B", "hard_break_seconds: 5400", "hard_break_seconds: 1200"),
                damage("L19", "flow_shape_policy_6B", "events_per_flow_max: 6", "events_per_flow_max: 5"),
                damage("L19", "flow_shape_policy_6B", "attempts_max: 3 }", "attempts_max: 5 }"),
                damage(
                        "L20",
                        "flow_shape_policy_6B",
                        "\"3\": [AUTH_REQUEST, AUTH_RESPONSE, REVERSAL]",
                        "\"3\": [AUTH_REQUEST, AUTH_RESPONSE, CLEARING, REVERSAL]"),
                damage("L21", "timing_policy_6B", "min_seconds: 0.25", "min_seconds: 0.5"),
                damage("L21", "timing_policy_6B", "min_seconds: 90", "min_seconds: 30"),
                damage(
                        "L23",
                        "timing_policy_6B",
                        "{ weight: 1, median_seconds: 18000",
                        "{ weight: 1, median_seconds: 7200"),
                damage("L24", "amount_model_6B", "median_units: 42", "median_units: 100"),
                damage("L25", "amount_model_6B", "amount_units_max: 250000", "amount_units_max: 60000"),
                damage("L26", "amount_model_6B", "SEK: { decimals: 2", "SEK: { decimals: 3"),
                damage("L27", "flow_shape_policy_6B", "DIGITAL: { remote: 0.020", "DIGITAL: { remote: 0.9"),
                damage("L28", "behaviour_config_6B", "refunds: true", "refunds: false")
                        .and("segment_validation_policy_6B", "required_metrics: [E6", "required_metrics: [F11, E6"),
                damage("L29", "flow_rng_policy_6B", "decision: STEP_UP\n", "decision: STEP_DOWN\n"),
                damage(
                        "L30",
                        "flow_rng_policy_6B",
                        "decision: RETRY\n        draws: 1",
                        "decision: RETRY\n        draws: 2"),
                damage("L31", "fraud_rng_policy_6B", "hi: \"template_ordinal\"", "hi: \"run_id\""),
                damage("L32", "delay_models_6B", "decision: DISPUTE_DELAY", "decision: DISPUTE_WAIT"),
                damage("L43", "segment_validation_policy_6B", "[REQUIRED, WARN, INFO]", "[REQUIRED, WARN]"),
                damage("L44", "behaviour_config_6B", "scenarios_allow: []", "scenarios_allow: [baseline_v1, other_v1]"),
                damage("L44", "behaviour_config_6B", "seeds_block: []", "seeds_block: [\"42\"]"),
                damage(
                        "L45",
                        "behaviour_prior_pack_6B",
                        "RESIDENTIAL: 0.43, MOBILE_CARRIER: 0.30, PUBLIC_SHARED: 0.11, CORPORATE_NAT: 0.06, HOSTING_DATACENTRE: 0.05, ANONYMIZER_PROXY: 0.05",
                        "RESIDENTIAL: 0.40, MOBILE_CARRIER: 0.30, PUBLIC_SHARED: 0.11, CORPORATE_NAT: 0.06, HOSTING_DATACENTRE: 0.05, ANONYMIZER_PROXY: 0.08"),
                damage("L47", "segment_validation_policy_6B", "check_id: P8", "check_id: P9"),
                damage("L47", "case_policy_6B", "[X21, X27]", "[X21, X99]"),
                damage("L48", "rng_profile_layer3", "ca00a0459843d731", "ca00a0459843d732"),
                damage("L49", "geography_5B", "America/Denver, share: 5", "America/Denver, share: 6"),
                damage("L49", "geography_5B", "currency: JPY", "currency: USD"),
                damage("L49", "geography_5B", "tzid: Asia/Dubai", "tzid: Asia/Tokyo"),
                damage("L49", "population_6A", "RETAIL: 962", "RETAIL: 961"),
                damage("L49", "population_6A", "MATURE: 20", "MATURE: 21"),
                damage("L49", "population_6A", "1500, 2500]", "1400, 2500]"),
                damage("L49", "population_6A", "66, 0]", "66, 1]"),
                damage("L49", "population_6A", "[8, 30, 37, 25]", "[8, 30, 37, 24]"),
                damage("L49", "population_6A", "[1, 2, 3, 4, 5, 6]", "[1, 2, 3, 5, 4, 6]"),
                damage("L50", "merchants_5B", "arrivals_share: 0.19", "arrivals_share: 0.18"),
                damage("L50", "merchants_5B", "merchants_share: 0.09", "merchants_share: 0.08"),
                damage("L50", "merchants_5B", "ECOM: 0.07", "ECOM: 0.08"),
                damage("L50", "merchants_5B", "physical: LOCAL, online: NONE", "physical: LOCAL, online: ONLINE"),
                damage("L50", "merchants_5B", "physical: DAYTIME, online: ONLINE", "physical: DAYTIME, online: NONE"),
                damage("L50", "merchants_5B", "group: FUEL", "group: GROCERY"),
                damage("L50", "merchants_5B", "arrivals_per_site: 700", "arrivals_per_site: 0"),
                damage("L50", "merchants_5B", "LINUX: 0.6", "LINUX: 0.7"),
                damage(
                        "L51",
                        "merchants_5B",
                        "shape: { physical: DAYTIME, online: ONLINE }",
                        "shape: { physical: DAYTIMES, online: ONLINE }"),
                damage("L51", "merchants_5B", "{ LINUX: 0.6", "{ UNIX: 0.6"),
                damage("L51", "geography_5B", "Asia/Dubai", "Asia/Dubay"),
                damage("L51", "calendar_5B", "season: TRAVEL", "season: TRAVELS"),
                damage("L51", "calendar_5B", "TRANSFER: 0.35", "TRANSFERS: 0.35"),
                damage("L51", "calendar_5B", "[ELECTRONICS, APPAREL], factor", "[ELECTRONIC, APPAREL], factor"),
                damage("L51", "calendar_5B", "countries: [DE]", "countries: [DD]"),
                damage("L51", "calendar_5B", "countries: [DE]", "countries: [DE, ALL]"),
                damage("L51", "calendar_5B", "month: 12, day: 25", "month: 2, day: 29"),
                damage("L51", "calendar_5B", "day: 4, nth: 4, offset_days: 1", "day: 14, nth: 4, offset_days: 1"),
                damage("L51", "calendar_5B", "from: \"2026-01-14\"", "from: \"2026-02-30\""),
                damage("L51", "calendar_5B", "second_friday: \"2026-01-02\"", "second_friday: \"2026-01-03\""),
                damage("L51", "products_6A", "discover_countries: [US]", "discover_countries: [UX]"),
                damage("L51", "products_6A", "{ GB: FPS }", "{ UK: FPS }"),
                damage("L51", "products_6A", "{ EUR: SEPA_CREDIT }", "{ EUX: SEPA_CREDIT }"),
                damage("L51", "ips_6A", "anonymizer_countries: { US: 30", "anonymizer_countries: { UX: 30"),
                damage("L33", "fraud_overlay_policy_6B", "{ ENTITY: FLOW, EVENT: FLOW }", "{ EVENT: FLOW }"),
                damage("L34", "fraud_campaign_catalogue_config_6B", "requires: [DEVICE, IP]", "requires: [IP]"),
                damage("L36", "fraud_campaign_catalogue_config_6B", "BURST: { per_day: 300", "BURST: { per_day: 1200"),
                damage("L37", "fraud_campaign_catalogue_config_6B", "SCAM: { per_day: 0.5", "SCAM: { per_day: 5"),
                damage("L38", "bank_view_policy_6B", "p_detect: { NONE: 0.002, ", "p_detect: { "),
                damage("L39", "bank_view_policy_6B", "[auth_result, channel", "[truth_label, channel"),
                damage("L40", "bank_view_policy_6B", "auth_results: [APPROVED]", "auth_results: [APPROVED, DECLINED]"),
                damage("L40", "delay_models_6B", "anchor_fallback: AUTH_RESPONSE_TS", "anchor_fallback: null"),
                damage(
                        "L41",
                        "case_policy_6B",
                        "case_duration_seconds_max: 20736000",
                        "case_duration_seconds_max: 5184000"),
                damage("L42", "delay_models_6B", "median_seconds: 777600", "median_seconds: 43200"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void everyDamageIsRefusedByItsRuleAlone(Damage damage) {
        PackFolder config = laterStates(PackFolder.copyTo(folder.resolve("config")));
        damage.edits.forEach(edit -> config.edit(edit.get(0), edit.get(1), edit.get(2)));
        LintReport report = PolicyLinter.lint(config.read(readProblems), Optional.of(world()));
        assertThat(readProblems).extracting(Problem::text).isEmpty();
        assertThat(report.problems()).isNotEmpty();
        assertThat(report.problems()).as(texts(report).toString()).allSatisfy(problem -> assertThat(problem.rule())
                .isEqualTo(damage.rule));
        assertThat(report.passed()).doesNotContain(damage.rule);
    }

    @Test
    void everyRequiredRuleHasADamage() {
        TreeSet<String> damaged = new TreeSet<>();
        damages().forEach(damage -> damaged.add(damage.rule));
        TreeSet<String> open = new TreeSet<>(PolicyLinter.rules());
        open.removeAll(damaged);
        // L01, L12, L13, L15 and L18 have tests of their own; L03, L22, L35 and L46 only warn.
        assertThat(open).containsExactly("L01", "L03", "L12", "L13", "L15", "L18", "L22", "L35", "L46");
    }

    @Test
    void aMissingPackIsNamedAndWhatNeedsItWaits() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config")).delete("timing_policy_6B");
        LintReport report = PolicyLinter.lint(config.read(readProblems), Optional.empty());
        assertThat(readProblems).extracting(Problem::rule).containsExactly("L01");
        assertThat(report.problems()).isEmpty();
        assertThat(report.notChecked())
                .filteredOn(open -> open.waitsFor().equals("timing_policy_6B"))
                .extracting(LintReport.NotChecked::rule)
                .containsExactly("L01", "L04", "L05", "L09", "L11", "L12", "L14", "L21", "L22", "L23");
    }

    @Test
    void problemsOfSeveralFilesComeInOrderOfPlace() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("timing_policy_6B", "max_seconds: 432000", "max_seconds: 60")
                .edit("sessionisation_policy_6B", "hard_break_seconds: 5400", "hard_break_seconds: 900")
                .edit("attachment_policy_6B", "p_loyal: { ECOM: 0.43", "p_loyal: { ECOM: 0.75")
                .edit("bank_view_policy_6B", "UNAUTHORISED: 0.7", "UNAUTHORISED: 0.6");
        LintReport report = PolicyLinter.lint(config.read(readProblems), Optional.empty());
        assertThat(report.problems())
                .extracting(problem -> problem.rule() + " " + problem.file())
                .containsExactly(
                        "L10 " + config.root() + "/layer3/6B/attachment_policy_6B.yaml",
                        "L09 " + config.root() + "/layer3/6B/bank_view_policy_6B.yaml",
                        "L17 " + config.root() + "/layer3/6B/sessionisation_policy_6B.yaml",
                        "L11 " + config.root() + "/layer3/6B/timing_policy_6B.yaml");
    }

    @Test
    void messagesSayWhatWhereExpectedFoundAndFix() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("timing_policy_6B", "max_seconds: 432000", "max_seconds: 60")
                .edit("sessionisation_policy_6B", "hard_break_seconds: 5400", "hard_break_seconds: 900")
                .edit("bank_view_policy_6B", "UNAUTHORISED: 0.7", "UNAUTHORISED: 0.6")
                .edit("flow_rng_policy_6B", "decision: RETRY\n        draws: 1", "decision: RETRY\n        draws: 2");
        LintReport report = PolicyLinter.lint(config.read(readProblems), Optional.empty());
        assertThat(texts(report))
                .containsExactly(
                        config.root()
                                + "/layer3/6B/bank_view_policy_6B.yaml#/chargeback/type_weights (39:17): must sum to exactly 1, "
                                + "was 0.9; correct the weights [L09]",
                        config.root()
                                + "/layer3/6B/flow_rng_policy_6B.yaml#/families/0/decisions/0/draws (13:16): must be what this "
                                + "program does (1), was 2; restore it; a changed draw is a changed law [L30]",
                        config.root()
                                + "/layer3/6B/sessionisation_policy_6B.yaml#/gap/hard_break_seconds (15:23): must be above "
                                + "timeout_seconds (1200), was 900; raise hard_break_seconds or lower timeout_seconds [L17]",
                        config.root()
                                + "/layer3/6B/timing_policy_6B.yaml#/laws/CLEARING.POS/max_seconds (79:18): must be above "
                                + "min_seconds (600), was 60; raise max_seconds or lower min_seconds [L11]");
    }

    @Test
    void aSecondOwnerOfAQuantityIsRefused() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("case_policy_6B", "grouping:\n", "grouping:\n  attempts_max: 3\n");
        assertThat(texts(lintWithoutSchemas(config)))
                .containsExactly(config.root()
                        + "/layer3/6B/case_policy_6B.yaml#/grouping/attempts_max (14:17): must stand only at "
                        + "flow_shape_policy_6B#/orders/<channel>/attempts_max, which owns attempts_per_order_by_channel, "
                        + "was 3; remove it here [L12]");
    }

    @Test
    void aSecondSessionLawIsRefused() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("case_policy_6B", "grouping:\n", "grouping:\n  flows_per_session_max: 3\n");
        assertThat(lintWithoutSchemas(config).problems())
                .extracting(Problem::rule)
                .containsExactly("L18");
    }

    @Test
    void onlyNullableColumnsMayBeOptionalAndOnlyTransfersLackAnInstrument() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("attachment_policy_6B", "DEVICE: { ECOM: REQUIRED", "DEVICE: { ECOM: OPTIONAL")
                .edit("attachment_policy_6B", "INSTRUMENT: { ECOM: REQUIRED", "INSTRUMENT: { ECOM: OPTIONAL");
        assertThat(lintWithoutSchemas(config).problems())
                .extracting(Problem::rule, problem -> problem.where().replaceFirst(".*#", ""))
                .containsExactly(
                        tuple("L16", "/requiredness/INSTRUMENT/ECOM"), tuple("L15", "/requiredness/DEVICE/ECOM"));
    }

    @Test
    void aWorldWithoutTerminalsNeedsAnotherDevice() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("attachment_policy_6B", "when_no_terminal: CUSTOMER_DEVICE", "when_no_terminal: FAIL");
        PolicyPacks packs = config.read(readProblems);
        assertThat(PolicyLinter.lint(packs, Optional.of(world())).problems()).isEmpty();
        WorldFacts without = world(new TreeSet<>(List.of("DE")), OptionalLong.of(0));
        assertThat(PolicyLinter.lint(packs, Optional.of(without)).problems())
                .extracting(Problem::rule)
                .containsExactly("L15");
    }

    @Test
    void anUnknownFeatureIsRefused() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("behaviour_config_6B", "  labels: false", "  labels: false\n  teleport: true");
        assertThat(lintWithoutSchemas(config).problems())
                .extracting(Problem::rule)
                .containsExactly("L28");
    }

    @Test
    void aCapWithoutStageOrCounterIsRefused() {
        PolicyPacks packs = PackFolder.copyTo(folder.resolve("config")).read(readProblems);
        LintPass pass = new LintPass("L13", packs, Optional.empty(), Optional.empty());
        FileRules.enforced(
                pass,
                new Authorities(List.of(new Authorities.Entry(
                        "stay_length",
                        "attachment_policy_6B",
                        "/party/stay_days",
                        Optional.of("stay_days"),
                        "attach",
                        ""))));
        assertThat(pass.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "contracts/dictionary/authorities.yaml: must name the stage and the counter that enforce "
                                + "stay_length, was stage \"attach\", counter \"\"; name both [L13]");
    }

    @Test
    void implausibleCampaignsAreTold() {
        PackFolder config = laterStates(PackFolder.copyTo(folder.resolve("config")))
                .edit(
                        "fraud_campaign_catalogue_config_6B",
                        "every_seconds: null, start: DRAWN",
                        "every_seconds: null, start: HORIZON_START")
                .edit(
                        "fraud_overlay_policy_6B",
                        "CARD_TESTING: { INSERT_AUTHORISATIONS: 0.5, IP_SWAP_ANON: 0.3",
                        "CARD_TESTING: { IP_SWAP_ANON: 0.8");
        LintReport report = PolicyLinter.lint(config.read(readProblems), Optional.of(world()));
        assertThat(texts(report)).isEmpty();
        assertThat(report.warnings())
                .filteredOn(warning -> warning.rule().equals("L35"))
                .extracting(LintReport.Warning::pointer)
                .containsExactly(
                        "/schedule_models/TWO_DAYS/start",
                        "/schedule_models/TWO_DAYS/start",
                        "/campaign_to_tactics/CARD_TESTING");
    }

    @Test
    void aChangedPackOfUnchangedVersionIsTold() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"));
        PolicyLock lock = PolicyLock.of(config.read(readProblems));
        config.edit("sessionisation_policy_6B", "timeout_seconds: 1200", "timeout_seconds: 1100");
        config.edit("case_policy_6B", "flows_per_case_max: 150", "flows_per_case_max: 140")
                .edit("case_policy_6B", "policy_version: \"1.0.0\"", "policy_version: \"1.0.1\"");
        LintReport report = PolicyLinter.lint(config.read(readProblems), Optional.of(lock), Optional.empty());
        assertThat(report.warnings())
                .filteredOn(warning -> warning.rule().equals("L03"))
                .extracting(LintReport.Warning::file)
                .containsExactly(config.root() + "/layer3/6B/sessionisation_policy_6B.yaml");
    }

    @Test
    void figuresWarnOnlyWhereTheyAreBeyondTheirGuardrail() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("behaviour_config_6B", "sessions_per_arrival_max: 0.97", "sessions_per_arrival_max: 0.5")
                .edit("behaviour_config_6B", "open_at_horizon_share_max: 0.30", "open_at_horizon_share_max: 0.0001");
        LintReport report = PolicyLinter.lint(config.read(readProblems), Optional.empty());
        assertThat(report.problems()).isEmpty();
        assertThat(report.figures()).isEmpty();
        assertThat(report.warnings())
                .extracting(LintReport.Warning::rule, LintReport.Warning::pointer)
                .containsExactly(
                        tuple("L22", "/guardrails/open_at_horizon_share_max"),
                        tuple("L46", "/guardrails/sessions_per_arrival_max"));
    }

    @Test
    void aLockThatIsNoneIsToldWithItsPlace() throws IOException {
        Path lock = Files.writeString(
                PackFolder.copyTo(folder.resolve("config")).root().resolve(PolicyLock.FILE),
                "case_policy_6B: \"1.0.0\"\n");
        assertThat(PolicyLock.read(lock.getParent(), readProblems)).isEmpty();
        assertThat(readProblems).singleElement().satisfies(problem -> assertThat(problem.where())
                .isEqualTo(lock + "#/case_policy_6B"));
    }

    @Test
    void theLockIsReadAsItWasWritten() throws IOException {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"));
        PolicyLock lock = PolicyLock.of(config.read(readProblems));
        lock.write(config.root());
        assertThat(PolicyLock.read(config.root(), readProblems)).contains(lock);
        assertThat(readProblems).isEmpty();
    }

    @Test
    void aRunOutOfScopeIsExcludedOrSkipped() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("behaviour_config_6B", "scenarios_block: []", "scenarios_block: [baseline_v1]");
        LintReport failing = PolicyLinter.lint(config.read(readProblems), Optional.of(world()));
        assertThat(failing.problems()).extracting(Problem::code).containsExactly(ErrorCode.SCOPE_EXCLUDED);
        config.edit("behaviour_config_6B", "on_scope_miss: FAIL", "on_scope_miss: SKIP");
        LintReport skipping = PolicyLinter.lint(config.read(readProblems), Optional.of(world()));
        assertThat(skipping.problems()).isEmpty();
        assertThat(skipping.warnings()).extracting(LintReport.Warning::rule).contains("L44");
    }

    @Test
    void aCountryWithoutCurrencyIsNamed() {
        PolicyPacks packs = PackFolder.copyTo(folder.resolve("config")).read(readProblems);
        WorldFacts elsewhere = world(new TreeSet<>(List.of("DE", "XX")), OptionalLong.of(1_000));
        LintReport report = PolicyLinter.lint(packs, Optional.of(elsewhere));
        assertThat(report.problems())
                .extracting(Problem::rule, Problem::found)
                .containsExactly(tuple("L26", "without XX"));
    }

    private LintReport lintWithoutSchemas(PackFolder config) {
        TreeMap<String, String> open = new TreeMap<>();
        for (PackDictionary.Entry entry : PackDictionary.shipped().entries()) {
            open.put(entry.schema(), "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}");
        }
        PolicyPacks packs =
                PolicyPacks.read(config.root(), PackDictionary.shipped(), SchemaStore.of(open), readProblems);
        assertThat(readProblems).isEmpty();
        return PolicyLinter.lint(packs, Optional.empty());
    }

    private static PackFolder laterStates(PackFolder config) {
        return config.edit("behaviour_config_6B", "fraud_overlay: false", "fraud_overlay: true")
                .edit("behaviour_config_6B", "labels: false", "labels: true");
    }

    private static List<String> texts(LintReport report) {
        return report.problems().stream().map(Problem::text).toList();
    }

    private static WorldFacts world() {
        return world(new TreeSet<>(List.of("DE", "FR", "US")), OptionalLong.of(1_000));
    }

    /** Twenty million arrivals in a quarter. */
    private static WorldFacts world(SortedSet<String> countries, OptionalLong terminals) {
        TreeMap<String, String> zones = new TreeMap<>();
        zones.put("Europe/Paris", "FR");
        zones.put("Asia/Tokyo", "JP");
        return new WorldFacts(
                new TreeSet<>(List.of("baseline_v1")),
                "baseline_v1",
                "42",
                OptionalLong.of(90L * 86_400),
                countries,
                zones,
                OptionalLong.of(20_000_000),
                terminals);
    }

    private static Damage damage(String rule, String policyId, String from, String to) {
        return new Damage(rule, List.of(List.of(policyId, from, to)));
    }

    /** @param edits policy id, text, new text */
    private record Damage(String rule, List<List<String>> edits) {
        Damage and(String policyId, String from, String to) {
            List<List<String>> all = new ArrayList<>(edits);
            all.add(List.of(policyId, from, to));
            return new Damage(rule, List.copyOf(all));
        }

        @Override
        public String toString() {
            return rule + " " + edits.get(0).get(0) + " " + edits.get(0).get(1);
        }
    }
}
