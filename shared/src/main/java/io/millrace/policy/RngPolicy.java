package io.millrace.policy;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/** {@code rng_policy_6B} and {@code flow_rng_policy_6B}: the named draws of a stage, as declared. */
public record RngPolicy(List<Family> families) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public static RngPolicy of(PolicyNode root) {
        return new RngPolicy(
                root.get("families").items().stream().map(Family::of).toList());
    }

    /** @param stage S1 and so on */
    public record Family(String family, String stage, List<Declared> decisions) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Family of(PolicyNode node) {
            return new Family(
                    node.get("family").text(),
                    node.get("stage").text(),
                    node.get("decisions").items().stream().map(Declared::of).toList());
        }
    }

    /**
     * @param draws 1 or 2 per evaluation
     * @param blocks always 1
     * @param hi ids in the high counter word
     * @param lo ids in the low counter word
     * @param domain when the decision is evaluated, in words
     * @param expectedCounter additive row counter that must equal the evaluations
     */
    public record Declared(
            String decision, int draws, int blocks, String hi, String lo, String domain, String expectedCounter)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Declared of(PolicyNode node) {
            return new Declared(
                    node.get("decision").text(),
                    node.get("draws").int32(),
                    node.get("blocks").int32(),
                    node.get("hi").text(),
                    node.get("lo").text(),
                    node.get("domain").text(),
                    node.get("expected_counter").text());
        }
    }
}
