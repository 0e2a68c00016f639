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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * What the sealed policies asked of every flow, held against what it did: the tables of Q5 and Q6, in one pass. That pass
 * is one thread of our own code, so it is made while DuckDB answers the other queries.
 */
final class LawTables implements AutoCloseable {
    /** Raised when a law table holds other figures of equal rows: cards that runs keep are then measured again. */
    static final int REVISION = 1;

    private static final double MICROS_PER_SECOND = 1e6;

    private static final List<String> NAMES = List.of("law_rates", "anchor_knowledge");

    private final CompletableFuture<Void> filled;
    private final AtomicBoolean stopped;

    private LawTables(CompletableFuture<Void> filled, AtomicBoolean stopped) {
        this.filled = filled;
        this.stopped = stopped;
    }

    /**
     * Begins to fill {@code law_rates} and {@code anchor_knowledge}, on connections of its own; the views of the run and
     * {@link CardTables} are there. The session must stay open until this is closed.
     */
    static LawTables beside(ScorecardSession session, PolicyPacks packs, RunIdentity identity, CardHorizon horizon)
            throws SQLException {
        DuckDBConnection connection =
                session.connection().unwrap(DuckDBConnection.class).duplicate();
        AtomicBoolean stopped = new AtomicBoolean();
        return new LawTables(
                CompletableFuture.runAsync(() -> {
                    try (connection) {
                        fill(connection, packs, identity, horizon, stopped);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                }),
                stopped);
    }

    /**
     * Waits for the tables where a query reads one of them.
     *
     * @throws SQLException when they could not be filled; also for other queries, as soon as that is known
     */
    void awaitFor(MetricQuery query) throws SQLException {
        if (!filled.isCompletedExceptionally() && NAMES.stream().noneMatch(query.sql()::contains)) {
            return;
        }
        try {
            filled.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SQLException sql) {
                throw sql;
            }
            if (cause instanceof RuntimeException trouble) {
                throw trouble;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Ends the pass where nobody needs it any more, and waits for it. */
    @Override
    public void close() {
        stopped.set(true);
        filled.exceptionally(trouble -> null).join();
    }

    private static void fill(
            DuckDBConnection connection,
            PolicyPacks packs,
            RunIdentity identity,
            CardHorizon horizon,
            AtomicBoolean stopped)
            throws SQLException {
        FlowChances chances = chances(packs, identity);
        long answeredUntil = horizon.eventsEndMicros()
                - longestAnswerMicros(
                        TimingPolicy.of(packs.require("timing_policy_6B").root()));
        LawRates rates = new LawRates();
        try (StoredFlows flows = new StoredFlows(connection)) {
            AnchorSample sample = new AnchorSample(flows.anchors, anchors(connection));
            while (flows.next()) {
                if (stopped.get()) {
                    return;
                }
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

    private static long anchors(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM anchors")) {
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
