package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.PolicyException;
import io.millrace.base.RunException;
import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.Philox2x64;
import io.millrace.random.UnitInterval;
import io.millrace.table.Distribution;
import io.millrace.table.QuantileTable;
import io.millrace.table.TablesDigest;
import io.millrace.testing.PolicyFiles;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TimingLawTest {
    private static final TimingPolicy POLICY = TimingPolicy.of(PolicyFiles.shipped("timing_policy_6B"));
    private static final TimingLaw LAW = new TimingLaw(POLICY);
    private static final int DRAWS = 1_000_000;

    /** Share of draws that the table of a law moves across a gap of the law; 1.5e-5 elsewhere. */
    private static final Map<String, Double> DISPLACED =
            Map.of("CLEARING.FUEL", 4e-5, "REVERSAL.ECOM", 4e-5, "REVERSAL.POS", 1.3e-4, "CLEARING.RAIL", 3.1e-3);

    @Test
    void offsetsOfTheWorkedFlows() {
        // Flow A
        assertOffset(EventType.AUTH_RESPONSE, Channel.POS, PriceClass.GROCERY, null, false, 0.50, 0.809260);
        assertOffset(EventType.CLEARING, Channel.POS, PriceClass.GROCERY, null, false, 0.62, 57_299.889067);
        // Flow B
        assertOffset(EventType.AUTH_RESPONSE, Channel.ECOM, PriceClass.APPAREL, ReasonCode.C51, true, 0.60, 1.517669);
        assertOffset(EventType.AUTH_RESPONSE, Channel.ECOM, PriceClass.APPAREL, ReasonCode.C51, false, 0.60, 1.084049);
        // Flow C
        assertOffset(EventType.STEP_UP_CHALLENGE, Channel.ECOM, PriceClass.APPAREL, null, true, 0.40, 1.160029);
        assertOffset(EventType.STEP_UP_COMPLETE, Channel.ECOM, PriceClass.APPAREL, null, true, 0.70, 43.830580);
        assertOffset(EventType.AUTH_RESPONSE, Channel.ECOM, PriceClass.APPAREL, null, true, 0.30, 1.060877);
        assertOffset(EventType.CLEARING, Channel.ECOM, PriceClass.APPAREL, null, true, 0.35, 100_703.121464);
        assertOffset(EventType.REFUND, Channel.ECOM, PriceClass.APPAREL, null, true, 0.58, 895_172.408624);
    }

    @Test
    void quantilesOfAMillionDrawsMeetTheOracles() {
        assertQuantiles("RESPONSE.POS", 1, 0.8093, 1.852, 4.515);
        assertQuantiles("RESPONSE.ECOM", 1, 0.9638, 2.257, 5.066);
        assertQuantiles("RESPONSE.ATM", 1, 1.616, 3.325, 5.333);
        assertQuantiles("RESPONSE.RAIL", 1, 2.243, 5.644, 9.063);
        assertQuantiles("COMPLETE.REMOTE", 1, 32.00, 85.79, 128.8);
        assertQuantiles("CLEARING.POS", 3_600, 11.93, 37.65, 48.71);
        assertQuantiles("CLEARING.GOODS", 3_600, 36.05, 87.11, 119.1);
        assertQuantiles("CLEARING.INSTANT", 3_600, 9.145, 35.26, 47.99);
        assertQuantiles("CLEARING.ATM", 3_600, 5.000, 11.38, 16.00);
        assertQuantiles("REFUND.GOODS", 86_400, 8.996, 28.37, 45.28);
        assertQuantiles("REFUND.TRAVEL", 86_400, 13.87, 57.58, 91.66);
        assertQuantiles("RESPONSE.TIMEOUT", 1, 30.00, 33.11, 34.49);
    }

    @Test
    void everyTableFollowsItsExactLaw() {
        POLICY.laws().forEach((name, law) -> {
            Distribution exact = law.distribution();
            QuantileTable table = LAW.tables().get(name);
            // Laws of two distant parts are steep between them, and a cell bridges the gap: there the share of draws
            // that are displaced is what counts. The widest gap is that between instant and batched transfers.
            double displaced = DISPLACED.getOrDefault(name, 1.5e-5);
            double last = 0;
            for (int i = 0; i <= 4_000; i++) {
                double logit = (i - 2_000) / 2_000.0 * StrictMath.log(1e7);
                double u = 1 / (1 + StrictMath.exp(-logit));
                double value = table.at(u);
                assertThat(value).as("%s at %s", name, u).isBetween(law.minSeconds(), law.maxSeconds());
                assertThat(value).as("%s at %s", name, u).isGreaterThanOrEqualTo(last);
                assertThat(exact.cdf(value)).as("%s at %s", name, u).isCloseTo(u, Offset.offset(displaced));
                if (!DISPLACED.containsKey(name)) {
                    assertThat(value)
                            .as("%s at %s", name, u)
                            .isCloseTo(exact.quantile(u), Percentage.withPercentage(5e-3));
                }
                last = value;
            }
        });
    }

    @Test
    void aMillionDrawsOfEveryLawFillItsQuantilesEvenly() {
        int bins = 64;
        POLICY.laws().forEach((name, law) -> {
            double[] edges = new double[bins - 1];
            for (int i = 0; i < edges.length; i++) {
                edges[i] = law.distribution().quantile((i + 1.0) / bins);
            }
            QuantileTable table = LAW.tables().get(name);
            int[] filled = new int[bins];
            for (int i = 0; i < DRAWS; i++) {
                double value = table.at(UnitInterval.unit(Philox2x64.x0(name.hashCode(), i, 0)));
                int edge = Arrays.binarySearch(edges, value);
                filled[edge < 0 ? -edge - 1 : edge]++;
            }
            double expected = (double) DRAWS / bins;
            double chiSquare = 0;
            for (int count : filled) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            // 63 degrees of freedom: mean 63, deviation 11.2; 28 laws.
            assertThat(chiSquare).as(name).isBetween(25.0, 115.0);
        });
    }

    @Test
    void truncationKeepsAlmostAllOfEveryLaw() {
        POLICY.laws()
                .forEach((name, law) ->
                        assertThat(law.distribution().mass()).as(name).isGreaterThanOrEqualTo(0.99));
    }

    @Test
    void everyLawIsBoundWhereTheDesignSays() {
        assertLaw("RESPONSE.TIMEOUT", EventType.AUTH_RESPONSE, Channel.POS, PriceClass.FUEL, ReasonCode.C91);
        assertLaw("RESPONSE.TIMEOUT", EventType.AUTH_RESPONSE, Channel.BANK_RAIL, PriceClass.GENERAL, ReasonCode.AB05);
        assertLaw("RESPONSE.ABANDONED", EventType.AUTH_RESPONSE, Channel.ECOM, PriceClass.DIGITAL, ReasonCode.S2);
        assertLaw("RESPONSE.ECOM", EventType.AUTH_RESPONSE, Channel.HYBRID, PriceClass.DIGITAL, ReasonCode.S1);
        assertLaw("RESPONSE.ATM", EventType.AUTH_RESPONSE, Channel.ATM, PriceClass.GENERAL, null);
        assertLaw("COMPLETE.PIN", EventType.STEP_UP_COMPLETE, Channel.POS, PriceClass.DINING, null);
        assertLaw("COMPLETE.RAIL", EventType.STEP_UP_COMPLETE, Channel.BANK_RAIL, PriceClass.DINING, null);
        assertLaw("CLEARING.TRAVEL", EventType.CLEARING, Channel.POS, PriceClass.TRAVEL, null);
        assertLaw("CLEARING.LODGING", EventType.CLEARING, Channel.ECOM, PriceClass.LODGING, null);
        assertLaw("CLEARING.FUEL", EventType.CLEARING, Channel.POS, PriceClass.FUEL, null);
        assertLaw("CLEARING.GOODS", EventType.CLEARING, Channel.ECOM, PriceClass.FUEL, null);
        assertLaw("CLEARING.INSTANT", EventType.CLEARING, Channel.HYBRID, PriceClass.DINING, null);
        assertLaw("CLEARING.BILLS", EventType.CLEARING, Channel.ECOM, PriceClass.UTILITIES, null);
        assertLaw("CLEARING.POS", EventType.CLEARING, Channel.POS, PriceClass.UTILITIES, null);
        assertLaw("CLEARING.RAIL", EventType.CLEARING, Channel.BANK_RAIL, PriceClass.UTILITIES, null);
        assertLaw("REVERSAL.ECOM", EventType.REVERSAL, Channel.HYBRID, PriceClass.TRAVEL, null);
        assertLaw("REFUND.QUICK", EventType.REFUND, Channel.POS, PriceClass.TRANSIT, null);
        assertLaw("REFUND.REST", EventType.REFUND, Channel.ECOM, PriceClass.GENERAL, null);
        assertLaw("REFUND.TRAVEL", EventType.REFUND, Channel.ECOM, PriceClass.LODGING, null);
    }

    @Test
    void clocksAreNotSlowedByABorder() {
        for (ReasonCode reason : List.of(ReasonCode.C91, ReasonCode.AB05, ReasonCode.S2)) {
            assertThat(offset(EventType.AUTH_RESPONSE, Channel.ECOM, PriceClass.RETAIL, reason, true, 0.5))
                    .isEqualTo(offset(EventType.AUTH_RESPONSE, Channel.ECOM, PriceClass.RETAIL, reason, false, 0.5));
        }
        assertThat(offset(EventType.CLEARING, Channel.POS, PriceClass.RETAIL, null, true, 0.5))
                .isEqualTo(offset(EventType.CLEARING, Channel.POS, PriceClass.RETAIL, null, false, 0.5));
    }

    @Test
    void validityIsTheLongestWaitForClearing() {
        assertThat(LAW.validityMicros(Channel.POS.code(), PriceClass.RETAIL.code()))
                .isEqualTo(432_000_000_000L);
        assertThat(LAW.validityMicros(Channel.ECOM.code(), PriceClass.RETAIL.code()))
                .isEqualTo(604_800_000_000L);
        assertThat(LAW.validityMicros(Channel.ECOM.code(), PriceClass.LODGING.code()))
                .isEqualTo(2_592_000_000_000L);
    }

    @Test
    void noStepIsShorterThanTheLeast() {
        TimingLaw slow = new TimingLaw(TimingPolicy.of(PolicyFiles.shipped(
                "timing_policy_6B",
                Map.of(
                        "/min_step_micros", new BigDecimal(80_000),
                        "/cross_border_factor", new BigDecimal("0.1")))));
        assertThat(slow.offsetMicros(
                        EventType.AUTH_RESPONSE.code(), Channel.POS.code(), PriceClass.RETAIL.code(), 0, true, 0))
                .isEqualTo(80_000);
    }

    @Test
    void eventsThatCannotHappenAreRefused() {
        assertThatThrownBy(() -> offset(EventType.STEP_UP_COMPLETE, Channel.ATM, PriceClass.GENERAL, null, false, 0.5))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("must bind the event to a law, was none for STEP_UP_COMPLETE, ATM");
    }

    @Test
    void eventsThatCanHappenMustBeBound() {
        List<TimingPolicy.Binding> bindings = POLICY.bindings().stream()
                .filter(binding -> !binding.law().equals("REVERSAL.ATM"))
                .toList();
        TreeMap<String, TimingPolicy.Law> laws = new TreeMap<>(POLICY.laws());
        laws.remove("REVERSAL.ATM");
        TimingPolicy incomplete = new TimingPolicy(laws, bindings, 1.4, 1_000, 0);
        assertThatThrownBy(() -> new TimingLaw(incomplete)).isInstanceOfSatisfying(PolicyException.class, failure -> {
            assertThat(failure.problems()).hasSize(13);
            assertThat(failure.problems().get(0).found()).isEqualTo("none for REVERSAL, ATM, DIGITAL");
        });
    }

    @Test
    void tablesOfTheShippedPolicyHaveOneDigest() {
        assertThat(LAW.tables()).hasSize(28);
        // Changes only with the policy; equal on every platform.
        assertThat(TablesDigest.of(LAW.tables()))
                .isEqualTo("490ba9556e6f2c7d64a630168e9a97c9b3e68dccc87ac1f82891f12263a3a9f2");
    }

    private static void assertOffset(
            EventType event,
            Channel channel,
            PriceClass priceClass,
            ReasonCode reason,
            boolean crossBorder,
            double u,
            double seconds) {
        assertThat((double) offset(event, channel, priceClass, reason, crossBorder, u))
                .as("%s at %s", event, u)
                .isCloseTo(seconds * 1e6, Percentage.withPercentage(50e-4));
    }

    private static long offset(
            EventType event, Channel channel, PriceClass priceClass, ReasonCode reason, boolean crossBorder, double u) {
        return LAW.offsetMicros(
                event.code(),
                channel.code(),
                priceClass.code(),
                reason == null ? 0 : reason.code(),
                crossBorder,
                AmountWorld.word(u));
    }

    private static void assertLaw(
            String law, EventType event, Channel channel, PriceClass priceClass, ReasonCode reason) {
        assertThat(POLICY.binding(event, channel, priceClass, Optional.ofNullable(reason))
                        .map(TimingPolicy.Binding::law))
                .contains(law);
    }

    private static void assertQuantiles(String name, double unitSeconds, double p50, double p95, double p99) {
        QuantileTable table = LAW.tables().get(name);
        double[] drawn = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            drawn[i] = table.at(UnitInterval.unit(Philox2x64.x0(7, i, name.hashCode()))) / unitSeconds;
        }
        Arrays.sort(drawn);
        assertThat(drawn[DRAWS / 2]).as("%s p50", name).isCloseTo(p50, Percentage.withPercentage(0.5));
        assertThat(drawn[DRAWS * 95 / 100]).as("%s p95", name).isCloseTo(p95, Percentage.withPercentage(1));
        assertThat(drawn[DRAWS / 100 * 99]).as("%s p99", name).isCloseTo(p99, Percentage.withPercentage(2));
    }
}
