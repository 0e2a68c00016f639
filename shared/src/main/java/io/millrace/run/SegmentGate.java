package io.millrace.run;

import java.util.Optional;

/**
 * What came out of one segment's gate.
 *
 * @param segment 1A .. 6A
 * @param layer 1..3
 * @param status the outcome
 * @param bundle what was checked
 * @param flag what it was compared with
 * @param verdictSource {@code file#pointer}; {@link #FLAG_ONLY} or {@link #WORLD_LAW}
 */
public record SegmentGate(String segment, int layer, Status status, Bundle bundle, Flag flag, String verdictSource) {
    /** Verdict source of bundles that state no verdict. */
    public static final String FLAG_ONLY = "FLAG_ONLY";

    /** Verdict source of segments that are made on the fly. */
    public static final String WORLD_LAW = "WORLD_LAW";

    private static final int DIGEST_CHARACTERS_SHOWN = 8;

    /** Outcomes of a gate. */
    public enum Status {
        PASS,
        /** Nothing is on disk: the rows follow from the world's law. */
        DERIVED,
        FAIL
    }

    /**
     * The bundle.
     *
     * @param producer whose law was applied, lower case as in the contracts
     * @param path relative to the upstream root, with a final slash
     * @param sha256Hex recomputed bundle digest; empty when it could not be computed, or nothing is on disk
     * @param membersListed members in the index
     * @param membersVerified members whose own listed digest was recomputed
     * @param memberBytes bytes of the members that were read
     */
    public record Bundle(
            String producer,
            String path,
            Optional<String> sha256Hex,
            int membersListed,
            int membersVerified,
            long memberBytes) {}

    /**
     * The flag file.
     *
     * @param path relative to the upstream root
     * @param sha256Hex digest of its bytes; empty when there is none
     * @param sizeBytes its size
     */
    public record Flag(String path, Optional<String> sha256Hex, long sizeBytes) {}

    /** A segment that is made on the fly. */
    static SegmentGate derived(String segment, int layer, String bundlePath, String flagFile) {
        return new SegmentGate(
                segment,
                layer,
                Status.DERIVED,
                new Bundle("millrace", bundlePath, Optional.empty(), 0, 0, 0),
                new Flag(bundlePath + flagFile, Optional.empty(), 0),
                WORLD_LAW);
    }

    /** The line a person sees: {@code 5B PASS 2 members, digest 51ab42c0…, verdict from index.json#/status}. */
    public String line() {
        if (status == Status.DERIVED) {
            return segment + " DERIVED from the world's law";
        }
        String members = bundle.membersListed() + (bundle.membersListed() == 1 ? " member" : " members");
        String verified = bundle.membersVerified() == bundle.membersListed()
                ? ""
                : " (" + bundle.membersVerified() + " with a digest of their own)";
        String digest = bundle.sha256Hex()
                .map(hex -> "digest " + hex.substring(0, DIGEST_CHARACTERS_SHOWN) + "…")
                .orElse("no digest");
        return segment + " " + status + " " + members + verified + ", " + digest + ", verdict from " + verdictSource;
    }
}
