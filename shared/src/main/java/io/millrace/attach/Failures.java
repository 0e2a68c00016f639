package io.millrace.attach;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.Channel;
import io.millrace.contract.Iso;

/** Failures of attach, told by row. */
final class Failures {
    private Failures() {}

    /** @param party who it is, in words */
    static RunException noCandidates(String party, AttachRow row, String dimension) {
        return new RunException(Problem.of(
                ErrorCode.S1_ENTITY_NO_CANDIDATES,
                where(row) + ", " + party,
                "must have a candidate for " + dimension + " on channel " + Channel.ofCode(row.channel) + " in "
                        + Iso.country(row.country),
                "none after all relaxations",
                "give the party one in layer 3, or leave it out of the entity index"));
    }

    static RunException outOfRange(AttachRow row, String column, String expected, long found) {
        return new RunException(Problem.of(
                ErrorCode.S1_ARRIVAL_FIELD_RANGE,
                where(row) + ", column " + column,
                expected,
                Long.toString(found),
                "prepare the arrivals again"));
    }

    static RunException brokenReference(AttachRow row, String column, long found) {
        return new RunException(Problem.of(
                ErrorCode.S1_ENTITY_REFERENCE_INVALID,
                where(row) + ", column " + column,
                "must stand in its dimension table",
                Long.toUnsignedString(found),
                "prepare arrivals and dimensions from one world"));
    }

    private static String where(AttachRow row) {
        return "arrival_events_5B, merchant " + Long.toUnsignedString(row.merchantId) + ", arrival_seq "
                + row.arrivalSeq;
    }
}
