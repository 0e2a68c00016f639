package io.millrace.world;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * World of an index and what it was made from.
 *
 * @param manifestFingerprint 64 hex characters
 * @param seed of the world, unsigned
 * @param sourceDigest digest of the rows or files of each source table, by dataset id
 */
public record EntityIndexAxes(String manifestFingerprint, long seed, SortedMap<String, String> sourceDigest) {
    private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");

    public EntityIndexAxes {
        if (!HEX_64.matcher(manifestFingerprint).matches()) {
            throw new IllegalArgumentException("manifest fingerprint of 64 hex digits, was " + manifestFingerprint);
        }
        sourceDigest = Collections.unmodifiableSortedMap(new TreeMap<>(sourceDigest));
    }

    public static EntityIndexAxes of(String manifestFingerprint, long seed, Map<String, String> sourceDigest) {
        return new EntityIndexAxes(manifestFingerprint, seed, new TreeMap<>(sourceDigest));
    }
}
