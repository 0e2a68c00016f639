package io.millrace;

import io.millrace.attach.AttachSwitches;
import io.millrace.attach.AttachTeller;
import io.millrace.attach.CountryWeights;
import io.millrace.attach.EntityAttacher;
import io.millrace.flows.AmountLaw;
import io.millrace.flows.FlowMaker;
import io.millrace.flows.FlowSwitches;
import io.millrace.flows.FlowTeller;
import io.millrace.flows.TimingLaw;
import io.millrace.policy.AmountModel;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.BehaviourConfig;
import io.millrace.policy.BehaviourPriorPack;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.run.RunIdentity;
import io.millrace.run.WorldReceipt;
import io.millrace.sessionise.SessionLimits;
import io.millrace.sessionise.SessionTeller;
import io.millrace.sessionise.Sessioniser;
import io.millrace.story.Rulebook;
import io.millrace.table.QuantileTable;
import io.millrace.table.TablesDigest;
import io.millrace.world.EntityUniverse;
import io.millrace.world.WorldDimensions;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Identity, policies and world of one run, and the doers they make: all that happens, before any stream. Immutable, one
 * per JVM; the doers reuse buffers and are made per subtask.
 */
public final class Simulation {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** A walk is of one party around one row. */
    private static final int STORY_SLAB_ROWS = 64;

    private final RunIdentity identity;
    private final WorldReceipt.Scenario scenario;
    private final PolicyPacks packs;
    private final WorldDimensions world;
    private final EntityUniverse universe;
    private final Draws draws;
    private final BehaviourConfig.Features features;
    private final AttachmentPolicy attachment;
    private final AmountLaw amounts;
    private final TimingPolicy timingPolicy;
    private final TimingLaw timing;

    /** @param packs sealed packs: linted, so every record can be built */
    public Simulation(
            RunIdentity identity,
            WorldReceipt.Scenario scenario,
            PolicyPacks packs,
            WorldDimensions world,
            EntityUniverse universe) {
        this.identity = identity;
        this.scenario = scenario;
        this.packs = packs;
        this.world = world;
        this.universe = universe;
        this.draws = Draws.of(identity.manifestFingerprint(), identity.seed());
        this.features = BehaviourConfig.of(root("behaviour_config_6B")).features();
        this.attachment = AttachmentPolicy.of(root("attachment_policy_6B"));
        this.amounts = new AmountLaw(AmountModel.of(root("amount_model_6B")), world, draws);
        this.timingPolicy = TimingPolicy.of(root("timing_policy_6B"));
        this.timing = new TimingLaw(timingPolicy);
    }

    public RunIdentity identity() {
        return identity;
    }

    public Draws draws() {
        return draws;
    }

    public WorldDimensions world() {
        return world;
    }

    /** Doer of attach. */
    public EntityAttacher attacher() {
        return new EntityAttacher(
                attachment,
                BehaviourPriorPack.of(root("behaviour_prior_pack_6B")),
                universe,
                world,
                draws,
                new AttachSwitches(features.terminals(), features.trips()),
                CountryWeights.of(universe));
    }

    /** Doer of sessionise; small, and travels to the workers. */
    public Sessioniser sessioniser(SessionLimits limits) {
        return new Sessioniser(
                SessionisationPolicy.of(root("sessionisation_policy_6B")),
                draws,
                ids("session_id"),
                horizonEndMicros(),
                features.stochasticSessionBoundary(),
                limits);
    }

    /** Doer of flows. */
    public FlowMaker flowMaker() {
        return FlowMaker.of(
                FlowShapePolicy.of(root("flow_shape_policy_6B")),
                amounts,
                timing,
                flowSwitches(),
                draws,
                ids("flow_id"),
                ids("order_id"),
                eventsEndMicros());
    }

    /** Makes rows again and tells how they came about; for people, not for streams. */
    public Storyteller storyteller() {
        Rulebook rules = new Rulebook(packs);
        EntityAttacher attacher = attacher();
        return new Storyteller(
                attacher,
                sessioniser(SessionLimits.ofSlabRows(STORY_SLAB_ROWS)),
                new AttachTeller(attacher, attachment, universe, world, draws, rules),
                new SessionTeller(SessionisationPolicy.of(root("sessionisation_policy_6B")), draws, rules),
                FlowTeller.of(
                        FlowShapePolicy.of(root("flow_shape_policy_6B")),
                        AmountModel.of(root("amount_model_6B")),
                        amounts,
                        timingPolicy,
                        timing,
                        flowSwitches(),
                        world,
                        draws,
                        ids("flow_id"),
                        ids("order_id"),
                        eventsEndMicros(),
                        rules));
    }

    /** Longest gap after which an earlier arrival of a party still matters, excluded, microseconds. */
    public long hardBreakMicros() {
        return SessionisationPolicy.of(root("sessionisation_policy_6B")).gap().hardBreakMicros();
    }

    private FlowSwitches flowSwitches() {
        return new FlowSwitches(features.retries(), features.stepUp(), features.voids(), features.refunds());
    }

    /** First instant after the scenario; {@code Long.MAX_VALUE} when it has no end. */
    public long horizonEndMicros() {
        return scenario.horizonEndMicros().orElse(Long.MAX_VALUE);
    }

    /** First instant at which no event is emitted any more: horizon and settlement tail. */
    public long eventsEndMicros() {
        long end = horizonEndMicros();
        return end == Long.MAX_VALUE ? end : end + timingPolicy.settlementTailDays() * MICROS_PER_DAY;
    }

    /** SHA-256 over all quantile tables in use, hex64; stands in every footer. */
    public String tablesDigest() {
        TreeMap<String, QuantileTable> tables = new TreeMap<>(amounts.tables());
        tables.putAll(timing.tables());
        return TablesDigest.of(tables);
    }

    /** Law revision of every pack that shapes rows, by policy id; stands in every footer. */
    public SortedMap<String, Integer> laws() {
        TreeMap<String, Integer> laws = new TreeMap<>();
        packs.all().forEach((id, pack) -> laws.put(id, pack.lawRevision()));
        return laws;
    }

    /**
     * Draws that belong to no row: the visitor book and the merchants, from the size of their domains. Without a horizon
     * there is no book of all its days, and the merchants alone count.
     */
    public DrawLedger runLevelDraws() {
        DrawLedger ledger = new DrawLedger();
        amounts.countMerchantDraws(ledger);
        if (scenario.horizonEndMicros().isEmpty()) {
            return ledger;
        }
        long first = Math.floorDiv(scenario.horizonStartMicros(), MICROS_PER_DAY);
        long last = Math.floorDiv(horizonEndMicros() - 1, MICROS_PER_DAY);
        EntityAttacher.countVisitorBook(universe, attachment.party().stayDays(), first, last, ledger);
        return ledger;
    }

    /**
     * Keys of arrivals to ids and back.
     *
     * @param kind {@code flow_id}, {@code order_id} or {@code session_id}
     */
    public KeyedBijection ids(String kind) {
        return KeyedBijection.of(identity.manifestFingerprint(), identity.seed(), kind);
    }

    private PolicyNode root(String policyId) {
        return packs.require(policyId).root();
    }
}
