package io.millrace.policy;

import io.millrace.table.Distribution;
import io.millrace.table.LogNormal;
import io.millrace.table.Mixture;
import io.millrace.table.Truncated;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Laws straight from their nodes, and the corridors they are held to. */
final class LawNodes {
    private static final String VALIDATION = "segment_validation_policy_6B";

    private LawNodes() {}

    /**
     * A truncated mixture of log-normal laws.
     *
     * @param law node with {@code components}
     * @return empty when its numbers make no law: then L09 or L11 has said so
     */
    static Optional<Truncated> mixture(PolicyNode law, String median, PolicyNode min, PolicyNode max) {
        List<Mixture.Component> parts = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (PolicyNode component : law.get("components").items()) {
            BigDecimal weight = component.get("weight").decimal();
            sum = sum.add(weight);
            if (weight.signum() <= 0
                    || component.get(median).decimal().signum() <= 0
                    || component.get("sigma_log").decimal().signum() <= 0) {
                return Optional.empty();
            }
            parts.add(new Mixture.Component(
                    weight.doubleValue(),
                    new LogNormal(
                            component.get(median).number(),
                            component.get("sigma_log").number())));
        }
        return sum.compareTo(BigDecimal.ONE) == 0
                ? truncated(new Mixture(parts), min.number(), max.number())
                : Optional.empty();
    }

    /** A log-normal law around a median, cut in multiples of it. */
    static Optional<Truncated> relative(PolicyNode median, PolicyNode sigma, PolicyNode relMin, PolicyNode relMax) {
        if (median.decimal().signum() <= 0 || sigma.decimal().signum() <= 0) {
            return Optional.empty();
        }
        double centre = median.number();
        return truncated(new LogNormal(centre, sigma.number()), centre * relMin.number(), centre * relMax.number());
    }

    private static Optional<Truncated> truncated(Distribution law, double min, double max) {
        boolean mass = min < max && law.cdf(max) - law.cdf(min) > 0;
        return mass ? Optional.of(new Truncated(law, min, max)) : Optional.empty();
    }

    /** Band {@code pass} of a corridor; absent when the validation policy has no such slice. */
    static Optional<PolicyNode> corridor(LintPass pass, String metric, String slice) {
        PolicyNode corridors = pass.at(VALIDATION, "/corridors");
        boolean known = corridors.has(metric) && corridors.get(metric).has(slice);
        return known ? Optional.of(corridors.get(metric).get(slice).get("pass")) : Optional.empty();
    }

    /**
     * Refuses a figure outside its corridor, or one without a corridor.
     *
     * @param place where the figure comes from
     * @param what the figure in words, such as {@code median of CLEARING.POS, seconds}
     */
    static void inside(
            LintPass pass, String policyId, PolicyNode place, String what, double value, String metric, String slice) {
        Optional<PolicyNode> band = corridor(pass, metric, slice);
        if (band.isEmpty()) {
            pass.refuse(
                    policyId,
                    place,
                    "must have a corridor " + metric + "/" + slice + " in " + VALIDATION,
                    "none, " + what + " is " + LintPass.figure(value),
                    "add the corridor");
            return;
        }
        double min = band.get().get("min").number();
        double max = band.get().get("max").number();
        if (value < min || value > max) {
            pass.refuse(
                    policyId,
                    place,
                    what + " must lie in " + metric + "/" + slice + " ("
                            + band.get().get("min").decimal().toPlainString() + " to "
                            + band.get().get("max").decimal().toPlainString() + ")",
                    LintPass.figure(value),
                    "change the law, or the corridor if the law is right");
        }
    }
}
