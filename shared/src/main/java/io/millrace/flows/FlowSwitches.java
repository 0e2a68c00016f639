package io.millrace.flows;

import java.io.Serial;
import java.io.Serializable;

/**
 * Features of behaviour_config_6B that flows knows; off means probability 0.
 *
 * @param retries arrivals after a decline may go on with its order; off, there are no candidates and no draw
 * @param stepUp payments may be challenged; off, nothing is drawn for it
 * @param voids approvals may be reversed before clearing; off, their share clears
 * @param refunds cleared purchases may be refunded
 */
public record FlowSwitches(boolean retries, boolean stepUp, boolean voids, boolean refunds) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Everything the policies can do. */
    public static final FlowSwitches ALL_ON = new FlowSwitches(true, true, true, true);
}
