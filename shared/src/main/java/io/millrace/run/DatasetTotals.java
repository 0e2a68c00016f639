package io.millrace.run;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the part files of one dataset add up to: rows, row digest modulo 2^128, link sums and counters modulo 2^64, first
 * and last time. Addition alone, so order, file layout and restarts do not matter. Contracts 6.4.
 */
public final class DatasetTotals {
    private static final int DIGEST_CHARACTERS = 32;
    private static final int WORD_CHARACTERS = 16;

    private final String datasetId;
    private final SortedMap<String, long[]> links = new TreeMap<>();
    private final SortedMap<String, Long> counters = new TreeMap<>();
    private long rows;
    private long digestHigh;
    private long digestLow;
    private long tsMinMicros = Long.MAX_VALUE;
    private long tsMaxMicros = Long.MIN_VALUE;

    public DatasetTotals(String datasetId) {
        this.datasetId = datasetId;
    }

    /**
     * Adds one file.
     *
     * @param rowDigest 32 hex digits
     * @param linkTexts name to {@code p1:p2}, 16 hex digits each
     * @param counterTexts name to decimal text
     */
    public void add(
            long fileRows,
            String rowDigest,
            Map<String, String> linkTexts,
            Map<String, String> counterTexts,
            long fileTsMinMicros,
            long fileTsMaxMicros) {
        if (rowDigest.length() != DIGEST_CHARACTERS) {
            throw new IllegalArgumentException("a row digest has 32 hex digits, was " + rowDigest);
        }
        rows += fileRows;
        long low = Long.parseUnsignedLong(rowDigest, WORD_CHARACTERS, DIGEST_CHARACTERS, 16);
        digestLow += low;
        long carry = Long.compareUnsigned(digestLow, low) < 0 ? 1 : 0;
        digestHigh += Long.parseUnsignedLong(rowDigest, 0, WORD_CHARACTERS, 16) + carry;
        linkTexts.forEach((name, text) -> {
            long[] sums = links.computeIfAbsent(name, absent -> new long[2]);
            int colon = text.indexOf(':');
            sums[0] += Long.parseUnsignedLong(text, 0, colon, 16);
            sums[1] += Long.parseUnsignedLong(text, colon + 1, text.length(), 16);
        });
        counterTexts.forEach((name, text) -> counters.merge(name, new BigInteger(text).longValue(), Long::sum));
        if (fileRows > 0) {
            tsMinMicros = Math.min(tsMinMicros, fileTsMinMicros);
            tsMaxMicros = Math.max(tsMaxMicros, fileTsMaxMicros);
        }
    }

    public String datasetId() {
        return datasetId;
    }

    public long rows() {
        return rows;
    }

    /** 32 hex digits; zeros for the empty set. */
    public String rowDigest() {
        return hex(digestHigh) + hex(digestLow);
    }

    /** {@code p1:p2}; zeros when no file has the link. */
    public String link(String name) {
        long[] sums = links.getOrDefault(name, new long[2]);
        return hex(sums[0]) + ":" + hex(sums[1]);
    }

    public SortedMap<String, String> links() {
        TreeMap<String, String> texts = new TreeMap<>();
        links.keySet().forEach(name -> texts.put(name, link(name)));
        return texts;
    }

    /** Value of an additive counter, modulo 2^64; 0 when no file has it. */
    public long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    public boolean hasCounter(String name) {
        return counters.containsKey(name);
    }

    public SortedMap<String, Long> counters() {
        return Collections.unmodifiableSortedMap(counters);
    }

    /** Microseconds; {@code Long.MAX_VALUE} for the empty set. */
    public long tsMinMicros() {
        return tsMinMicros;
    }

    /** Microseconds; {@code Long.MIN_VALUE} for the empty set. */
    public long tsMaxMicros() {
        return tsMaxMicros;
    }

    private static String hex(long word) {
        String digits = Long.toHexString(word);
        return "0".repeat(WORD_CHARACTERS - digits.length()) + digits;
    }
}
