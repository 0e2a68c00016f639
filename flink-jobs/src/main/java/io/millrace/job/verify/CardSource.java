package io.millrace.job.verify;

import io.millrace.digest.CanonicalJson;
import io.millrace.run.RunIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a card was taken from. A published run never changes, so a card that was kept is as good as a new one as long as
 * this is the same.
 *
 * @param seed unsigned, decimal
 * @param bundleDigest hex64; empty when the run has no flag
 * @param parameterHash hex64, all policies, the bands among them
 * @param queriesDigest hex64, see {@link MetricQuery#digest()}
 * @param tables 6A tables that were found, by their dataset ids in order
 */
public record CardSource(
        String runId,
        String seed,
        Optional<String> bundleDigest,
        String parameterHash,
        String queriesDigest,
        List<String> tables) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public CardSource {
        tables = List.copyOf(tables);
    }

    static CardSource of(RunIdentity identity, Optional<String> bundleDigest, Collection<String> tables) {
        return new CardSource(
                identity.runId(),
                identity.seedText(),
                bundleDigest,
                identity.parameterHash(),
                MetricQuery.digest(),
                List.copyOf(new TreeSet<>(tables)));
    }

    /** Whether a card, as {@link Scorecard#json} writes it, says that it was taken from this. */
    boolean isNamedBy(JsonNode card) {
        return card.path("of").equals(JSON.readTree(CanonicalJson.of(json())));
    }

    Map<String, Object> json() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("run_id", runId);
        json.put("seed", seed);
        json.put("bundle_digest", bundleDigest.orElse(null));
        json.put("parameter_hash", parameterHash);
        json.put("queries_digest", queriesDigest);
        json.put("tables", tables);
        return json;
    }
}
