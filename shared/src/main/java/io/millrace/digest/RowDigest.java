package io.millrace.digest;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Collection;

/**
 * Digest of a multiset of rows, law {@value #LAW}: the sum of XXH3-128 (seed 0) over the canonical bytes of each row,
 * modulo 2^128. A sum and not an xor, so duplicates do not cancel; order, layout and restarts do not matter, and digests
 * of parts add up. It finds faults, it is no signature. Contracts 6.4.
 */
public final class RowDigest {
    /** Name of the law in footers and manifests. */
    public static final String LAW = "xxh3-128-sum-v1";

    private static final int HEX_DIGITS = 32;
    private static final Hasher128 XXH3 = Hashing.xxh3_128();

    private final ShortXxh3 xxh3 = new ShortXxh3();
    private long high;
    private long low;

    /** Adds one row. */
    public void addRow(byte[] canonical, int offset, int length) {
        if (length >= ShortXxh3.LENGTH_MIN && length <= ShortXxh3.LENGTH_MAX) {
            xxh3.hash(canonical, offset, length);
            add(xxh3.high(), xxh3.low());
        } else {
            HashValue128 hash = XXH3.hashBytesTo128Bits(canonical, offset, length);
            add(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        }
    }

    /** Adds the rows of another digest. */
    public void add(RowDigest other) {
        add(other.high, other.low);
    }

    private void add(long otherHigh, long otherLow) {
        long sum = low + otherLow;
        high += otherHigh + (Long.compareUnsigned(sum, otherLow) < 0 ? 1 : 0);
        low = sum;
    }

    /** 32 hex digits, most significant first; the empty set is all zeros. */
    public String hex() {
        return Hex.of(high) + Hex.of(low);
    }

    /** @throws IllegalArgumentException unless 32 lower-case hex digits */
    public static RowDigest parse(String hex) {
        if (hex.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("a row digest has " + HEX_DIGITS + " hex digits, was " + hex);
        }
        RowDigest digest = new RowDigest();
        digest.high = Hex.parse(hex.substring(0, HEX_DIGITS / 2));
        digest.low = Hex.parse(hex.substring(HEX_DIGITS / 2));
        return digest;
    }

    /** Digest of the union of parts, from the texts of their footers. */
    public static String sum(Collection<String> hexes) {
        RowDigest sum = new RowDigest();
        hexes.forEach(hex -> sum.add(parse(hex)));
        return sum.hex();
    }
}
