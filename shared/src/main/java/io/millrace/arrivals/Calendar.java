package io.millrace.arrivals;

import io.millrace.contract.DemandClass;
import io.millrace.policy.CalendarPolicy;
import io.millrace.policy.CalendarPolicy.Event;
import io.millrace.policy.CalendarPolicy.Window;
import io.millrace.policy.GeographyPolicy.PayRule;
import io.millrace.policy.MerchantsPolicy;
import java.io.Serial;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;

/**
 * How a local day differs from the mean day, by country and group of merchants: season, pay days, events, windows of the
 * scenario model. World design section 2.4.
 */
public final class Calendar implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MONTHS = 12;
    private static final int FORTNIGHT = 14;
    private static final int MID_MONTH = 15;
    private static final int PAY_DAY_LATE = 25;
    private static final int FIFTH = 5;

    private final CalendarPolicy policy;
    private final CalendarPolicy.Model model;

    /** What the calendar has to know of a country. */
    public record Country(String iso, PayRule payRule, Set<DayOfWeek> weekend) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private Calendar(CalendarPolicy policy, CalendarPolicy.Model model) {
        this.policy = policy;
        this.model = model;
    }

    /** @throws IllegalArgumentException when the policy has no such model */
    public static Calendar of(CalendarPolicy policy, String model) {
        if (!policy.models().containsKey(model)) {
            throw new IllegalArgumentException("calendar_5B has no model " + model + " but "
                    + policy.models().keySet());
        }
        return new Calendar(policy, policy.models().get(model));
    }

    /** Factor of the model on everything. */
    public double volume() {
        return model.volume();
    }

    /** On POS and ATM. */
    public double physical(Country country, String group, DemandClass demandClass, LocalDate day) {
        double events = windows(country, group, day);
        for (Event event : policy.events()) {
            if (event.scope().holds(country.iso, group) && holds(event, day)) {
                events *= event.physical();
            }
        }
        return clamp(season(demandClass, day) * pay(country, group, demandClass, day) * events);
    }

    /** On ECOM and BANK_RAIL. */
    public double online(Country country, String group, DemandClass demandClass, LocalDate day) {
        double events = windows(country, group, day);
        for (Event event : policy.events()) {
            if (event.scope().holds(country.iso, group) && holds(event, day)) {
                events *= event.online();
            }
        }
        return clamp(season(demandClass, day) * pay(country, group, demandClass, day) * events);
    }

    /**
     * Factors of a day on all groups, as {@link #physical} and {@link #online} tell them one by one.
     *
     * @param out [2 * number of the group]: physical, then online
     */
    void day(Country country, List<MerchantsPolicy.Group> groups, LocalDate day, double[] out) {
        int sincePayDay = sincePayDay(country, day);
        List<Event> events =
                policy.events().stream().filter(event -> holds(event, day)).toList();
        EnumMap<DemandClass, Double> seasons = new EnumMap<>(DemandClass.class);
        for (int number = 0; number < groups.size(); number++) {
            String group = groups.get(number).name();
            DemandClass demandClass = groups.get(number).demandClass();
            double physical = windows(country, group, day);
            double online = physical;
            for (Event event : events) {
                if (event.scope().holds(country.iso, group)) {
                    physical *= event.physical();
                    online *= event.online();
                }
            }
            double mean =
                    seasons.computeIfAbsent(demandClass, of -> season(of, day)) * pay(group, demandClass, sincePayDay);
            out[2 * number] = clamp(mean * physical);
            out[2 * number + 1] = clamp(mean * online);
        }
    }

    private double clamp(double factor) {
        return Math.min(policy.factorMax(), Math.max(policy.factorMin(), factor));
    }

    private double windows(Country country, String group, LocalDate day) {
        double factor = 1;
        for (Window window : model.windows()) {
            if (window.scope().holds(country.iso, group) && within(day, window.from(), window.days())) {
                factor *= window.factor();
            }
        }
        return factor;
    }

    private static boolean within(LocalDate day, LocalDate from, int days) {
        return !day.isBefore(from) && day.isBefore(from.plusDays(days));
    }

    /** An event near New Year may belong to the year before or after. */
    private static boolean holds(Event event, LocalDate day) {
        for (int year = day.getYear() - 1; year <= day.getYear() + 1; year++) {
            if (within(day, event.from(year), event.days())) {
                return true;
            }
        }
        return false;
    }

    double season(DemandClass demandClass, LocalDate day) {
        List<Double> factors =
                policy.seasons().get(policy.classes().get(demandClass).season());
        double at = day.toEpochDay() + 0.5;
        LocalDate month = day.withDayOfMonth(1);
        if (at < middle(month)) {
            month = month.minusMonths(1);
        }
        double from = middle(month);
        double part = (at - from) / (middle(month.plusMonths(1)) - from);
        double low = factors.get(month.getMonthValue() - 1);
        double high = factors.get(month.getMonthValue() % MONTHS);
        return low + part * (high - low);
    }

    private static double middle(LocalDate firstOfMonth) {
        return firstOfMonth.toEpochDay() + firstOfMonth.lengthOfMonth() / 2.0;
    }

    double pay(Country country, String group, DemandClass demandClass, LocalDate day) {
        return pay(group, demandClass, sincePayDay(country, day));
    }

    private double pay(String group, DemandClass demandClass, int sincePayDay) {
        if (sincePayDay < 0) {
            return 1;
        }
        double strength = policy.pay()
                .groups()
                .getOrDefault(group, policy.classes().get(demandClass).pay());
        return 1 + strength * policy.pay().days().get(sincePayDay);
    }

    /** Days since a pay day whose effect lasts, else -1. */
    private int sincePayDay(Country country, LocalDate day) {
        for (int since = 0; since < policy.pay().days().size(); since++) {
            if (isPayDay(country, day.minusDays(since))) {
                return since;
            }
        }
        return -1;
    }

    boolean isPayDay(Country country, LocalDate day) {
        LocalDate first = day.withDayOfMonth(1);
        LocalDate last = first.plusDays(first.lengthOfMonth() - 1L);
        return switch (country.payRule) {
            case LAST_BUSINESS_DAY -> day.equals(backToBusiness(country, last));
            case DAY_25 -> day.equals(backToBusiness(country, first.withDayOfMonth(PAY_DAY_LATE)));
            case DAY_15 -> day.equals(backToBusiness(country, first.withDayOfMonth(MID_MONTH)));
            case FIFTH_BUSINESS_DAY -> day.equals(fifthBusinessDay(country, first));
            case SEMI_MONTHLY -> day.equals(last) || day.getDayOfMonth() == MID_MONTH;
            case EVERY_SECOND_FRIDAY ->
                Math.floorMod(ChronoUnit.DAYS.between(policy.pay().secondFriday(), day), FORTNIGHT) == 0;
        };
    }

    private static LocalDate backToBusiness(Country country, LocalDate day) {
        LocalDate back = day;
        while (country.weekend.contains(back.getDayOfWeek())) {
            back = back.minusDays(1);
        }
        return back;
    }

    private static LocalDate fifthBusinessDay(Country country, LocalDate first) {
        LocalDate day = first;
        int business = 0;
        while (true) {
            business += country.weekend.contains(day.getDayOfWeek()) ? 0 : 1;
            if (business == FIFTH) {
                return day;
            }
            day = day.plusDays(1);
        }
    }
}
