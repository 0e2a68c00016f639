package io.millrace.flows;

import io.millrace.policy.FlowShapePolicy.Curve;
import io.millrace.policy.FlowShapePolicy.Point;

/** A factor by amount quantile, straight between the policy's points: {@code f + (q - at) * slope}. */
final class CurveLaw {
    private final double[] at;
    private final double[] factor;
    private final double[] slope;

    CurveLaw(Curve curve) {
        int segments = curve.points().size() - 1;
        at = new double[segments];
        factor = new double[segments];
        slope = new double[segments];
        for (int i = 0; i < segments; i++) {
            Point from = curve.points().get(i);
            Point to = curve.points().get(i + 1);
            at[i] = from.quantile();
            factor[i] = from.factor();
            slope[i] = (to.factor() - from.factor()) / (to.quantile() - from.quantile());
        }
    }

    /** @param q 0..1 */
    double at(double q) {
        int segment = at.length - 1;
        while (q < at[segment]) {
            segment--;
        }
        return factor[segment] + (q - at[segment]) * slope[segment];
    }
}
