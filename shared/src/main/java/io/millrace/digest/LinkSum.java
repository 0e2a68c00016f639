package io.millrace.digest;

import java.util.Collection;

/**
 * Cheap key digest of a multiset of unsigned 64-bit numbers: {@code p1} = sum of x, {@code p2} = sum of x squared, both
 * modulo 2^64. Plain integer arithmetic, so any SQL engine can recompute it. Contracts 6.4.
 */
public final class LinkSum {
    private static final long MERCHANT_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long SEQUENCE_FACTOR = 0xC2B2AE3D27D4EB4FL;

    private long sum;
    private long sumOfSquares;

    public void add(long x) {
        sum += x;
        sumOfSquares += x * x;
    }

    /** The number of an arrival in link {@code arrival}. */
    public static long arrival(long merchantId, long arrivalSeq) {
        return merchantId * MERCHANT_FACTOR + arrivalSeq * SEQUENCE_FACTOR;
    }

    /** {@code p1:p2}, 16 hex digits each. */
    public String text() {
        return Hex.of(sum) + ":" + Hex.of(sumOfSquares);
    }

    /** @throws IllegalArgumentException unless {@code p1:p2} */
    public static LinkSum parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a link sum is p1:p2, was " + text);
        }
        LinkSum link = new LinkSum();
        link.sum = Hex.parse(parts[0]);
        link.sumOfSquares = Hex.parse(parts[1]);
        return link;
    }

    /** Link sum of the union of parts, from the texts of their footers. */
    public static String sum(Collection<String> texts) {
        LinkSum total = new LinkSum();
        for (String text : texts) {
            LinkSum part = parse(text);
            total.sum += part.sum;
            total.sumOfSquares += part.sumOfSquares;
        }
        return total.text();
    }
}
