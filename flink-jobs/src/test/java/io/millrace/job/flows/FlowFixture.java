package io.millrace.job.flows;

import io.millrace.contract.Iso;
import io.millrace.flows.AmountLaw;
import io.millrace.flows.FlowMaker;
import io.millrace.flows.FlowSwitches;
import io.millrace.flows.TimingLaw;
import io.millrace.policy.AmountModel;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldDimensions;
import java.util.List;

/** The shipped laws over a world of one clothes shop in France. */
final class FlowFixture {
    static final String FINGERPRINT = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    static final long SEED = 42;
    static final long MERCHANT_ID = 17;

    private static final FlowShapePolicy SHAPE = FlowShapePolicy.of(PolicyFiles.shipped("flow_shape_policy_6B"));
    private static final AmountLaw AMOUNTS =
            new AmountLaw(AmountModel.of(PolicyFiles.shipped("amount_model_6B")), world(), Draws.of(FINGERPRINT, SEED));
    private static final TimingLaw TIMING = new TimingLaw(TimingPolicy.of(PolicyFiles.shipped("timing_policy_6B")));

    private FlowFixture() {}

    /** A maker without a horizon. */
    static FlowMaker maker() {
        return FlowMaker.of(
                SHAPE,
                AMOUNTS,
                TIMING,
                FlowSwitches.ALL_ON,
                Draws.of(FINGERPRINT, SEED),
                KeyedBijection.of(FINGERPRINT, SEED, "flow_id"),
                KeyedBijection.of(FINGERPRINT, SEED, "order_id"),
                Long.MAX_VALUE / 2);
    }

    private static WorldDimensions world() {
        return new WorldDimensions(
                new long[] {MERCHANT_ID},
                new short[] {(short) Iso.pack("FR")},
                new int[] {5651},
                new byte[] {1},
                new int[4],
                new long[1],
                new long[0],
                new int[0],
                new short[0],
                new long[0],
                List.of(),
                new short[0],
                new long[0]);
    }
}
