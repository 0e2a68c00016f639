package io.millrace.merchants;

import io.millrace.contract.Iso;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.random.Draws;
import io.millrace.testing.PolicyFiles;
import java.util.Arrays;
import java.util.List;

/** Geographies of tests, and plans over them. */
final class PlaceFixture {
    static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";

    private PlaceFixture() {}

    static MerchantsPolicy policy() {
        return MerchantsPolicy.of(PolicyFiles.shipped("merchants_5B"));
    }

    /** Germany, Great Britain, the United States; weights and shares as shipped, 2 000 parties. */
    static Places tiny() {
        return Places.of(
                new short[] {iso("DE"), iso("GB"), iso("US")},
                new long[] {4059, 3407, 13369},
                new int[] {0, 1, 2, 2, 2, 2, 2, 2},
                List.of(
                        "Europe/Berlin",
                        "Europe/London",
                        "America/Chicago",
                        "America/Denver",
                        "America/Los_Angeles",
                        "America/New_York",
                        "America/Phoenix",
                        "Pacific/Honolulu"),
                new long[] {100, 100, 29, 5, 16, 47, 2, 1},
                new long[] {390, 327, 372, 64, 205, 603, 26, 13});
    }

    /**
     * Sixty countries of one zone each with the weights of the shipped geography, heaviest first under made-up codes:
     * what merchants do depends on weights alone.
     */
    static Places sixty() {
        long[] weights = {
            13369, 8218, 5614, 4059, 4044, 4007, 3483, 3407, 3403, 3262, 3087, 2700, 2487, 2102, 2100, 2079, 1998, 1883,
            1790, 1717, 1534, 1378, 1368, 1246, 1102, 1083, 1045, 977, 968, 899, 774, 711, 697, 690, 676, 666, 662, 656,
            630, 605, 599, 508, 443, 432, 429, 407, 403, 400, 383, 378, 362, 314, 274, 257, 248, 229, 226, 215, 208, 109
        };
        short[] codes = new short[weights.length];
        int[] countries = new int[weights.length];
        String[] zones = new String[weights.length];
        for (int i = 0; i < weights.length; i++) {
            codes[i] = (short) i;
            countries[i] = i;
            zones[i] = "Zone/" + (char) ('A' + i / 26) + (char) ('A' + i % 26);
        }
        long[] ones = new long[weights.length];
        Arrays.fill(ones, 1);
        return Places.of(codes, weights, countries, List.of(zones), ones, weights);
    }

    static MerchantPlan tinyPlan(long seed) {
        return MerchantPlan.of(Draws.of(WORLD, seed), 120, 850, tiny(), policy());
    }

    static MerchantPlan fullPlan(long seed) {
        return MerchantPlan.of(Draws.of(WORLD, seed), 20_000, 1_386_000, sixty(), policy());
    }

    static short iso(String code) {
        return (short) Iso.pack(code);
    }
}
