package io.millrace.flows;

import static io.millrace.flows.AmountWorld.ATM;
import static io.millrace.flows.AmountWorld.BANK_RAIL;
import static io.millrace.flows.AmountWorld.DE;
import static io.millrace.flows.AmountWorld.ECOM;
import static io.millrace.flows.AmountWorld.POS;
import static io.millrace.flows.AmountWorld.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.base.PolicyException;
import io.millrace.base.RunException;
import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import io.millrace.flows.AmountWorld.Written;
import io.millrace.policy.AmountModel;
import io.millrace.policy.Ending;
import io.millrace.random.DrawLedger;
import io.millrace.random.Philox2x64;
import io.millrace.table.QuantileTable;
import io.millrace.table.TablesDigest;
import io.millrace.testing.ForAllSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class AmountLawTest {
    private static final long ALL_ONES = -1L;

    private final Money money = new Money();
    private final ClearedAmount cleared = new ClearedAmount();

    @Test
    void flowAOfTheDesignAuthorisesTwelveNinetyNine() {
        AmountLaw law = AmountWorld.law(Written.of(PriceClass.GROCERY, 0.90));
        law.authorise(word(0.7312), word(0.44), POS, 0, Segment.FAMILY.code(), false, Iso.pack("FR"), money);
        assertThat(money.amountMinor).isEqualTo(1299);
        assertThat(money.baseMinor).isEqualTo(1299);
        assertThat(money.q).isEqualTo(0.44);
        assertThat(Iso.currency(money.currency)).isEqualTo("EUR");
        law.clear(word(0.5), word(0.5), POS, 0, Iso.pack("FR"), money, cleared);
        assertThat(cleared.amountMinor).isEqualTo(1299);
        assertThat(cleared.kind).isEqualTo((byte) ClearingKind.EQUAL.code());
    }

    @Test
    void flowBOfTheDesignTakesAnItemOfTheList() {
        AmountLaw law = AmountWorld.law(new Written(PriceClass.APPAREL, 1.10, 0.71, Ending.E99, -1));
        law.authorise(word(0.10), word(0.44), ECOM, 0, Segment.AFFLUENT.code(), true, Iso.pack("GB"), money);
        assertThat(money.amountMinor).isEqualTo(5999);
        assertThat(money.q).isEqualTo(0.71);
        assertThat(Iso.currency(money.currency)).isEqualTo("GBP");
    }

    @Test
    void flowBTakesTheThirdItem() {
        List<Integer> asked = new ArrayList<>();
        MerchantTraits traits = new Recording(Written.of(PriceClass.APPAREL, 1.10), asked);
        AmountLaw law = new AmountLaw(AmountWorld.policy(), AmountWorld.merchantsIn("DE"), traits);
        law.authorise(word(0.10), word(0.44), ECOM, 0, 0, true, Iso.pack("GB"), money);
        assertThat(asked).containsExactly(2);
    }

    @Test
    void flowCOfTheDesignClearsWholeAndRefundsAPart() {
        AmountLaw law = AmountWorld.law(Written.of(PriceClass.APPAREL, 1.10));
        money.amountMinor = 5999;
        money.baseMinor = 5999;
        money.currency = (short) Iso.pack("GBP");
        law.clear(word(0.50), word(0.2), ECOM, 0, Iso.pack("GB"), money, cleared);
        assertThat(cleared.amountMinor).isEqualTo(5999);
        assertThat(cleared.kind).isEqualTo((byte) ClearingKind.EQUAL.code());
        assertThat(law.refund(word(0.80), word(0.55), money, 5999)).isEqualTo(-3239);
        assertThat(law.refund(word(0.50), word(0.55), money, 5999)).isEqualTo(-5999);
    }

    @Test
    void endingsInEveryKindOfCurrency() {
        // unit 100, grid 1
        assertEnding("EUR", 1275, Ending.RAW, 1275);
        assertEnding("EUR", 1275, Ending.E99, 1299);
        assertEnding("EUR", 1275, Ending.E95, 1295);
        assertEnding("EUR", 1275, Ending.E90, 1290);
        assertEnding("EUR", 1275, Ending.E50, 1250);
        assertEnding("EUR", 1275, Ending.M1, 1300);
        assertEnding("EUR", 1275, Ending.M5, 1500);
        assertEnding("EUR", 1275, Ending.M10, 1000);
        assertEnding("EUR", 127_500, Ending.M50, 130_000);
        assertEnding("EUR", 127_500, Ending.M100, 130_000);
        // No decimals: endings are parts of a hundred yen.
        assertEnding("JPY", 1275, Ending.E99, 1299);
        assertEnding("JPY", 1275, Ending.E50, 1250);
        assertEnding("JPY", 1275, Ending.M1, 1300);
        assertEnding("JPY", 1275, Ending.M10, 1000);
        // Three decimals: .990 dinar, on a grid of five fils.
        assertEnding("KWD", 3_570, Ending.E99, 3_990);
        assertEnding("KWD", 3_570, Ending.E95, 3_950);
        assertEnding("KWD", 3_570, Ending.M5, 5_000);
        // Unit of a hundred forints, whole forints: 1 299 HUF.
        assertEnding("HUF", 127_500, Ending.E99, 129_900);
        assertEnding("HUF", 127_500, Ending.E95, 129_500);
        assertEnding("HUF", 127_500, Ending.M1, 130_000);
        // Swiss prices end on five: .99 becomes .95.
        assertEnding("CHF", 1275, Ending.E99, 1295);
        assertEnding("CHF", 1275, Ending.E95, 1295);
        assertEnding("CHF", 1275, Ending.E90, 1290);
        // Unit of 1 000 rupiah, grid of 100: 12 900.
        assertEnding("IDR", 1_275_000, Ending.E99, 1_290_000);
        assertEnding("IDR", 1_275_000, Ending.E50, 1_250_000);
        assertEnding("IDR", 1_275_000, Ending.M5, 1_500_000);
    }

    @Test
    void endingsOfTheSmallestAmounts() {
        assertEnding("EUR", 1, Ending.RAW, 1);
        assertEnding("EUR", 1, Ending.E99, 99);
        assertEnding("EUR", 40, Ending.E50, 50);
        assertEnding("EUR", 40, Ending.M1, 100);
        assertEnding("EUR", 40, Ending.M100, 10_000);
        assertEnding("JPY", 1, Ending.E99, 99);
        assertEnding("CHF", 5, Ending.E99, 95);
        assertEnding("IDR", 10_000, Ending.E99, 90_000);
    }

    @Test
    void halvesGoToTheEvenNeighbour() {
        assertEnding("EUR", 150, Ending.M1, 200);
        assertEnding("EUR", 250, Ending.M1, 200);
        assertEnding("EUR", 350, Ending.M1, 400);
        assertThat(Rounding.nearestMultiple(249, 100)).isEqualTo(200);
        assertThat(Rounding.nearestMultiple(251, 100)).isEqualTo(300);
        // As doubles, both quotients would be the same.
        long far = 9_000_000_000_000_000_001L;
        assertThat(Rounding.nearestMultiple(far, 2)).isEqualTo(9_000_000_000_000_000_000L);
        assertThat(Rounding.steps(0.2)).isEqualTo(1);
        assertThat(Rounding.steps(2.5)).isEqualTo(2);
        assertThat(Rounding.steps(3.5)).isEqualTo(4);
    }

    @Test
    void everyEndingInEveryCurrencyIsAPositiveMultipleOfTheGrid() {
        AmountModel policy = AmountWorld.policy();
        policy.currencies().forEach((code, currency) -> {
            for (Ending ending : Ending.values()) {
                for (long steps : new long[] {1, 2, 7, 99, 100, 101, 12_345, 9_999_999}) {
                    long minor = EndingLaw.apply(
                            ending.ordinal(), steps * currency.gridMinor(), currency.unitMinor(), currency.gridMinor());
                    assertThat(minor).as("%s %s %s", code, ending, steps).isPositive();
                    assertThat(minor % currency.gridMinor())
                            .as("%s %s %s", code, ending, steps)
                            .isZero();
                }
            }
        });
    }

    @Test
    void rawAmountsFollowThePriceLevelOfTheCountry() {
        AmountLaw law = AmountWorld.law(Written.of(PriceClass.GROCERY, 1));
        // RAW at the median: 14 units, times the mass left by truncation.
        double units = 14 * law.tables().get("AMOUNT.GROCERY").at(0.5);
        Map<String, Long> expected = Map.of(
                "DE", Math.round(units * 100),
                "JP", Math.round(units * 130),
                "KW", Math.round(units * 280 / 5) * 5,
                "HU", Math.round(units * 280) * 100,
                "CH", Math.round(units * 125 / 5) * 5,
                "ID", Math.round(units * 7000 / 100) * 10_000);
        expected.forEach((country, minor) -> {
            law.authorise(word(0.05), word(0.5), POS, 0, 0, false, Iso.pack(country), money);
            assertThat(money.amountMinor).as(country).isEqualTo(minor);
            assertThat(money.amountMinor % law.gridMinor(money.currency)).isZero();
        });
    }

    @Test
    void cashIsAMultipleOfTheNote() {
        AmountLaw law = AmountWorld.law(Written.of(PriceClass.GENERAL, 1));
        law.authorise(0, 0, ATM, 0, 0, false, DE, money);
        assertThat(money.amountMinor).isEqualTo(2_000);
        assertThat(money.q).isEqualTo(0.085);
        law.authorise(ALL_ONES, 0, ATM, 0, 0, false, DE, money);
        assertThat(money.amountMinor).isEqualTo(50_000);
        assertThat(money.q).isCloseTo(1 - 0.0075, within(1e-15));
        // 30 units are 33 dollars: 1.65 notes of 20, so two.
        law.authorise(word(0.20), 0, ATM, 0, 0, false, Iso.pack("US"), money);
        assertThat(money.amountMinor).isEqualTo(4_000);
        assertThat(money.q).isEqualTo(0.195);
        for (String country : AmountWorld.policy().currencyByCountry().keySet()) {
            for (double u = 0.01; u < 1; u += 0.01) {
                law.authorise(word(u), 0, ATM, 0, 0, false, Iso.pack(country), money);
                assertThat(money.amountMinor).isPositive().isLessThanOrEqualTo(law.capMinor(money.currency));
                assertThat(money.amountMinor % law.noteMinor(money.currency))
                        .as(country)
                        .isZero();
            }
        }
    }

    @Test
    void pumpAuthorisesAPointAndClearsWhatWasFilled() {
        AmountLaw law = AmountWorld.law(new Written(PriceClass.FUEL, 1, 0.5, Ending.E99, 1));
        law.authorise(word(0.5), word(0.5), POS, 0, 0, false, DE, money);
        assertThat(money.amountMinor).isEqualTo(12_500);
        assertThat(money.baseMinor).isEqualTo(3_400);
        assertThat(money.q).isEqualTo(0.5);
        law.clear(word(0.99), word(0.5), POS, 0, DE, money, cleared);
        assertThat(cleared.amountMinor).isEqualTo(3_400);
        assertThat(cleared.kind).isEqualTo((byte) ClearingKind.PREAUTH.code());
        // More was filled than authorised.
        law.authorise(word(0.5), word(0.9999), POS, 0, Segment.CORPORATE.code(), false, DE, money);
        assertThat(money.baseMinor).isGreaterThan(12_500);
        law.clear(word(0.99), word(0.5), POS, 0, DE, money, cleared);
        assertThat(cleared.amountMinor).isEqualTo(12_500);
        // Elsewhere the same merchant has no pump.
        law.authorise(word(0.5), word(0.5), ECOM, 0, 0, false, DE, money);
        assertThat(money.amountMinor).isEqualTo(money.baseMinor);
        law.clear(word(0.99), word(0.5), ECOM, 0, DE, money, cleared);
        assertThat(cleared.kind).isEqualTo((byte) ClearingKind.EQUAL.code());
    }

    @Test
    void clearingDiffersByTheRuleOfClassChannelAndCountry() {
        money.amountMinor = 10_000;
        money.baseMinor = 10_000;
        money.currency = (short) Iso.pack("EUR");
        AmountLaw dining = AmountWorld.law(Written.of(PriceClass.DINING, 1));
        assertCleared(dining, 0.0599, 0.5, POS, "DE", 11_000, ClearingKind.TIP);
        assertCleared(dining, 0.0601, 0.5, POS, "DE", 10_000, ClearingKind.EQUAL);
        assertCleared(dining, 0.6999, 0.5, POS, "US", 12_000, ClearingKind.TIP);
        assertCleared(dining, 0.6999, 0.01, ECOM, "CA", 11_510, ClearingKind.TIP);
        assertCleared(dining, 0.7001, 0.01, ECOM, "CA", 10_000, ClearingKind.EQUAL);
        AmountLaw lodging = AmountWorld.law(Written.of(PriceClass.LODGING, 1));
        assertCleared(lodging, 0.3999, 0.1, POS, "DE", 9_750, ClearingKind.INCIDENTAL);
        assertCleared(lodging, 0.3999, 0.9, POS, "DE", 11_750, ClearingKind.INCIDENTAL);
        AmountLaw retail = AmountWorld.law(Written.of(PriceClass.RETAIL, 1));
        assertCleared(retail, 0.0199, 0.5, ECOM, "DE", 6_250, ClearingKind.SHORT);
        assertCleared(retail, 0.0199, 0.5, POS, "DE", 10_000, ClearingKind.EQUAL);
        AmountLaw digital = AmountWorld.law(Written.of(PriceClass.DIGITAL, 1));
        assertCleared(digital, 1e-12, 0.5, ECOM, "DE", 10_000, ClearingKind.EQUAL);
    }

    @Test
    void clearingAndRefundStayInsideTheirBounds() {
        AmountModel policy = AmountWorld.policy();
        for (PriceClass priceClass : PriceClass.values()) {
            AmountLaw law = AmountWorld.law(Written.of(priceClass, 1));
            ForAllSeeds.of(50).check(seed -> {
                for (int i = 0; i < 40; i++) {
                    long x0 = Philox2x64.x0(seed, i, 0);
                    long x1 = Philox2x64.x1(seed, i, 0);
                    String country = i % 2 == 0 ? "US" : "CH";
                    int channel = Channel.values()[new int[] {0, 1, 4}[i % 3]].code();
                    law.authorise(x0, x1, channel, 0, i % 18, i % 5 == 0, Iso.pack(country), money);
                    // Also the least amounts, where a step is a large share.
                    money.amountMinor = i < 4 ? law.gridMinor(money.currency) * (i + 1) : money.amountMinor;
                    law.clear(
                            Philox2x64.x0(seed, i, 1),
                            Philox2x64.x1(seed, i, 1),
                            channel,
                            0,
                            Iso.pack(country),
                            money,
                            cleared);
                    long grid = policy.currencies()
                            .get(Iso.currency(money.currency))
                            .gridMinor();
                    assertThat(cleared.amountMinor).isPositive();
                    assertThat(cleared.amountMinor % grid).isZero();
                    assertThat((double) cleared.amountMinor)
                            .isBetween(
                                    money.amountMinor * (1 + law.clearingShareMin(cleared.kind)) - grid,
                                    money.amountMinor * (1 + law.clearingShareMax(cleared.kind)) + grid);
                    if (cleared.kind == ClearingKind.EQUAL.code()) {
                        assertThat(cleared.amountMinor).isEqualTo(money.amountMinor);
                    }
                    long refund = law.refund(
                            Philox2x64.x0(seed, i, 2), Philox2x64.x1(seed, i, 2), money, cleared.amountMinor);
                    assertThat(refund).isBetween(-cleared.amountMinor, -grid);
                    assertThat(refund % grid).isZero();
                }
            });
        }
    }

    @Test
    void noAmountCanPassTheCap() {
        AmountModel policy = AmountWorld.policy();
        double cap = policy.limits().amountUnitsMax().doubleValue();
        for (PriceClass priceClass : PriceClass.values()) {
            assertThat(policy.purchaseUnitsMax(priceClass)).isLessThan(cap);
        }
        assertThat(policy.purchaseUnitsMax(PriceClass.TRAVEL)).isCloseTo(69_393, within(1.0));
        assertThat(policy.transferUnitsMax()).isCloseTo(220_000, within(1e-6));
        for (PriceClass priceClass : PriceClass.values()) {
            double level = policy.levelLaw(priceClass).max();
            AmountLaw law = new AmountLaw(
                    policy, AmountWorld.merchantsIn("DE"), new Written(priceClass, level, 0.95, Ending.M10, 0));
            for (String country : policy.currencyByCountry().keySet()) {
                for (double form = 0.001; form < 1; form += 0.037) {
                    law.authorise(
                            word(form), ALL_ONES, ECOM, 0, Segment.CORPORATE.code(), true, Iso.pack(country), money);
                    assertThat(money.amountMinor)
                            .as(country)
                            .isPositive()
                            .isLessThanOrEqualTo(law.capMinor(money.currency));
                    law.authorise(
                            word(form),
                            ALL_ONES,
                            BANK_RAIL,
                            0,
                            Segment.CORPORATE.code(),
                            true,
                            Iso.pack(country),
                            money);
                    assertThat(money.amountMinor)
                            .as(country)
                            .isPositive()
                            .isLessThanOrEqualTo(law.capMinor(money.currency));
                }
            }
        }
    }

    @Test
    void transfersTakeTheirSizeFromLaneOneAndTheirEndingFromLaneZero() {
        AmountLaw law = AmountWorld.law(Written.of(PriceClass.GENERAL, 1));
        law.authorise(word(0.01), word(0.5), BANK_RAIL, 0, 0, true, DE, money);
        assertThat(money.q).isEqualTo(0.5);
        // Neither channel nor border, only the segment.
        double units = law.tables().get("TRANSFER").at(0.5);
        assertThat(money.amountMinor).isEqualTo(Math.round(units * 100));
        law.authorise(word(0.01), word(0.5), BANK_RAIL, 0, Segment.CORPORATE.code(), false, DE, money);
        assertThat(money.amountMinor).isEqualTo(Math.round(2.2 * units * 100));
        law.authorise(word(0.999), word(0.5), BANK_RAIL, 0, 0, false, DE, money);
        assertThat(money.amountMinor % 10_000).isZero();
        law.authorise(word(0.39), word(0.5), BANK_RAIL, 0, 0, false, DE, money);
        assertThat(money.amountMinor).isEqualTo(Math.round(units) * 100);
    }

    @Test
    void countriesWithoutCurrencyAreNamedAtOnce() {
        assertThatThrownBy(() -> new AmountLaw(
                        AmountWorld.policy(), AmountWorld.merchantsIn("DE", "ZZ", "KP", "ZZ"), AmountWorld.DRAWS))
                .isInstanceOfSatisfying(PolicyException.class, failure -> assertThat(failure.problems())
                        .extracting(problem -> problem.found())
                        .containsExactly("none for KP, country of a merchant", "none for ZZ, country of a merchant"));
        AmountLaw law = AmountWorld.law(Written.of(PriceClass.GROCERY, 1));
        assertThatThrownBy(() -> law.authorise(0, 0, POS, 0, 0, false, Iso.pack("ZZ"), money))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("must name the currency of the country of sale, was ZZ");
        assertThatThrownBy(() -> law.currency(-1)).isInstanceOf(RunException.class);
        assertThatThrownBy(() -> law.gridMinor((short) Iso.pack("ZZZ"))).isInstanceOf(RunException.class);
    }

    @Test
    void tablesOfTheShippedPolicyHaveOneDigest() {
        AmountLaw law = new AmountLaw(AmountWorld.policy(), AmountWorld.merchantsIn("DE"), AmountWorld.DRAWS);
        assertThat(law.tables()).hasSize(27).containsKeys("AMOUNT.GROCERY", "LEVEL.TRAVEL", "TRANSFER");
        // Changes only with the policy; equal on every platform.
        assertThat(TablesDigest.of(law.tables()))
                .isEqualTo("32a998a5ac9b561e0e16bf1b096102890c705807804d359e5437fda5228bf86a");
    }

    private void assertCleared(
            AmountLaw law, double u0, double u1, int channel, String country, long minor, ClearingKind kind) {
        law.clear(word(u0), word(u1), channel, 0, Iso.pack(country), money, cleared);
        assertThat(cleared.amountMinor).as("%s %s %s", channel, country, u0).isEqualTo(minor);
        assertThat(cleared.kind).isEqualTo((byte) kind.code());
    }

    private static void assertEnding(String code, long minor, Ending ending, long expected) {
        AmountModel.Currency currency = AmountWorld.policy().currencies().get(code);
        assertThat(EndingLaw.apply(ending.ordinal(), minor, currency.unitMinor(), currency.gridMinor()))
                .as("%s %s %s", code, minor, ending)
                .isEqualTo(expected);
    }

    /** Remembers which item was asked for. */
    private record Recording(Written written, List<Integer> asked) implements MerchantTraits {
        @Override
        public int priceClass(int merchant) {
            return written.priceClass(merchant);
        }

        @Override
        public double level(int merchant) {
            return written.level(merchant);
        }

        @Override
        public double itemQuantile(int merchant, int item) {
            asked.add(item);
            return written.itemQuantile(merchant, item);
        }

        @Override
        public int itemEnding(int merchant, int item) {
            return written.itemEnding(merchant, item);
        }

        @Override
        public int pumpPoint(int merchant) {
            return written.pumpPoint(merchant);
        }

        @Override
        public void countDraws(DrawLedger ledger) {
            written.countDraws(ledger);
        }

        @Override
        public SortedMap<String, QuantileTable> tables() {
            return written.tables();
        }
    }
}
