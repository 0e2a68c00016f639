package io.millrace.story;

/**
 * A value of a sealed policy that had a say.
 *
 * @param policyId such as {@code attachment_policy_6B}
 * @param pointer RFC 6901, from the root of the policy
 * @param value as the policy has it, on one line
 */
public record Rule(String policyId, String pointer, String value) {
    /** {@code policy#/pointer}. */
    public String place() {
        return policyId + "#" + pointer;
    }
}
