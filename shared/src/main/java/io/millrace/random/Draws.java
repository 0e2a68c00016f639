package io.millrace.random;

import java.io.Serial;
import java.io.Serializable;
import java.util.HexFormat;

/**
 * The keys of one world and seed: a value is a pure function of (decision, ids). No stream, no position, no state, safe
 * for all threads. Callers count evaluations in a {@link DrawLedger}.
 */
public final class Draws implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long[] keys;
    private final String[] keyHashes;

    private Draws(long[] keys, String[] keyHashes) {
        this.keys = keys;
        this.keyHashes = keyHashes;
    }

    /**
     * @param manifestFingerprint 64 hex characters
     * @param seed unsigned
     * @throws IllegalStateException when two decisions share a key
     */
    public static Draws of(String manifestFingerprint, long seed) {
        Decision[] decisions = Decision.values();
        long[] keys = new long[decisions.length];
        String[] hashes = new String[decisions.length];
        for (Decision decision : decisions) {
            byte[] hash = KeyLaw.hash(
                    "millrace:rng:v1",
                    manifestFingerprint,
                    seed,
                    decision.family().text(),
                    decision.name());
            keys[decision.ordinal()] = KeyLaw.word(hash, 0);
            hashes[decision.ordinal()] = HexFormat.of().formatHex(hash);
        }
        if (java.util.Arrays.stream(keys).distinct().count() != keys.length) {
            throw new IllegalStateException("two decisions share a key in world " + manifestFingerprint);
        }
        return new Draws(keys, hashes);
    }

    /** Lane 0. */
    public long x0(Decision decision, long hi, long lo) {
        return Philox2x64.x0(keys[decision.ordinal()], hi, lo);
    }

    /** Lane 1; only for decisions with two draws. */
    public long x1(Decision decision, long hi, long lo) {
        return Philox2x64.x1(keys[decision.ordinal()], hi, lo);
    }

    /** Both lanes into {@code lanes[0..1]}. */
    public void block(Decision decision, long hi, long lo, long[] lanes) {
        Philox2x64.block(keys[decision.ordinal()], hi, lo, lanes);
    }

    /** Both lanes into {@code lanes[at]} and the next. */
    public void block(Decision decision, long hi, long lo, long[] lanes, int at) {
        Philox2x64.block(keys[decision.ordinal()], hi, lo, lanes, at);
    }

    public long key(Decision decision) {
        return keys[decision.ordinal()];
    }

    /** SHA-256 of the key law, hex; {@code key_sha256_hex} of the audit log. */
    public String keyHash(Decision decision) {
        return keyHashes[decision.ordinal()];
    }
}
