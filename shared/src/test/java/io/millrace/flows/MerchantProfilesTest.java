package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.DemandClass;
import io.millrace.contract.PriceClass;
import io.millrace.policy.Ending;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.UnitInterval;
import io.millrace.world.WorldDimensions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MerchantProfilesTest {
    private static final int UNKNOWN_MCC = -1;

    @Test
    void categoryDecidesTheClassAndTheFirstClassWins() {
        int[] mcc = {5411, 5541, 5814, 5818, 3000, 3500, 3501, 7512, 7841, 7800, 5977, 6011, 4829, 0, 9999};
        MerchantProfiles profiles = profiles(AmountWorld.merchants(mcc, DemandClass.UNKNOWN));
        PriceClass[] expected = {
            PriceClass.GROCERY,
            PriceClass.FUEL,
            PriceClass.DINING,
            PriceClass.DIGITAL,
            PriceClass.TRAVEL,
            PriceClass.GENERAL,
            PriceClass.LODGING,
            PriceClass.TRAVEL,
            // 7841 lies in the ranges of DIGITAL and SERVICES.
            PriceClass.DIGITAL,
            PriceClass.SERVICES,
            PriceClass.RETAIL,
            PriceClass.GENERAL,
            PriceClass.GENERAL,
            PriceClass.GENERAL,
            PriceClass.GENERAL
        };
        for (int merchant = 0; merchant < mcc.length; merchant++) {
            assertThat(PriceClass.ofCode(profiles.priceClass(merchant)))
                    .as("MCC %s", mcc[merchant])
                    .isEqualTo(expected[merchant]);
        }
    }

    @Test
    void merchantsWithoutCategoryDrawTheirClassFromTheirDemand() {
        int n = 40_000;
        int[] mcc = new int[n];
        Arrays.fill(mcc, UNKNOWN_MCC);
        MerchantProfiles profiles = profiles(AmountWorld.merchants(mcc, DemandClass.CONSUMER_DAYTIME));
        double[] share = new double[PriceClass.values().length + 1];
        for (int merchant = 0; merchant < n; merchant++) {
            share[profiles.priceClass(merchant)] += 1.0 / n;
        }
        assertThat(share[PriceClass.GROCERY.code()]).isCloseTo(0.40, within(0.01));
        assertThat(share[PriceClass.RETAIL.code()]).isCloseTo(0.22, within(0.01));
        assertThat(share[PriceClass.SERVICES.code()]).isCloseTo(0.13, within(0.01));
        assertThat(share[PriceClass.ELECTRONICS.code()]).isCloseTo(0.05, within(0.005));
        assertThat(share[PriceClass.TRAVEL.code()]).isZero();
    }

    @Test
    void valuesAreTheSameWhetherPrecomputedOrAskedFor() {
        int[] mcc = new int[300];
        Arrays.setAll(mcc, merchant -> merchant % 3 == 0 ? UNKNOWN_MCC : 5411 + merchant);
        WorldDimensions world = AmountWorld.merchants(mcc, DemandClass.ALWAYS_ON_LOCAL);
        MerchantProfiles stored = new MerchantProfiles(AmountWorld.policy(), world, AmountWorld.DRAWS, 300);
        MerchantProfiles asked = new MerchantProfiles(AmountWorld.policy(), world, AmountWorld.DRAWS, 299);
        for (int merchant = 0; merchant < mcc.length; merchant++) {
            assertThat(asked.priceClass(merchant)).isEqualTo(stored.priceClass(merchant));
            assertThat(asked.level(merchant)).isEqualTo(stored.level(merchant));
            assertThat(asked.pumpPoint(merchant)).isEqualTo(stored.pumpPoint(merchant));
            for (int item = 0; item < 8; item++) {
                assertThat(asked.itemQuantile(merchant, item)).isEqualTo(stored.itemQuantile(merchant, item));
                assertThat(asked.itemEnding(merchant, item)).isEqualTo(stored.itemEnding(merchant, item));
            }
        }
        DrawLedger one = new DrawLedger();
        DrawLedger other = new DrawLedger();
        stored.countDraws(one);
        asked.countDraws(other);
        for (Decision decision : Decision.values()) {
            assertThat(other.evaluations(decision)).isEqualTo(one.evaluations(decision));
        }
    }

    @Test
    void drawsAreCountedOncePerMerchantWhereTheirDomainHolds() {
        int[] mcc = {5411, 5541, UNKNOWN_MCC, 5542, UNKNOWN_MCC};
        WorldDimensions world = AmountWorld.merchants(mcc, DemandClass.BILLS_UTILITIES);
        DrawLedger ledger = new DrawLedger();
        new AmountLaw(AmountWorld.policy(), world, AmountWorld.DRAWS).countMerchantDraws(ledger);
        assertThat(ledger.evaluations(Decision.MERCHANT_LEVEL)).isEqualTo(5);
        assertThat(ledger.evaluations(Decision.MERCHANT_ITEM)).isEqualTo(40);
        assertThat(ledger.evaluations(Decision.MERCHANT_CLASS)).isEqualTo(2);
        assertThat(ledger.evaluations(Decision.MERCHANT_PUMP)).isEqualTo(2);
        assertThat(ledger.evaluations(Decision.AMOUNT)).isZero();
    }

    @Test
    void valuesComeFromTheKeyedDrawsOfTheMerchant() {
        WorldDimensions world = AmountWorld.merchants(new int[] {5411}, DemandClass.UNKNOWN);
        MerchantProfiles profiles = profiles(world);
        long id = world.merchantId[0];
        double u = UnitInterval.unit(AmountWorld.DRAWS.x0(Decision.MERCHANT_LEVEL, id, 0));
        assertThat(profiles.level(0))
                .isEqualTo(profiles.tables().get("LEVEL.GROCERY").at(u));
        double v = UnitInterval.unit(AmountWorld.DRAWS.x0(Decision.MERCHANT_ITEM, id, 3));
        assertThat(profiles.itemQuantile(0, 3)).isEqualTo(0.05 + 0.9 * v);
    }

    @Test
    void levelsEndAtTwoAndAHalfDeviationsAndItemsAreNeverRaw() {
        int n = 20_000;
        int[] mcc = new int[n];
        Arrays.fill(mcc, 5311);
        MerchantProfiles profiles = profiles(AmountWorld.merchants(mcc, DemandClass.UNKNOWN));
        double bound = 2.5 * 0.45;
        double sum = 0;
        int[] endings = new int[Ending.values().length];
        for (int merchant = 0; merchant < n; merchant++) {
            double log = StrictMath.log(profiles.level(merchant));
            assertThat(log).isBetween(-bound, bound);
            sum += log;
            for (int item = 0; item < 8; item++) {
                assertThat(profiles.itemQuantile(merchant, item)).isBetween(0.05, 0.95);
                endings[profiles.itemEnding(merchant, item)]++;
            }
        }
        assertThat(sum / n).isCloseTo(0, within(0.02));
        assertThat(endings[Ending.RAW.ordinal()]).isZero();
        // RETAIL: .34 of the .70 that is not RAW.
        assertThat(endings[Ending.E99.ordinal()] / (8.0 * n)).isCloseTo(0.34 / 0.70, within(0.006));
    }

    @Test
    void thirtyOfAHundredFuelMerchantsHaveAPump() {
        int n = 40_000;
        int[] mcc = new int[n];
        Arrays.fill(mcc, 5541);
        MerchantProfiles profiles = profiles(AmountWorld.merchants(mcc, DemandClass.UNKNOWN));
        double[] share = new double[4];
        for (int merchant = 0; merchant < n; merchant++) {
            share[profiles.pumpPoint(merchant) + 1] += 1.0 / n;
        }
        assertThat(share[0]).isCloseTo(0.70, within(0.01));
        assertThat(share[1]).isCloseTo(0.12, within(0.007));
        assertThat(share[2]).isCloseTo(0.12, within(0.007));
        assertThat(share[3]).isCloseTo(0.06, within(0.005));
    }

    private static MerchantProfiles profiles(WorldDimensions world) {
        return new MerchantProfiles(AmountWorld.policy(), world, AmountWorld.DRAWS);
    }
}
