package io.millrace.random;

import java.io.Serial;
import java.io.Serializable;

/** Keyed one-to-one map of [1, 2^63) onto itself: arrival keys to ids and back; random law section 6. */
public final class KeyedBijection implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long MASK = Long.MAX_VALUE;
    private static final long M0 = 0x3C79AC492BA7B653L;
    private static final long M1 = 0x1C69B3F74AC4AE35L;
    private static final long M2 = 0x62A9D9ED799705F5L;
    private static final long INVERSE_0 = 0x409C5FE5BD6DFDDBL;
    private static final long INVERSE_1 = 0x447C8F6B6BAFB41DL;
    private static final long INVERSE_2 = 0x0E7FC80BBD7BBE5DL;

    private final long k0;
    private final long k1;
    private final long k2;

    private KeyedBijection(long k0, long k1, long k2) {
        this.k0 = k0 & MASK;
        this.k1 = k1 & MASK;
        this.k2 = k2 & MASK;
    }

    /** @param kind {@code flow_id}, {@code session_id} or {@code order_id} */
    public static KeyedBijection of(String manifestFingerprint, long seed, String kind) {
        byte[] hash = KeyLaw.hash("millrace:id:v1", manifestFingerprint, seed, kind);
        return new KeyedBijection(KeyLaw.word(hash, 0), KeyLaw.word(hash, 8), KeyLaw.word(hash, 16));
    }

    /** @param arrivalKey 1..2^63-1
     * @return 1..2^63-1 */
    public long id(long arrivalKey) {
        long y = enc(arrivalKey);
        return y == 0 ? enc(0) : y;
    }

    /** Inverse of {@link #id}. */
    public long arrivalKey(long id) {
        long x = dec(id);
        return x == 0 ? dec(0) : x;
    }

    private long enc(long value) {
        long x = (value + k0) & MASK;
        x ^= x >>> 32;
        x = (x * M0) & MASK;
        x ^= x >>> 29;
        x = (x + k1) & MASK;
        x = (x * M1) & MASK;
        x ^= x >>> 32;
        x = (x + k2) & MASK;
        x = (x * M2) & MASK;
        x ^= x >>> 29;
        return x;
    }

    private long dec(long value) {
        long x = value;
        x ^= (x >>> 29) ^ (x >>> 58);
        x = (x * INVERSE_2) & MASK;
        x = (x - k2) & MASK;
        x ^= x >>> 32;
        x = (x * INVERSE_1) & MASK;
        x = (x - k1) & MASK;
        x ^= (x >>> 29) ^ (x >>> 58);
        x = (x * INVERSE_0) & MASK;
        x ^= x >>> 32;
        x = (x - k0) & MASK;
        return x;
    }
}
