package io.millrace.world;

import io.millrace.contract.ContractResource;
import io.millrace.contract.Iso;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Which country a time zone lies in, as shipped in {@code contracts/dictionary/zone_country.yaml}. The platform's own
 * time zone database has no countries.
 */
public final class ZoneCountries {
    private final Map<String, Short> countryOfTzid;

    private ZoneCountries(Map<String, Short> countryOfTzid) {
        this.countryOfTzid = countryOfTzid;
    }

    /** The table this program was built with. */
    public static ZoneCountries shipped() {
        Map<String, Short> countryOfTzid = new HashMap<>();
        for (JsonNode zone :
                ContractResource.yaml("dictionary/zone_country.yaml").get("zones")) {
            countryOfTzid.put(zone.get("tzid").asString(), (short)
                    Iso.pack(zone.get("country").asString()));
        }
        return new ZoneCountries(countryOfTzid);
    }

    /** @return {@link Iso} code, {@link Iso#ABSENT} for zones of no single country and for unknown ids */
    public short country(String tzid) {
        return countryOfTzid.getOrDefault(tzid, (short) Iso.ABSENT);
    }

    /** Zones with a country. */
    public int size() {
        return countryOfTzid.size();
    }
}
