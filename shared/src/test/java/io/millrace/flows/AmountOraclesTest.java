package io.millrace.flows;

import static io.millrace.flows.AmountWorld.DE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import io.millrace.random.Philox2x64;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** A million amounts each against quantiles, means and endings that were worked out elsewhere from the exact laws. */
class AmountOraclesTest {
    private static final int DRAWS = 1_000_000;
    private static final int MERCHANTS_PER_CLASS = 10_000;

    /** A category of each class, by code. */
    private static final int[] MCC = {0, 5815, 5732, 5651, 5411, 5541, 5812, 4111, 4722, 7011, 4900, 7230, 5311, 6011};

    /** merchants (class code - 1) * 10 000 … */
    private static final AmountLaw LAW = law();

    @Test
    void classesMeetTheirQuantiles() {
        assertClass(PriceClass.GROCERY, 14.01, 59.19, 107.81, 210, 20.68);
        assertClass(PriceClass.DINING, 13.00, 46.95, 79.50, 144, 17.75);
        assertClass(PriceClass.FUEL, 34.00, 78.55, 110.00, 160, 38.67);
        assertClass(PriceClass.RETAIL, 21.99, 109.99, 213.99, 460, 35.78);
        assertClass(PriceClass.APPAREL, 41.99, 168.99, 298.99, 571, 60.39);
        assertClass(PriceClass.ELECTRONICS, 75.00, 475.00, 1_020.99, 2_444, 141.49);
        assertClass(PriceClass.TRAVEL, 85.00, 630.00, 1_436.33, 3_605, 178.47);
        assertClass(PriceClass.LODGING, 140.00, 585.00, 1_049.78, 2_030, 204.49);
        assertClass(PriceClass.DIGITAL, 9.95, 38.99, 67.99, 130, 13.67);
        assertClass(PriceClass.UTILITIES, 61.99, 186.99, 294.46, 496, 77.75);
        assertClass(PriceClass.SERVICES, 31.90, 161.50, 317.90, 695, 52.30);
        assertClass(PriceClass.GENERAL, 20.00, 120.00, 251.47, 582, 36.42);
        assertClass(PriceClass.TRANSIT, 3.90, 11.5, 19.0, 34, 4.82);
    }

    @Test
    void tillsMeetTheirBench() {
        Sample sample = bench(
                Channel.POS,
                List.of(
                        new Share(PriceClass.GROCERY, 38),
                        new Share(PriceClass.DINING, 17),
                        new Share(PriceClass.FUEL, 14),
                        new Share(PriceClass.RETAIL, 13),
                        new Share(PriceClass.SERVICES, 7),
                        new Share(PriceClass.APPAREL, 5),
                        new Share(PriceClass.ELECTRONICS, 2),
                        new Share(PriceClass.GENERAL, 2),
                        new Share(PriceClass.LODGING, 1),
                        new Share(PriceClass.TRAVEL, 1)));
        sample.assertQuantiles(20.9, 125, 265, 811);
        sample.assertMean(39.1);
        sample.assertEndings(0.155, 0.110, 0.071, 0.252);
    }

    @Test
    void onlineShopsMeetTheirBench() {
        Sample sample = bench(
                Channel.ECOM,
                List.of(
                        new Share(PriceClass.DIGITAL, 28),
                        new Share(PriceClass.RETAIL, 20),
                        new Share(PriceClass.APPAREL, 16),
                        new Share(PriceClass.ELECTRONICS, 8),
                        new Share(PriceClass.TRAVEL, 6),
                        new Share(PriceClass.UTILITIES, 6),
                        new Share(PriceClass.SERVICES, 6),
                        new Share(PriceClass.DINING, 5),
                        new Share(PriceClass.GROCERY, 3),
                        new Share(PriceClass.LODGING, 2)));
        sample.assertQuantiles(27.0, 227, 582, 1_706);
        sample.assertMean(64.3);
        sample.assertEndings(0.392, 0.166, 0.041, 0.204);
    }

    @Test
    void hybridShopsMeetTheirBench() {
        Sample sample = bench(
                Channel.HYBRID,
                List.of(
                        new Share(PriceClass.RETAIL, 40),
                        new Share(PriceClass.APPAREL, 20),
                        new Share(PriceClass.ELECTRONICS, 20),
                        new Share(PriceClass.GROCERY, 10),
                        new Share(PriceClass.DINING, 10)));
        sample.assertQuantiles(30.0, 213, 528, 1_470);
        sample.assertMean(62.2);
        sample.assertEndings(0.341, 0.193, 0.052, 0.183);
    }

    @Test
    void cashMeetsItsBench() {
        Sample sample = bench(Channel.ATM, List.of(new Share(PriceClass.GENERAL, 100)));
        sample.assertQuantiles(60, 300, 500, 500);
        sample.assertMean(96.8);
        sample.assertEndings(0, 0, 0, 1);
    }

    @Test
    void transfersMeetTheirBench() {
        Sample sample = bench(Channel.BANK_RAIL, List.of(new Share(PriceClass.GENERAL, 100)));
        sample.assertQuantiles(122, 2_350, 7_300, 21_100);
        sample.assertMean(556);
        assertThat(sample.whole()).isCloseTo(0.624, within(0.004));
    }

    private static void assertClass(
            PriceClass priceClass, double p50, double p95, double p99, double p999, double mean) {
        Sample sample = new Sample(priceClass.token());
        Money money = new Money();
        for (int i = 0; i < DRAWS; i++) {
            int merchant = (priceClass.code() - 1) * MERCHANTS_PER_CLASS + i % MERCHANTS_PER_CLASS;
            LAW.authorise(
                    Philox2x64.x0(11, i, priceClass.code()),
                    Philox2x64.x1(11, i, priceClass.code()),
                    Channel.POS.code(),
                    merchant,
                    Segment.MASS_MARKET.code(),
                    false,
                    DE,
                    money);
            sample.minor[i] = money.baseMinor;
        }
        sample.assertQuantiles(p50, p95, p99, p999);
        sample.assertMean(mean);
    }

    /** 10 % cross-border, MASS_MARKET, EUR. */
    private static Sample bench(Channel channel, List<Share> mix) {
        int[] classes = mix.stream()
                .flatMapToInt(share ->
                        java.util.stream.IntStream.range(0, share.hundredths).map(i -> share.priceClass.code()))
                .toArray();
        assertThat(classes).hasSize(100);
        Sample sample = new Sample(channel.token());
        Money money = new Money();
        for (int i = 0; i < DRAWS; i++) {
            int priceClass = classes[i % 100];
            LAW.authorise(
                    Philox2x64.x0(13, i, channel.code()),
                    Philox2x64.x1(13, i, channel.code()),
                    channel.code(),
                    (priceClass - 1) * MERCHANTS_PER_CLASS + i / 100 % MERCHANTS_PER_CLASS,
                    Segment.MASS_MARKET.code(),
                    i / 100 % 10 == i % 10,
                    DE,
                    money);
            sample.minor[i] = money.amountMinor;
        }
        return sample;
    }

    private static AmountLaw law() {
        int classes = PriceClass.values().length;
        int[] mcc = new int[classes * MERCHANTS_PER_CLASS];
        Arrays.setAll(mcc, merchant -> MCC[merchant / MERCHANTS_PER_CLASS + 1]);
        return new AmountLaw(AmountWorld.policy(), AmountWorld.merchants(mcc, DemandClass.UNKNOWN), AmountWorld.DRAWS);
    }

    private record Share(PriceClass priceClass, int hundredths) {}

    private static final class Sample {
        private final String name;
        private final long[] minor = new long[DRAWS];

        Sample(String name) {
            this.name = name;
        }

        void assertQuantiles(double p50, double p95, double p99, double p999) {
            Arrays.sort(minor);
            assertThat(minor[DRAWS / 2] / 100.0).as("%s p50", name).isCloseTo(p50, Percentage.withPercentage(2));
            assertThat(minor[DRAWS / 100 * 95] / 100.0).as("%s p95", name).isCloseTo(p95, Percentage.withPercentage(3));
            assertThat(minor[DRAWS / 100 * 99] / 100.0).as("%s p99", name).isCloseTo(p99, Percentage.withPercentage(4));
            assertThat(minor[DRAWS / 1000 * 999] / 100.0)
                    .as("%s p99.9", name)
                    .isCloseTo(p999, Percentage.withPercentage(8));
        }

        void assertMean(double mean) {
            assertThat(Arrays.stream(minor).average().orElse(0) / 100)
                    .as("%s mean", name)
                    .isCloseTo(mean, Percentage.withPercentage(2));
        }

        void assertEndings(double e99, double e95or90, double e50, double whole) {
            assertThat(share(99)).as("%s .99", name).isCloseTo(e99, within(0.004));
            assertThat(share(95) + share(90)).as("%s .95 .90", name).isCloseTo(e95or90, within(0.004));
            assertThat(share(50)).as("%s .50", name).isCloseTo(e50, within(0.004));
            assertThat(whole()).as("%s whole", name).isCloseTo(whole, within(0.004));
        }

        double whole() {
            return share(0);
        }

        private double share(int cents) {
            return Arrays.stream(minor).filter(amount -> amount % 100 == cents).count() / (double) DRAWS;
        }
    }
}
