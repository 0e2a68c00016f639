package io.millrace.arrivals;

/**
 * What a survey counted of one thing.
 *
 * @param key which thing
 * @param rows accepted arrivals of it; rejected rows for REJECT; 0 for a zone that was only named
 * @param firstMicros earliest of them
 * @param lastMicros latest
 * @param seqMax largest arrival_seq
 */
public record Tally(Key key, long rows, long firstMicros, long lastMicros, long seqMax) {
    /** Kinds of things that are counted; each uses the fields of the key that it names. */
    public enum Kind {
        /** id (first hour of the horizon that a row implies), seqMax (bucket_index). */
        START,
        /** merchantId, zone (tzid_primary), country, code (channel), isVirtual. */
        MERCHANT,
        /** merchantId, id (site), zone (tzid_primary), country. */
        SITE,
        /** merchantId, id (edge). */
        EDGE,
        /** zone (demand zone). */
        ZONE,
        /** zone, named by any other column. */
        ZONE_NAMED,
        /** code (reject reason). */
        REJECT,
        /** id (source row), zone unused, merchantId (source file): a row whose key came earlier in total order. */
        DUPLICATE
    }

    /**
     * @param merchantId unsigned
     * @param id site or edge, unsigned
     * @param zone code of the zone vocabulary
     * @param country {@link io.millrace.contract.Iso} code
     * @param code channel or reason
     */
    public record Key(Kind kind, long merchantId, long id, short zone, short country, byte code, boolean isVirtual) {
        static Key ofId(Kind kind, long merchantId, long id) {
            return new Key(kind, merchantId, id, (short) 0, (short) 0, (byte) 0, false);
        }

        static Key ofZone(Kind kind, short zone) {
            return new Key(kind, 0, 0, zone, (short) 0, (byte) 0, false);
        }
    }
}
