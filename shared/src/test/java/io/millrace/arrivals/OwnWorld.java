package io.millrace.arrivals;

import io.millrace.merchants.MerchantPlan;
import io.millrace.policy.ArrivalsPolicy;
import io.millrace.policy.CalendarPolicy;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.policy.ShapesPolicy;
import io.millrace.policy.WorldSpec;
import io.millrace.slab.ArrivalSlab;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldKeys;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans of shipped presets, and whole hours as text. */
final class OwnWorld {
    static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";

    private OwnWorld() {}

    static ShapesPolicy shapes() {
        return ShapesPolicy.of(PolicyFiles.shipped("shapes_5B"));
    }

    static CalendarPolicy calendar() {
        return CalendarPolicy.of(PolicyFiles.shipped("calendar_5B"));
    }

    static ArrivalsPolicy arrivals() {
        return ArrivalsPolicy.of(PolicyFiles.shipped("arrivals_5B"));
    }

    static GeographyPolicy geography() {
        return GeographyPolicy.of(PolicyFiles.shipped("geography_5B"));
    }

    static ArrivalPlan plan(String preset, long seed) {
        return plan(preset, seed, arrivals());
    }

    static ArrivalPlan plan(String preset, long seed, ArrivalsPolicy arrivals) {
        WorldKeys keys = WorldKeys.of(WORLD, seed);
        MerchantPlan merchants = MerchantPlan.of(
                keys,
                WorldSpec.of(PolicyFiles.shippedAt("world/" + preset + ".yaml")),
                geography(),
                MerchantsPolicy.of(PolicyFiles.shipped("merchants_5B")));
        return ArrivalPlan.of(
                merchants, new ArrivalLaws(geography(), shapes(), calendar(), arrivals, "baseline"), keys.draws());
    }

    /** A world of these countries under the shipped packs. */
    static ArrivalPlan plan(WorldSpec spec, long seed) {
        WorldKeys keys = WorldKeys.of(WORLD, seed);
        MerchantPlan merchants =
                MerchantPlan.of(keys, spec, geography(), MerchantsPolicy.of(PolicyFiles.shipped("merchants_5B")));
        return ArrivalPlan.of(
                merchants, new ArrivalLaws(geography(), shapes(), calendar(), arrivals(), "baseline"), keys.draws());
    }

    /** Merchants whose peak hour passes 4 arrivals are sliced. */
    static ArrivalsPolicy slicedArrivals() {
        return ArrivalsPolicy.of(
                PolicyFiles.shipped("arrivals_5B", Map.of("/rows/hourly_mean_max", new java.math.BigDecimal("4"))));
    }

    /** Hours since 2020-01-01T00Z of midnight UTC. */
    static int hourOf(String date) {
        return (int) (LocalDate.parse(date).toEpochDay() * 24 - CivilTime.EPOCH_HOUR);
    }

    /** All rows of an hour, in order. */
    static List<String> rows(ArrivalMaker maker, ArrivalUnits units, int t, int startHour) {
        ArrivalSlab slab = new ArrivalSlab(64);
        List<String> rows = new ArrayList<>();
        int size = maker.make(units, t);
        int next = 0;
        while (next < size) {
            next = maker.fill(next, startHour, slab);
            for (int row = 0; row < slab.size; row++) {
                rows.add(slab.describe(row));
            }
        }
        return rows;
    }
}
