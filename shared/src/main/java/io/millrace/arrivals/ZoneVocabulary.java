package io.millrace.arrivals;

import io.millrace.contract.Iso;
import io.millrace.world.ZoneCountries;
import java.io.Serial;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;

/** The time zones a row may name, as small codes: the position of the id in ASCII order. */
public final class ZoneVocabulary implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** No zone. */
    public static final short ABSENT = -1;

    private final String[] tzid;
    private final short[] country;

    private ZoneVocabulary(String[] tzid, short[] country) {
        this.tzid = tzid;
        this.country = country;
    }

    /** Every region of this platform's time zone database. */
    public static ZoneVocabulary ofPlatform(ZoneCountries countries) {
        return of(ZoneId.getAvailableZoneIds(), countries);
    }

    static ZoneVocabulary of(Collection<String> tzids, ZoneCountries countries) {
        String[] sorted = tzids.stream().sorted().toArray(String[]::new);
        short[] country = new short[sorted.length];
        for (int zone = 0; zone < sorted.length; zone++) {
            country[zone] = countries.country(sorted[zone]);
        }
        return new ZoneVocabulary(sorted, country);
    }

    /** @return {@link #ABSENT} for an id that is no zone */
    public short code(String id) {
        int found = Arrays.binarySearch(tzid, id);
        return found < 0 ? ABSENT : (short) found;
    }

    public String tzid(short code) {
        return tzid[code];
    }

    /** @return {@link Iso} code, {@link Iso#ABSENT} when the zone belongs to no single country */
    public short country(short code) {
        return country[code];
    }

    public int size() {
        return tzid.length;
    }
}
