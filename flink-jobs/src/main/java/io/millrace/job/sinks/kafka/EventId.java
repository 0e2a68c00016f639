package io.millrace.job.sinks.kafka;

import io.millrace.run.RunIdentity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Id of a row on the bus, the same in every replay and every run that makes the row: SHA-256, as 64 hex digits, of
 * {@code data set | manifest_fingerprint | parameter_hash | seed | scenario_id | key values}, joined by bars, numbers as
 * decimal text. For one thread.
 */
final class EventId {
    /** Hex digits of an id. */
    static final int LENGTH = 64;

    private static final VarHandle BITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest prefix;
    private final byte[] hex = new byte[LENGTH];
    private long bits;

    EventId(String datasetId, RunIdentity identity) {
        try {
            prefix = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        prefix.update(String.join(
                        "|",
                        datasetId,
                        identity.manifestFingerprint(),
                        identity.parameterHash(),
                        identity.seedText(),
                        identity.scenarioId())
                .getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * @param keys {@code |value|value} of the row
     * @return 64 ASCII digits, good until the next call
     */
    byte[] of(byte[] keys, int length) {
        MessageDigest digest;
        try {
            // What is the same in all rows is hashed once.
            digest = (MessageDigest) prefix.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 of every Java platform can be cloned", e);
        }
        digest.update(keys, 0, length);
        byte[] sum = digest.digest();
        bits = (long) BITS.get(sum, 0);
        for (int i = 0; i < sum.length; i++) {
            hex[2 * i] = DIGITS[sum[i] >> 4 & 0xF];
            hex[2 * i + 1] = DIGITS[sum[i] & 0xF];
        }
        return hex;
    }

    /** First 64 bits of the last id. */
    long bits() {
        return bits;
    }
}
