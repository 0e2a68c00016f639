package io.millrace.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Packs of own worlds: every name that one of them uses is defined where it belongs, every day it names exists. */
final class WorldNameRules {
    private static final String GEOGRAPHY = "geography_5B";
    private static final String CALENDAR = "calendar_5B";
    private static final String MERCHANTS = "merchants_5B";
    private static final String SHAPES = "shapes_5B";
    private static final String PRODUCTS = "products_6A";
    private static final String DEVICES = "devices_6A";
    private static final String IPS = "ips_6A";
    private static final String NO_SHAPE = "NONE";
    private static final int WEEKDAYS = 7;

    private WorldNameRules() {}

    static List<LintRule> all() {
        return List.of(LintRule.always(
                "L51", List.of(GEOGRAPHY, CALENDAR, MERCHANTS, SHAPES, PRODUCTS, DEVICES, IPS), pass -> {
                    Set<String> countries =
                            pass.at(GEOGRAPHY, "/countries").peek().keySet();
                    TreeSet<String> groups = new TreeSet<>();
                    pass.all(MERCHANTS, "/groups/*/group").forEach(group -> groups.add(group.text()));
                    zones(pass);
                    merchants(pass);
                    calendar(pass, countries, groups);
                    products(pass, countries);
                    for (PolicyNode country :
                            pass.at(IPS, "/anonymizer_countries").peek().values()) {
                        known(pass, IPS, country, LintPass.name(country), countries, "a country of geography_5B");
                    }
                }));
    }

    private static void zones(LintPass pass) {
        for (PolicyNode zone : pass.all(GEOGRAPHY, "/countries/*/zones/*/tzid")) {
            known(
                    pass,
                    GEOGRAPHY,
                    zone,
                    zone.text(),
                    ZoneId.getAvailableZoneIds(),
                    "a zone of the time zone database of this Java");
        }
    }

    private static void merchants(LintPass pass) {
        Set<String> shapes = pass.at(SHAPES, "/shapes").peek().keySet();
        for (PolicyNode shape : pass.all(MERCHANTS, "/groups/*/shape/*")) {
            if (!shape.text().equals(NO_SHAPE)) {
                known(pass, MERCHANTS, shape, shape.text(), shapes, "a shape of shapes_5B");
            }
        }
        Set<String> systems = pass.at(DEVICES, "/terminal_os").peek().keySet();
        for (PolicyNode system :
                pass.at(MERCHANTS, "/terminals/os_share").peek().values()) {
            known(pass, MERCHANTS, system, LintPass.name(system), systems, "a system of devices_6A");
        }
    }

    private static void calendar(LintPass pass, Set<String> countries, Set<String> groups) {
        Set<String> seasons = pass.at(CALENDAR, "/seasons").peek().keySet();
        for (PolicyNode season : pass.all(CALENDAR, "/classes/*/season")) {
            known(pass, CALENDAR, season, season.text(), seasons, "a season of this pack");
        }
        for (PolicyNode group : pass.at(CALENDAR, "/pay/groups").peek().values()) {
            known(pass, CALENDAR, group, LintPass.name(group), groups, "a group of merchants_5B");
        }
        PolicyNode friday = pass.at(CALENDAR, "/pay/second_friday");
        date(pass, friday)
                .filter(day -> day.getDayOfWeek() != DayOfWeek.FRIDAY)
                .ifPresent(day -> pass.refuse(
                        CALENDAR, friday, "must be a Friday", friday.text() + ", a " + day.getDayOfWeek(), "name one"));
        for (PolicyNode event : pass.at(CALENDAR, "/events").items()) {
            everyYear(pass, event);
            scope(pass, event, countries, groups);
        }
        for (PolicyNode window : pass.all(CALENDAR, "/models/*/windows/*")) {
            date(pass, window.get("from"));
            scope(pass, window, countries, groups);
        }
    }

    private static void everyYear(LintPass pass, PolicyNode event) {
        PolicyNode day = event.get("day");
        int month = event.get("month").int32();
        if (event.get("nth").int32() > 0) {
            if (day.int32() > WEEKDAYS) {
                pass.refuse(CALENDAR, day, "must be a weekday, 1 to 7, beside nth", "correct it, or set nth to 0");
            }
        } else if (day.int32() > Month.of(month).minLength()) {
            pass.refuse(
                    CALENDAR,
                    day,
                    "must be a day that month " + month + " has in every year",
                    "name one up to " + Month.of(month).minLength());
        }
    }

    private static Optional<LocalDate> date(LintPass pass, PolicyNode node) {
        try {
            return Optional.of(LocalDate.parse(node.text()));
        } catch (DateTimeException e) {
            pass.refuse(CALENDAR, node, "must be a day of the calendar", "correct it");
            return Optional.empty();
        }
    }

    /** ALL stands alone, or beside it a name would look as if it mattered. */
    private static void scope(LintPass pass, PolicyNode node, Set<String> countries, Set<String> groups) {
        scope(pass, node.get("countries"), countries, "a country of geography_5B");
        scope(pass, node.get("groups"), groups, "a group of merchants_5B");
    }

    private static void scope(LintPass pass, PolicyNode list, Set<String> names, String what) {
        if (list.items().size() > 1 && list.texts().contains(CalendarPolicy.ALL)) {
            pass.refuse(CALENDAR, list, "must be ALL or names", "remove ALL, or the names");
        }
        for (PolicyNode item : list.items()) {
            if (!item.text().equals(CalendarPolicy.ALL)) {
                known(pass, CALENDAR, item, item.text(), names, what);
            }
        }
    }

    private static void products(LintPass pass, Set<String> countries) {
        Set<String> instruments = pass.at(PRODUCTS, "/instruments").peek().keySet();
        for (PolicyNode account : pass.all(PRODUCTS, "/accounts/*/*/account_type")) {
            known(pass, PRODUCTS, account, account.text(), instruments, "an account type that instruments lists");
        }
        for (PolicyNode country :
                pass.at(PRODUCTS, "/schemes/discover_countries").items()) {
            known(pass, PRODUCTS, country, country.text(), countries, "a country of geography_5B");
        }
        for (PolicyNode country :
                pass.at(PRODUCTS, "/schemes/domestic_by_country").peek().values()) {
            known(pass, PRODUCTS, country, LintPass.name(country), countries, "a country of geography_5B");
        }
        TreeSet<String> currencies = new TreeSet<>();
        pass.all(GEOGRAPHY, "/countries/*/currency").forEach(currency -> currencies.add(currency.text()));
        for (PolicyNode currency :
                pass.at(PRODUCTS, "/schemes/domestic_by_currency").peek().values()) {
            known(pass, PRODUCTS, currency, LintPass.name(currency), currencies, "a currency of geography_5B");
        }
    }

    private static void known(
            LintPass pass, String policyId, PolicyNode node, String name, Collection<String> names, String what) {
        if (!names.contains(name)) {
            pass.refuse(
                    policyId,
                    node,
                    "must be " + what,
                    name,
                    NearestWord.of(name, new TreeSet<>(names))
                            .map(near -> "did you mean " + near + "?")
                            .orElse("add it there, or name another"));
        }
    }
}
