package io.millrace.merchants;

import io.millrace.contract.Iso;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.policy.WorldSpec;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldKeys;

/** Geographies of tests, and plans over them. */
final class PlaceFixture {
    static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";

    private PlaceFixture() {}

    static MerchantsPolicy policy() {
        return MerchantsPolicy.of(PolicyFiles.shipped("merchants_5B"));
    }

    /** Germany, Great Britain, the United States. */
    static Places tiny() {
        return Places.of(spec("tiny"), geography());
    }

    static Places sixty() {
        return Places.of(spec("full"), geography());
    }

    static MerchantPlan tinyPlan(long seed) {
        return plan("tiny", seed);
    }

    static MerchantPlan fullPlan(long seed) {
        return plan("full", seed);
    }

    static MerchantPlan plan(String preset, long seed) {
        return MerchantPlan.of(WorldKeys.of(WORLD, seed), spec(preset), geography(), policy());
    }

    static WorldSpec spec(String preset) {
        return WorldSpec.of(PolicyFiles.shippedAt("world/" + preset + ".yaml"));
    }

    static GeographyPolicy geography() {
        return GeographyPolicy.of(PolicyFiles.shipped("geography_5B"));
    }

    static short iso(String code) {
        return (short) Iso.pack(code);
    }
}
