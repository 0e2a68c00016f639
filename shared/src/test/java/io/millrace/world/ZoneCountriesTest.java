package io.millrace.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Iso;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ZoneCountriesTest {
    private final ZoneCountries countries = ZoneCountries.shipped();

    @Test
    void everyZoneOfThePlatformHasACountryOrBelongsToNone() {
        Set<String> without = new TreeSet<>();
        for (String tzid : ZoneId.getAvailableZoneIds()) {
            if (countries.country(tzid) == Iso.ABSENT && !tzid.startsWith("Etc/") && !tzid.startsWith("SystemV/")) {
                without.add(tzid);
            }
        }
        assertThat(without)
                .isSubsetOf(
                        "CET",
                        "CST6CDT",
                        "EET",
                        "EST",
                        "EST5EDT",
                        "GMT",
                        "GMT+0",
                        "GMT-0",
                        "GMT0",
                        "Greenwich",
                        "HST",
                        "MET",
                        "MST",
                        "MST7MDT",
                        "PST8PDT",
                        "UCT",
                        "UTC",
                        "Universal",
                        "WET",
                        "Zulu");
    }

    @Test
    void linksKeepTheCountryTheyWereNamedFor() {
        assertThat(country("Europe/Oslo")).isEqualTo("NO");
        assertThat(country("Iceland")).isEqualTo("IS");
        assertThat(country("Asia/Calcutta")).isEqualTo("IN");
        assertThat(country("Atlantic/Jan_Mayen")).isEqualTo("SJ");
        assertThat(country("America/Coral_Harbour")).isEqualTo("CA");
        assertThat(country("US/Pacific")).isEqualTo("US");
        assertThat(countries.country("Mars/Olympus")).isEqualTo((short) Iso.ABSENT);
        assertThat(countries.size()).isEqualTo(542);
    }

    private String country(String tzid) {
        return Iso.country(countries.country(tzid));
    }
}
