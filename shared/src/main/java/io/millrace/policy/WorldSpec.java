package io.millrace.policy;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/**
 * {@code config/world/<name>.yaml}: how large an own world is.
 *
 * @param parties of the whole world
 * @param merchants a target: brands that operate in several countries merge
 * @param arrivalsPerDay mean of a whole year
 * @param countries ISO codes, ascending
 */
public record WorldSpec(long parties, int merchants, long arrivalsPerDay, List<String> countries)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Id of the pack, whatever its file is called. */
    public static final String POLICY_ID = "world_spec";

    public WorldSpec {
        countries = countries.stream().sorted().toList();
    }

    /** @param root the file, as the schema accepted it */
    public static WorldSpec of(PolicyNode root) {
        return new WorldSpec(
                root.get("parties").integer(),
                root.get("merchants").int32(),
                root.get("arrivals_per_day").integer(),
                root.get("countries").texts());
    }
}
