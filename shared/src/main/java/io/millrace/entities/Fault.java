package io.millrace.entities;

/** What can be wrong with a single row, and the check that tells it. */
public enum Fault {
    ID_UNKNOWN("STRUCTURE", "ids that decode to nothing"),
    ID_REPEATED("STRUCTURE", "repeated ids"),
    ROW_MISSING("STRUCTURE", "missing rows"),
    REFERENCE_BROKEN("STRUCTURE", "references that lead elsewhere"),
    ROLE_ROW("STRUCTURE", "entities and role rows that do not pair"),
    LINK_ROW("STRUCTURE", "instruments and link rows that do not pair"),
    PLACE("COUNT_PLAN", "parties away from their zone or segment"),
    OWNER("LINKS", "devices without exactly one owner"),
    NO_TYPICAL_IP("LINKS", "devices without a typical address"),
    NOT_READY("ATTACH_READY", "pickable parties that cannot pay"),
    FOREIGN_ROLE("ROLES", "roles of another kind of entity"),
    IP_TYPE("STRUCTURE", "addresses of another type than their pool");

    private final String checkId;
    private final String text;

    Fault(String checkId, String text) {
        this.checkId = checkId;
        this.text = text;
    }

    String checkId() {
        return checkId;
    }

    String text() {
        return text;
    }
}
