package io.millrace.run;

import io.millrace.contract.Axes;
import io.millrace.digest.TupleDigest;
import java.io.ByteArrayOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The axes of a run. All follow from data; no clock and no setting of a run profile is in them.
 *
 * @param seed unsigned
 * @param scenarioId a window on a world
 * @param worldParameterHash hex64, policies that shaped the world
 * @param parameterHash hex64, all policies in effect
 * @param manifestFingerprint hex64, the world
 */
public record RunIdentity(
        long seed, String scenarioId, String worldParameterHash, String parameterHash, String manifestFingerprint)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Law of the world generator; raised when the same packs would make other rows. */
    public static final String WORLD_LAW = "1";

    private static final Pattern SCENARIO = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");
    private static final int RUN_ID_CHARACTERS = 32;

    public RunIdentity {
        require(SCENARIO, scenarioId, "scenario_id");
        require(HEX_64, worldParameterHash, "world_parameter_hash");
        require(HEX_64, parameterHash, "parameter_hash");
        require(HEX_64, manifestFingerprint, "manifest_fingerprint");
    }

    /** Fingerprint of a world of our own. */
    public static String ownWorld(String worldParameterHash, long seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TupleDigest.uer(bytes, "millrace:world:v1");
        TupleDigest.uer(bytes, WORLD_LAW);
        bytes.writeBytes(HexFormat.of().parseHex(worldParameterHash));
        TupleDigest.le64(bytes, seed);
        return TupleDigest.sha256Hex(bytes.toByteArray());
    }

    /** 32 hex digits; equal inputs find the same run. */
    public String runId() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TupleDigest.uer(bytes, "millrace:run:v1");
        bytes.writeBytes(HexFormat.of().parseHex(manifestFingerprint));
        bytes.writeBytes(HexFormat.of().parseHex(parameterHash));
        TupleDigest.le64(bytes, seed);
        TupleDigest.uer(bytes, scenarioId);
        return TupleDigest.sha256Hex(bytes.toByteArray()).substring(0, RUN_ID_CHARACTERS);
    }

    public String seedText() {
        return Long.toUnsignedString(seed);
    }

    /** Values for the tokens of path templates. */
    public Axes axes() {
        return Axes.ofWorld(seedText(), worldParameterHash, manifestFingerprint, scenarioId)
                .ofRun(parameterHash, runId());
    }

    /** Axis path of run data, without leading or trailing slash. */
    public String axisPath() {
        return "seed=" + seedText() + "/parameter_hash=" + parameterHash + "/manifest_fingerprint="
                + manifestFingerprint + "/scenario_id=" + scenarioId;
    }

    /** Axis path of world data. */
    public String worldAxisPath() {
        return "seed=" + seedText() + "/parameter_hash=" + worldParameterHash + "/manifest_fingerprint="
                + manifestFingerprint;
    }

    private static void require(Pattern pattern, String text, String name) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(name + " must match " + pattern + ", was " + text);
        }
    }
}
