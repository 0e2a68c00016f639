package io.millrace.world;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.contract.Iso;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.StrictYaml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which country a time zone lies in, as shipped in {@code contracts/dictionary/zones.yaml}. The platform's own time zone
 * database has no countries.
 */
public final class ZoneCountries {
    private static final String RESOURCE = "contracts/dictionary/zones.yaml";

    private final Map<String, Short> countryOfTzid;

    private ZoneCountries(Map<String, Short> countryOfTzid) {
        this.countryOfTzid = countryOfTzid;
    }

    /** @throws PolicyException CONTRACT_SET_INCOMPLETE when the table is missing or not strict YAML */
    public static ZoneCountries load() {
        List<Problem> problems = new ArrayList<>();
        try (InputStream stream = ZoneCountries.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IOException("no such resource");
            }
            PolicyNode root = StrictYaml.parse(RESOURCE, stream.readAllBytes(), problems)
                    .orElseThrow(() -> new PolicyException(problems));
            return of(root);
        } catch (IOException e) {
            throw new PolicyException(
                    Problem.of(
                            ErrorCode.CONTRACT_SET_INCOMPLETE,
                            RESOURCE,
                            "must be part of the program",
                            e.toString(),
                            "build the program again"),
                    e);
        }
    }

    private static ZoneCountries of(PolicyNode root) {
        Map<String, Short> countryOfTzid = new HashMap<>();
        root.get("zones_by_country").entries().forEach((country, tzids) -> {
            short code = (short) Iso.pack(country);
            for (String tzid : tzids.texts()) {
                if (countryOfTzid.put(tzid, code) != null) {
                    throw new PolicyException(Problem.of(
                            ErrorCode.CONTRACT_SET_INCOMPLETE,
                            RESOURCE + "#" + tzids.pointer(),
                            "must name each zone under one country",
                            tzid,
                            "remove one of the two"));
                }
            }
        });
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
