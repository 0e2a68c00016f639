package io.millrace.policy;

import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/** {@code behaviour_config_6B}: scope, features and run-level bounds. It can only narrow what the other packs say. */
public record BehaviourConfig(Scope scope, Features features, Guardrails guardrails, Degrade degrade)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param root the file, as the schema accepted it */
    public static BehaviourConfig of(PolicyNode root) {
        PolicyNode scope = root.get("scope");
        PolicyNode features = root.get("features");
        PolicyNode guardrails = root.get("guardrails");
        PolicyNode degrade = root.get("degrade");
        return new BehaviourConfig(
                new Scope(
                        scope.get("scenarios_allow").texts(),
                        scope.get("scenarios_block").texts(),
                        scope.get("seeds_allow").texts(),
                        scope.get("seeds_block").texts()),
                new Features(
                        features.get("retries").bool(),
                        features.get("step_up").bool(),
                        features.get("voids").bool(),
                        features.get("refunds").bool(),
                        features.get("stochastic_session_boundary").bool(),
                        features.get("terminals").bool(),
                        features.get("trips").bool(),
                        features.get("fraud_overlay").bool(),
                        features.get("labels").bool()),
                new Guardrails(
                        guardrails.get("sessions_per_arrival_max").decimal(),
                        guardrails.get("open_at_horizon_share_max").decimal()),
                new Degrade(
                        OnScopeMiss.valueOf(degrade.get("on_scope_miss").text()),
                        OnGuardrailExceeded.valueOf(
                                degrade.get("on_guardrail_exceeded").text())));
    }

    /**
     * Which runs may happen.
     *
     * @param scenariosAllow empty allows all
     * @param seedsAllow decimal text, unsigned; empty allows all
     */
    public record Scope(
            List<String> scenariosAllow, List<String> scenariosBlock, List<String> seedsAllow, List<String> seedsBlock)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Scope {
            scenariosAllow = List.copyOf(scenariosAllow);
            scenariosBlock = List.copyOf(scenariosBlock);
            seedsAllow = List.copyOf(seedsAllow);
            seedsBlock = List.copyOf(seedsBlock);
        }

        /** @param seed decimal text, unsigned */
        public boolean includes(String scenarioId, String seed) {
            return allows(scenariosAllow, scenariosBlock, scenarioId) && allows(seedsAllow, seedsBlock, seed);
        }

        private static boolean allows(List<String> allowed, List<String> blocked, String value) {
            return (allowed.isEmpty() || allowed.contains(value)) && !blocked.contains(value);
        }
    }

    /** Off means probability 0 and no draw. */
    public record Features(
            boolean retries,
            boolean stepUp,
            boolean voids,
            boolean refunds,
            boolean stochasticSessionBoundary,
            boolean terminals,
            boolean trips,
            boolean fraudOverlay,
            boolean labels)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** Shares, 0 to 1, measured over a run. */
    public record Guardrails(BigDecimal sessionsPerArrivalMax, BigDecimal openAtHorizonShareMax)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** What happens when a run is out of scope or past a guardrail. */
    public record Degrade(OnScopeMiss onScopeMiss, OnGuardrailExceeded onGuardrailExceeded) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** A run that the scope excludes ends with a problem, or quietly without data. */
    public enum OnScopeMiss {
        FAIL,
        SKIP
    }

    /** A guardrail that is passed blocks the flag, or is told in the report. */
    public enum OnGuardrailExceeded {
        FAIL,
        WARN
    }
}
