package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.policy.AmountModel;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.TimingPolicy;
import io.millrace.testing.PolicyFiles;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AmountPolicyFilesTest {
    private static final List<String> HEADER =
            List.of("/schema_version", "/policy_id", "/policy_version", "/law_revision");

    @Test
    void everyKeyOfThePacksIsRead() {
        PolicyNode amounts = AmountWorld.policyNode();
        AmountModel.of(amounts);
        assertThat(amounts.unreadPointers()).containsExactlyInAnyOrderElementsOf(HEADER);
        PolicyNode timing = PolicyFiles.shipped("timing_policy_6B");
        TimingPolicy.of(timing);
        assertThat(timing.unreadPointers()).containsExactlyInAnyOrderElementsOf(HEADER);
    }

    @Test
    void decimalsAreThoseOfThePlatform() {
        AmountWorld.policy().currencies().forEach((code, currency) -> assertThat(currency.decimals())
                .as(code)
                .isEqualTo(Currency.getInstance(code).getDefaultFractionDigits()));
    }

    @Test
    void everyCountryOfIsoHasACurrencyButOne() {
        TreeSet<String> without = new TreeSet<>(List.of(Locale.getISOCountries()));
        without.removeAll(AmountWorld.policy().currencyByCountry().keySet());
        assertThat(without).containsExactly("KP");
        assertThat(AmountWorld.policy().currencyByCountry())
                .containsEntry("BG", "EUR")
                .containsEntry("HR", "EUR")
                .containsEntry("NO", "NOK")
                .containsEntry("KW", "KWD");
    }

    @Test
    void everyCurrencyIsTheCurrencyOfSomeCountry() {
        AmountModel policy = AmountWorld.policy();
        assertThat(new TreeSet<>(policy.currencyByCountry().values()))
                .containsAll(policy.currencies().keySet());
    }

    @Test
    void impossibleAmountsAreRefused() {
        assertRefused(
                "amount_model_6B", "/price_classes/GROCERY/median_units", "0", "median_units must be above 0, was 0.0");
        assertRefused(
                "amount_model_6B",
                "/price_classes/GROCERY/rel_min",
                "41",
                "0 < rel_min < rel_max must hold, was 41.0 and 40.0");
        assertRefused(
                "amount_model_6B",
                "/price_classes/GROCERY/ending_weights/RAW",
                "0.71",
                "ending_weights must sum to 1, was 1.01");
        assertRefused("amount_model_6B", "/price_classes/GROCERY/p_list", "1.5", "p_list must lie in 0..1, was 1.5");
        assertRefused(
                "amount_model_6B",
                "/class_by_demand_class/unknown/GENERAL",
                "0.9",
                "class_by_demand_class/unknown must sum to 1, was 0.9");
        assertRefused("amount_model_6B", "/list/weights/0", "0.5", "list/weights must sum to 1, was 1.1321");
        assertRefused(
                "amount_model_6B",
                "/list/quantile_span",
                "0.96",
                "quantile_low and quantile_span must stay inside 0..1, was 0.05 and 0.96");
        assertRefused("amount_model_6B", "/context/cross_border", "0", "a factor must be above 0, was 0.0");
        assertRefused("amount_model_6B", "/pump/points_units/0", "130", "points_units must rise, was 130 before 125");
        assertRefused("amount_model_6B", "/pump/weights/0", "0.5", "pump/weights must sum to 1, was 1.1");
        assertRefused("amount_model_6B", "/cash/ladder/1/units", "20", "cash/ladder must rise, was 20 before 20");
        assertRefused("amount_model_6B", "/cash/ladder/1/weight", "0.06", "cash/ladder must sum to 1, was 1.010");
        assertRefused(
                "amount_model_6B",
                "/transfer/min_units",
                "200000",
                "0 < min_units < max_units must hold, was 200000.0 and 100000.0");
        assertRefused(
                "amount_model_6B",
                "/transfer/components/0/weight",
                "0.46",
                "transfer/components must sum to 1, was 1.01");
        assertRefused(
                "amount_model_6B",
                "/currencies/EUR/grid_minor",
                "3",
                "grid must divide unit and note, was 3 for 100 and 1000");
        assertRefused("amount_model_6B", "/currencies/EUR/decimals", "4", "decimals must lie in 0..3, was 4");
        assertRefused(
                "amount_model_6B",
                "/clearing/0/delta_share_min",
                "0.3",
                "-1 < delta_share_min <= delta_share_max must hold, was 0.3 and 0.25");
        assertRefused("amount_model_6B", "/clearing/4/p_differs", "0.1", "EQUAL must have p_differs and deltas 0");
        assertRefused(
                "amount_model_6B",
                "/refund/fraction_min",
                "0.95",
                "0 < fraction_min <= fraction_max <= 1 must hold, was 0.95 and 0.9");
        assertRefused("amount_model_6B", "/limits/amount_units_max", "0", "amount_units_max must be above 0, was 0");
        assertThatThrownBy(() -> AmountModel.of(
                        PolicyFiles.shipped("amount_model_6B", Map.of("/currency_by_country/DE", "DEM"))))
                .hasMessage("every currency of a country must have a row, missing were [DEM]");
    }

    @Test
    void impossibleTimesAreRefused() {
        assertRefused(
                "timing_policy_6B",
                "/laws/CLEARING.POS/max_seconds",
                "60",
                "0 < min_seconds < max_seconds must hold, was 600.0 and 60.0");
        assertRefused(
                "timing_policy_6B", "/laws/CLEARING.POS/components/0/weight", "0.8", "weights must sum to 1, was 1.1");
        assertRefused(
                "timing_policy_6B",
                "/laws/CLEARING.POS/components/0/sigma_log",
                "0",
                "median_seconds and sigma_log must be above 0, was 32400.0 and 0.0");
        assertRefused("timing_policy_6B", "/min_step_micros", "999", "min_step_micros must be at least 1000, was 999");
        assertRefused(
                "timing_policy_6B",
                "/min_step_micros",
                "80001",
                "RESPONSE.ECOM/min_seconds must be at least min_step_micros, was 0.08");
        assertRefused(
                "timing_policy_6B", "/settlement_tail_days", "-1", "settlement_tail_days must not be negative, was -1");
        assertRefused("timing_policy_6B", "/cross_border_factor", "0", "cross_border_factor must be above 0, was 0.0");
        assertThatThrownBy(() -> TimingPolicy.of(
                        PolicyFiles.shipped("timing_policy_6B", Map.of("/bindings/0/law", "RESPONSE.POS"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("laws and bound laws must be the same");
    }

    private static void assertRefused(String policyId, String pointer, String value, String message) {
        PolicyNode edited = PolicyFiles.shipped(policyId, Map.of(pointer, new BigDecimal(value)));
        assertThatThrownBy(() -> {
                    if (policyId.equals("amount_model_6B")) {
                        AmountModel.of(edited);
                    } else {
                        TimingPolicy.of(edited);
                    }
                })
                .as(pointer)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
