package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import io.millrace.policy.AmountModel;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.slab.Columns;
import io.millrace.slab.SessionedSlab;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldDimensions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Merchants by price class, the shipped laws over them, and arrivals for tests; what is not named is constant. */
final class FlowWorld {
    static final String FINGERPRINT = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    static final long SEED = 42;
    static final long NO_HORIZON = Long.MAX_VALUE / 2;

    private static final Map<PriceClass, Integer> MCC = Map.ofEntries(
            Map.entry(PriceClass.DIGITAL, 5816),
            Map.entry(PriceClass.ELECTRONICS, 5732),
            Map.entry(PriceClass.APPAREL, 5651),
            Map.entry(PriceClass.GROCERY, 5411),
            Map.entry(PriceClass.FUEL, 5541),
            Map.entry(PriceClass.DINING, 5812),
            Map.entry(PriceClass.TRANSIT, 4111),
            Map.entry(PriceClass.TRAVEL, 4722),
            Map.entry(PriceClass.LODGING, 7011),
            Map.entry(PriceClass.UTILITIES, 4900),
            Map.entry(PriceClass.SERVICES, 7230),
            Map.entry(PriceClass.RETAIL, 5311),
            Map.entry(PriceClass.GENERAL, 9999));

    final int merchantsPerClass;
    final WorldDimensions dimensions;
    final FlowShapePolicy shape;
    final AmountModel model;
    final TimingLaw timing;
    final AmountLaw amounts;

    private FlowWorld(int merchantsPerClass, Map<String, Object> shapeEdits) {
        this.merchantsPerClass = merchantsPerClass;
        dimensions = dimensions(merchantsPerClass);
        shape = FlowShapePolicy.of(PolicyFiles.shipped("flow_shape_policy_6B", shapeEdits));
        model = AmountModel.of(PolicyFiles.shipped("amount_model_6B"));
        timing = new TimingLaw(TimingPolicy.of(PolicyFiles.shipped("timing_policy_6B")));
        amounts = new AmountLaw(model, dimensions, draws());
    }

    static FlowWorld of(int merchantsPerClass) {
        return new FlowWorld(merchantsPerClass, Map.of());
    }

    /** @param shapeEdits of flow_shape_policy_6B, scalars by pointer */
    static FlowWorld of(int merchantsPerClass, Map<String, Object> shapeEdits) {
        return new FlowWorld(merchantsPerClass, shapeEdits);
    }

    static Draws draws() {
        return Draws.of(FINGERPRINT, SEED);
    }

    static KeyedBijection flowIds() {
        return KeyedBijection.of(FINGERPRINT, SEED, "flow_id");
    }

    static KeyedBijection orderIds() {
        return KeyedBijection.of(FINGERPRINT, SEED, "order_id");
    }

    /** Ordinal of the n-th merchant of a class; its id is the ordinal plus one. */
    int merchant(PriceClass priceClass, int n) {
        return priceClass.ordinal() * merchantsPerClass + n;
    }

    FlowMaker maker() {
        return maker(FlowSwitches.ALL_ON, NO_HORIZON);
    }

    FlowMaker maker(FlowSwitches switches, long horizonEndMicros) {
        return FlowMaker.of(shape, amounts, timing, switches, draws(), flowIds(), orderIds(), horizonEndMicros);
    }

    FlowMaker maker(Lanes lanes, AmountLaw amountLaw, long horizonEndMicros) {
        return FlowMaker.ofLanes(
                shape, amountLaw, timing, FlowSwitches.ALL_ON, lanes, flowIds(), orderIds(), horizonEndMicros);
    }

    /** A slab with one row that a test then changes: POS at a grocer in FR, a party of FR, alone in its session. */
    static SessionedSlab slab(int rowsMax) {
        SessionedSlab slab = new SessionedSlab(rowsMax);
        slab.bucket = 0;
        return slab;
    }

    /** Adds an arrival; ids that follow from the sequence are its own, so arrivals share nothing unless told so. */
    int add(SessionedSlab slab, long tsMicros, Channel channel, int merchantOrdinal, long seq) {
        int row = slab.addRow();
        slab.tsMicros[row] = tsMicros;
        slab.merchantOrdinal[row] = merchantOrdinal;
        slab.merchantId[row] = dimensions.merchantId[merchantOrdinal];
        slab.arrivalSeq[row] = seq;
        slab.channel[row] = (byte) channel.code();
        slab.legalCountry[row] = (short) Iso.pack("FR");
        slab.partyCountry[row] = (short) Iso.pack("FR");
        slab.partySegment[row] = (byte) Segment.MASS_MARKET.code();
        slab.partyId[row] = 1_000_000_000L + seq;
        slab.accountId[row] = 2_000_000_000L + seq;
        slab.instrumentId[row] = 3_000_000_000L + seq;
        slab.deviceId[row] = 4_000_000_000L + seq;
        slab.ipId[row] = 5_000_000_000L + seq;
        slab.sessionId[row] = 6_000_000_000L + seq;
        slab.gapPreviousMicros[row] = Columns.ABSENT;
        return row;
    }

    private static WorldDimensions dimensions(int merchantsPerClass) {
        int merchants = PriceClass.values().length * merchantsPerClass;
        long[] ids = new long[merchants];
        int[] mcc = new int[merchants];
        byte[] demand = new byte[merchants];
        short[] country = new short[merchants];
        for (int merchant = 0; merchant < merchants; merchant++) {
            ids[merchant] = merchant + 1L;
            mcc[merchant] = MCC.get(PriceClass.values()[merchant / merchantsPerClass]);
        }
        Arrays.fill(demand, (byte) DemandClass.UNKNOWN.code());
        Arrays.fill(country, (short) Iso.pack("FR"));
        return new WorldDimensions(
                ids,
                country,
                mcc,
                demand,
                new int[4 * merchants],
                new long[merchants],
                new long[0],
                new int[0],
                new short[0],
                new long[0],
                List.of(),
                new short[0],
                new long[0]);
    }
}
