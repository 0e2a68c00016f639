package io.millrace.attach;

import java.io.Serial;
import java.io.Serializable;

/**
 * Features of behaviour_config_6B that attach knows; off means probability 0.
 *
 * @param terminals physical arrivals may use a terminal of the site
 * @param trips parties may visit several merchants of a zone within one hour
 */
public record AttachSwitches(boolean terminals, boolean trips) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;
}
