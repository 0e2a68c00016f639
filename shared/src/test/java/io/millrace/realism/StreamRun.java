package io.millrace.realism;

import io.millrace.attach.AttachSwitches;
import io.millrace.attach.CountryWeights;
import io.millrace.attach.EntityAttacher;
import io.millrace.flows.AmountLaw;
import io.millrace.flows.FlowMaker;
import io.millrace.flows.FlowSwitches;
import io.millrace.flows.PendingDeclines;
import io.millrace.flows.TimingLaw;
import io.millrace.policy.AmountModel;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.run.RowCounters;
import io.millrace.sessionise.BucketState;
import io.millrace.sessionise.SessionEmitter;
import io.millrace.sessionise.SessionLimits;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.RowGather;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import io.millrace.testing.PolicyFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The doers one after the other over a whole horizon, hour by hour and bucket by bucket, as the job runs them. */
final class StreamRun implements SessionEmitter {
    static final String FINGERPRINT = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    private static final int BUCKETS = 8;

    final StreamWorld world;
    final StreamRows rows;
    final FlowTally flowTally;
    final SessionTally sessionTally = new SessionTally();
    final DrawLedger drawn = new DrawLedger();
    final DrawLedger runLevel = new DrawLedger();
    final RowCounters entityCounts = new RowCounters(SlabKind.SESSIONED);
    final RowCounters anchorCounts = new RowCounters(SlabKind.FLOW);
    final RowCounters outcomeCounts = new RowCounters(SlabKind.OUTCOME);
    long events;

    private final EntityAttacher attacher;
    private final Sessioniser sessioniser;
    private final FlowMaker flowMaker;
    private final List<BucketState> buckets = new ArrayList<>();
    private final List<PendingDeclines> pendings = new ArrayList<>();
    private final List<SessionedSlab> drained = new ArrayList<>();
    private final RowGather gather = RowGather.between(SlabKind.ATTACHED, SlabKind.ATTACHED);

    private StreamRun(StreamWorld world, long seed, int rowsMax) {
        this.world = world;
        rows = new StreamRows(rowsMax);
        Draws draws = Draws.of(FINGERPRINT, seed);
        AttachmentPolicy attachment = PolicyFiles.attachment();
        attacher = new EntityAttacher(
                attachment,
                PolicyFiles.prior(),
                world.universe,
                world.dimensions,
                draws,
                new AttachSwitches(true, true),
                CountryWeights.of(world.universe));
        sessioniser = new Sessioniser(
                SessionisationPolicy.of(PolicyFiles.shipped("sessionisation_policy_6B")),
                draws,
                KeyedBijection.of(FINGERPRINT, seed, "session_id"),
                StreamWorld.END_MICROS,
                true,
                SessionLimits.ofSlabRows(256));
        AmountLaw amounts =
                new AmountLaw(AmountModel.of(PolicyFiles.shipped("amount_model_6B")), world.dimensions, draws);
        flowMaker = FlowMaker.of(
                FlowShapePolicy.of(PolicyFiles.shipped("flow_shape_policy_6B")),
                amounts,
                new TimingLaw(TimingPolicy.of(PolicyFiles.shipped("timing_policy_6B"))),
                FlowSwitches.ALL_ON,
                draws,
                KeyedBijection.of(FINGERPRINT, seed, "flow_id"),
                KeyedBijection.of(FINGERPRINT, seed, "order_id"),
                StreamWorld.END_MICROS);
        flowTally = new FlowTally(amounts, draws);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            buckets.add(new BucketState());
            pendings.add(new PendingDeclines());
        }
        amounts.countMerchantDraws(runLevel);
        long dayFirst = StreamWorld.START_MICROS / 86_400_000_000L;
        EntityAttacher.countVisitorBook(
                world.universe, attachment.party().stayDays(), dayFirst, dayFirst + StreamWorld.DAYS - 1, runLevel);
    }

    static StreamRun of(StreamWorld world, long seed, int rowsMax) {
        StreamRun run = new StreamRun(world, seed, rowsMax);
        run.run();
        return run;
    }

    private void run() {
        for (int hour = 0; hour < 24 * StreamWorld.DAYS; hour++) {
            ArrivalSlab arrivals = world.hour(hour);
            long watermark = (StreamWorld.START_MICROS + (hour + 1L) * StreamWorld.HOUR_MICROS) / 1000 - 1;
            handle(arrivals, watermark);
        }
        drain(Long.MAX_VALUE);
        drawn.add(attacher.ledger());
        buckets.forEach(bucket -> drawn.add(bucket.ledger()));
        pendings.forEach(pending -> drawn.add(pending.ledger()));
    }

    private void handle(ArrivalSlab arrivals, long watermarkMillis) {
        AttachedSlab attached = new AttachedSlab(Math.max(1, arrivals.size));
        attacher.attach(arrivals, attached);
        int[] order = new int[attached.size];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int count = 0;
            for (int row = 0; row < attached.size; row++) {
                if (KeyBucket.of(attached.partyId[row], BUCKETS) == bucket) {
                    order[count++] = row;
                }
            }
            AttachedSlab part = new AttachedSlab(Math.max(1, count));
            part.bucket = bucket;
            gather.append(attached, order, 0, count, part);
            sessioniser.add(buckets.get(bucket), part);
        }
        drain(watermarkMillis);
    }

    private void drain(long watermarkMillis) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sessioniser.drain(buckets.get(bucket), bucket, watermarkMillis, this);
            for (SessionedSlab slab : drained) {
                makeFlows(slab, bucket);
            }
            drained.clear();
            pendings.get(bucket).purge(watermarkMillis);
        }
    }

    private void makeFlows(SessionedSlab slab, int bucket) {
        FlowSlab flows = new FlowSlab(slab.size);
        OutcomeSlab outcomes = new OutcomeSlab(slab.size);
        EventSlab events = new EventSlab(slab.size * FlowMaker.EVENTS_PER_FLOW_MAX);
        flowMaker.make(slab, pendings.get(bucket), flows, outcomes, events);
        rows.add(slab);
        flowTally.add(slab, flows, outcomes);
        entityCounts.add(slab, 0, slab.size);
        anchorCounts.add(flows, 0, flows.size);
        outcomeCounts.add(outcomes, 0, outcomes.size);
        this.events += events.size;
    }

    /** Counters of entity, anchor and outcome rows; their names do not meet but for the columns they share. */
    SortedMap<String, String> rowCounts() {
        return RowCounters.sum(List.of(entityCounts.texts(), anchorCounts.texts(), outcomeCounts.texts()));
    }

    @Override
    public void arrivals(SessionedSlab slab) {
        drained.add(slab);
    }

    @Override
    public void sessions(SessionIndexSlab slab) {
        sessionTally.add(slab);
    }
}
