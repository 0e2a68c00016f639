package io.millrace.policy;

/**
 * One policy file after strict parsing.
 *
 * @param policyId file name without ending
 * @param file place for messages, e.g. {@code config/layer3/6B/timing_policy_6B.yaml}
 * @param root parsed tree with lines and columns
 * @param canonicalJson RFC 8785 text; what identity hashes and the gate seals
 * @param digest SHA-256 of {@code canonicalJson}, hex64
 */
public record PolicyPack(String policyId, String file, PolicyNode root, String canonicalJson, String digest) {
    /** {@code policy_version} of the header. */
    public String version() {
        return root.get("policy_version").text();
    }

    /** {@code law_revision} of the header. */
    public int lawRevision() {
        return root.get("law_revision").int32();
    }
}
