package io.millrace.policy;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A check of {@code segment_validation_policy_6B}: how much it may find, and what that means for the verdict.
 *
 * @param checkId P1 to P8 for the parity laws, JUDGE for the rows that {@code millrace verify} reads, REALISM
 * @param group who makes it: PARITY publishing, VERIFY and REALISM the commands of these names
 * @param threshold differences or violations that are allowed
 */
public record ValidationCheck(String checkId, Group group, Severity severity, long threshold) {
    /** When a check is made. */
    public enum Group {
        PARITY,
        VERIFY,
        REALISM
    }

    /** What a check above its threshold does: keeps the run from being published or passed, is told, is only noted. */
    public enum Severity {
        REQUIRED,
        WARN,
        INFO
    }

    /** By id. */
    public static SortedMap<String, ValidationCheck> of(PolicyNode root) {
        TreeMap<String, ValidationCheck> checks = new TreeMap<>();
        for (PolicyNode check : root.get("checks").items()) {
            String id = check.get("check_id").text();
            checks.put(
                    id,
                    new ValidationCheck(
                            id,
                            Group.valueOf(check.get("group").text()),
                            Severity.valueOf(check.get("severity").text()),
                            check.get("threshold").integer()));
        }
        return Collections.unmodifiableSortedMap(checks);
    }

    /** Whether so many findings are more than allowed. */
    public boolean isBroken(long found) {
        return found > threshold;
    }
}
