package io.millrace.run;

import java.util.List;
import java.util.Optional;

/**
 * How one producer seals one segment: an entry of {@code contracts/dictionary/upstream.yaml}, contracts 3.3.
 *
 * @param segment 1A .. 6A
 * @param layer 1..3
 * @param producer whose engine wrote the segment
 * @param bundleRoot template with a final slash
 * @param index what the index file looks like
 * @param digest what the flag holds
 * @param verdicts the first whose file and pointer exist decides; none means the flag alone tells
 * @param fingerprints places that must show the fingerprint, each that exists
 */
public record UpstreamLaw(
        String segment,
        int layer,
        Producer producer,
        String bundleRoot,
        IndexLaw index,
        BundleDigestLaw digest,
        List<Verdict> verdicts,
        List<Place> fingerprints) {
    public UpstreamLaw {
        verdicts = List.copyOf(verdicts);
        fingerprints = List.copyOf(fingerprints);
    }

    /** Whose bundle. */
    public enum Producer {
        REFERENCE,
        MILLRACE
    }

    /** What listed paths are relative to. */
    public enum PathBase {
        BUNDLE,
        UPSTREAM_ROOT
    }

    /** Order of members in the digest. */
    public enum MemberOrder {
        PATH_ASCII,
        ID_ASCII,
        AS_LISTED
    }

    /** What the bundle digest runs over. */
    public enum DigestOver {
        /** Raw bytes of the listed files. */
        MEMBER_BYTES,
        /** The 64-character texts of the listed digests; the files are not read. */
        MEMBER_HEX_TEXT
    }

    /** Whether each listed digest is recomputed. */
    public enum MemberCheck {
        SHA256,
        NONE
    }

    /** Whether other files may lie in the bundle. */
    public enum FileSet {
        EXACT,
        LISTED_ONLY
    }

    /** What the flag file holds. */
    public enum FlagForm {
        TEXT_LINE,
        JSON_DIGEST
    }

    /**
     * Shape of the index.
     *
     * @param files candidates; the first that exists is the index
     * @param rowsAt pointer of the array of members
     * @param pathField key of a member's path
     * @param shaField key of its digest, empty when the index has none
     * @param idField key of its id, empty when it has none
     * @param pathBase what paths are relative to
     * @param isMember the index lists itself and is digested with the rest
     */
    public record IndexLaw(
            List<String> files,
            String rowsAt,
            String pathField,
            Optional<String> shaField,
            Optional<String> idField,
            PathBase pathBase,
            boolean isMember) {
        public IndexLaw {
            files = List.copyOf(files);
        }
    }

    /**
     * Bundle digest and what is checked with it.
     *
     * @param order of members
     * @param over bytes or texts
     * @param memberCheck of listed digests
     * @param fileSet of the bundle folder
     * @param flagForm of the flag
     */
    public record BundleDigestLaw(
            MemberOrder order, DigestOver over, MemberCheck memberCheck, FileSet fileSet, FlagForm flagForm) {}

    /**
     * A candidate for the segment's own verdict.
     *
     * @param place of the text
     * @param pass texts that pass
     */
    public record Verdict(Place place, List<String> pass) {
        public Verdict {
            pass = List.copyOf(pass);
        }
    }

    /**
     * A value in a JSON file of the bundle.
     *
     * @param file relative to the bundle
     * @param pointer RFC 6901
     */
    public record Place(String file, String pointer) {
        @Override
        public String toString() {
            return file + "#" + pointer;
        }
    }

    /** Bundle folder of one world, relative to the upstream root, with a final slash. */
    public String bundlePath(String manifestFingerprint, String scenarioId) {
        return UpstreamLaws.render(bundleRoot, manifestFingerprint, scenarioId);
    }
}
