package io.millrace.job.verify;

/** How a flow was planned to end, in the order of the templates of {@code flow_shape_policy_6B}, 1..12. */
enum PlannedEnd {
    CLEARED,
    REFUNDED,
    VOIDED,
    EXPIRED,
    DECLINED,
    CHALLENGED_CLEARED,
    CHALLENGED_REFUNDED,
    CHALLENGED_VOIDED,
    CHALLENGED_EXPIRED,
    CHALLENGED_DECLINED,
    FAILED_CHALLENGE,
    ABANDONED_CHALLENGE;

    private static final PlannedEnd[] VALUES = values();

    /** @throws IllegalArgumentException outside 1..12 */
    static PlannedEnd ofTemplate(int template) {
        if (template < 1 || template > VALUES.length) {
            throw new IllegalArgumentException("templates are 1.." + VALUES.length + ", was " + template);
        }
        return VALUES[template - 1];
    }

    boolean challenged() {
        return ordinal() > DECLINED.ordinal();
    }

    /** Its challenge, when there was one. */
    boolean passed() {
        return challenged() && ordinal() < FAILED_CHALLENGE.ordinal();
    }

    /** By the issuer. */
    boolean isDeclined() {
        return this == DECLINED || this == CHALLENGED_DECLINED;
    }

    /** By the issuer or for its challenge. */
    boolean isRefused() {
        return isDeclined() || this == FAILED_CHALLENGE || this == ABANDONED_CHALLENGE;
    }

    /** Refunded or not. */
    boolean isCleared() {
        return this == CLEARED || this == CHALLENGED_CLEARED || isRefunded();
    }

    boolean isRefunded() {
        return this == REFUNDED || this == CHALLENGED_REFUNDED;
    }

    boolean isVoided() {
        return this == VOIDED || this == CHALLENGED_VOIDED;
    }

    boolean isExpired() {
        return this == EXPIRED || this == CHALLENGED_EXPIRED;
    }
}
