package io.millrace.job.verify;

import io.millrace.contract.EventType;
import io.millrace.flows.FlowChances;
import io.millrace.flows.FlowSwitches;
import io.millrace.policy.AmountModel;
import io.millrace.policy.BehaviourConfig;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.run.RunIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** What the sealed policies asked of every flow, held against what it did: the tables of Q5 and Q6, in one pass. */
final class LawTables {
    /** Raised when a law table holds other figures of equal rows: cards that runs keep are then measured again. */
    static final int REVISION = 1;

    private static final double MICROS_PER_SECOND = 1e6;

    private LawTables() {}

    /** Fills {@code law_rates} and {@code anchor_knowledge}; the views of the run and {@link CardTables} are there. */
    static void fill(ScorecardSession session, PolicyPacks packs, RunIdentity identity, CardHorizon horizon)
            throws SQLException {
        DuckDBConnection connection = session.connection().unwrap(DuckDBConnection.class);
        FlowChances chances = chances(packs, identity);
        long answeredUntil = horizon.eventsEndMicros()
                - longestAnswerMicros(
                        TimingPolicy.of(packs.require("timing_policy_6B").root()));
        LawRates rates = new LawRates();
        try (StoredFlows flows = new StoredFlows(connection)) {
            AnchorSample sample = new AnchorSample(flows.anchors, anchors(session.statement()));
            while (flows.next()) {
                boolean mayRetry = flows.earlierReason() != 0;
                chances.turnTo(flows.anchors, 0, flows.earlierReason(), flows.sameInstrument(), flows.gapMicros());
                // A slow answer that the horizon cuts off would be missing among the reasons.
                int reason = flows.anchors.tsMicros[0] < answeredUntil ? flows.reasonCode() : 0;
                rates.count(chances, flows.anchors, 0, mayRetry, flows.end(), reason);
                sample.offer(flows.anchors, flows.end(), chances.declinedAtArrival(), chances.refundedAtArrival());
            }
            rates.store(connection);
            List<AnchorKnowledge> found = new ArrayList<>();
            for (AnchorSample.Target target : AnchorSample.Target.values()) {
                found.add(AnchorKnowledge.of(sample, target));
            }
            store(connection, found);
        }
    }

    private static FlowChances chances(PolicyPacks packs, RunIdentity identity) {
        BehaviourConfig.Features features =
                BehaviourConfig.of(packs.require("behaviour_config_6B").root()).features();
        return new FlowChances(
                FlowShapePolicy.of(packs.require("flow_shape_policy_6B").root()),
                AmountModel.of(packs.require("amount_model_6B").root()),
                new FlowSwitches(features.retries(), features.stepUp(), features.voids(), features.refunds()),
                Draws.of(identity.manifestFingerprint(), identity.seed()),
                KeyedBijection.of(identity.manifestFingerprint(), identity.seed(), "flow_id"),
                KeyedBijection.of(identity.manifestFingerprint(), identity.seed(), "order_id"));
    }

    private static long anchors(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM anchors")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** No request waits longer for its answer, challenge and all. */
    private static long longestAnswerMicros(TimingPolicy timing) {
        double seconds = 0;
        for (EventType event :
                List.of(EventType.STEP_UP_CHALLENGE, EventType.STEP_UP_COMPLETE, EventType.AUTH_RESPONSE)) {
            seconds += timing.bindings().stream()
                    .filter(bound -> bound.eventType() == event)
                    .mapToDouble(bound -> timing.laws().get(bound.law()).maxSeconds())
                    .max()
                    .orElse(0);
        }
        return (long) (seconds * Math.max(1, timing.crossBorderFactor()) * MICROS_PER_SECOND);
    }

    private static void store(DuckDBConnection connection, List<AnchorKnowledge> found) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE anchor_knowledge (target VARCHAR, flows BIGINT, cases BIGINT,"
                    + " law_auc DOUBLE, learned_auc DOUBLE, rounds INTEGER, told_by VARCHAR)");
        }
        try (DuckDBAppender rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "anchor_knowledge")) {
            for (AnchorKnowledge knowledge : found) {
                rows.beginRow();
                rows.append(knowledge.target().name().toLowerCase(Locale.ROOT));
                rows.append((long) knowledge.flows());
                rows.append((long) knowledge.cases());
                rows.append(knowledge.lawAuc());
                rows.append(knowledge.learnedAuc());
                rows.append(knowledge.rounds());
                rows.append(knowledge.leading());
                rows.endRow();
            }
        }
    }
}
