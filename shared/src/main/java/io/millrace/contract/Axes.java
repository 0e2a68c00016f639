package io.millrace.contract;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values for the tokens of path templates: {@code seed}, {@code wph}, {@code mf}, {@code scenario_id}, and for runs
 * {@code ph} and {@code run_id}.
 */
public final class Axes {
    private final SortedMap<String, String> valueByToken;

    private Axes(SortedMap<String, String> valueByToken) {
        this.valueByToken = Collections.unmodifiableSortedMap(valueByToken);
    }

    /** Axes of world data. */
    public static Axes ofWorld(String seed, String worldParameterHash, String manifestFingerprint, String scenarioId) {
        TreeMap<String, String> values = new TreeMap<>();
        values.put("seed", seed);
        values.put("wph", worldParameterHash);
        values.put("mf", manifestFingerprint);
        values.put("scenario_id", scenarioId);
        return new Axes(values);
    }

    /** The same with the two of a run. */
    public Axes ofRun(String parameterHash, String runId) {
        TreeMap<String, String> values = new TreeMap<>(valueByToken);
        values.put("ph", parameterHash);
        values.put("run_id", runId);
        return new Axes(values);
    }

    /** Value by token, for manifests and messages. */
    public SortedMap<String, String> valueByToken() {
        return valueByToken;
    }

    boolean has(String token) {
        return valueByToken.containsKey(token);
    }

    /** Fills every token it knows; {@code utc_date} and other tokens of the writer stay as they are. */
    public String render(String template) {
        String path = template;
        for (Map.Entry<String, String> entry : valueByToken.entrySet()) {
            path = path.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return path;
    }
}
