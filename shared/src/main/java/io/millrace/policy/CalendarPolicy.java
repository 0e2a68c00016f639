package io.millrace.policy;

import io.millrace.contract.DemandClass;
import java.io.Serial;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code calendar_5B}: seasons, pay days, events, scenario models.
 *
 * @param seasons factors at mid-month, January first, by name
 */
public record CalendarPolicy(
        double factorMin,
        double factorMax,
        SortedMap<String, List<Double>> seasons,
        Map<DemandClass, ClassCalendar> classes,
        Pay pay,
        List<Event> events,
        SortedMap<String, Model> models)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Stands for all countries or all groups. */
    public static final String ALL = "ALL";

    public CalendarPolicy {
        seasons = Collections.unmodifiableSortedMap(new TreeMap<>(seasons));
        events = List.copyOf(events);
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        for (ClassCalendar of : classes.values()) {
            if (!seasons.containsKey(of.season)) {
                throw new IllegalArgumentException(
                        "a season of classes must be one of " + seasons.keySet() + ", was " + of.season);
            }
        }
    }

    /** @param root the file, as the schema accepted it */
    public static CalendarPolicy of(PolicyNode root) {
        TreeMap<String, List<Double>> seasons = new TreeMap<>();
        root.get("seasons").entries().forEach((name, node) -> seasons.put(name, numbers(node)));
        TreeMap<String, Model> models = new TreeMap<>();
        root.get("models").entries().forEach((name, node) -> models.put(name, Model.of(node)));
        return new CalendarPolicy(
                root.get("factor_min").number(),
                root.get("factor_max").number(),
                seasons,
                ByVocabulary.map(
                        root.get("classes"),
                        DemandClass.class,
                        node -> new ClassCalendar(
                                node.get("season").text(), node.get("pay").number())),
                Pay.of(root.get("pay")),
                root.get("events").items().stream().map(Event::of).toList(),
                models);
    }

    private static List<Double> numbers(PolicyNode node) {
        return node.items().stream().map(PolicyNode::number).toList();
    }

    /** @param pay strength of the days after pay */
    public record ClassCalendar(String season, double pay) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param groups strength of groups that differ from their class
     * @param days part of the strength on pay day and after it
     * @param secondFriday a pay day of the rule every second Friday
     */
    public record Pay(SortedMap<String, Double> groups, List<Double> days, LocalDate secondFriday)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Pay {
            if (secondFriday.getDayOfWeek() != DayOfWeek.FRIDAY) {
                throw new IllegalArgumentException("second_friday must be a Friday, was " + secondFriday);
            }
        }

        private static Pay of(PolicyNode node) {
            TreeMap<String, Double> groups = new TreeMap<>();
            node.get("groups").entries().forEach((name, pay) -> groups.put(name, pay.number()));
            return new Pay(
                    Collections.unmodifiableSortedMap(groups),
                    numbers(node.get("days")),
                    LocalDate.parse(node.get("second_friday").text()));
        }
    }

    /** Whom a factor concerns: ISO codes and names of groups, or {@link #ALL}. */
    public record Scope(List<String> countries, List<String> groups) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Scope of(PolicyNode node) {
            return new Scope(node.get("countries").texts(), node.get("groups").texts());
        }

        public boolean holds(String country, String group) {
            return (countries.contains(ALL) || countries.contains(country))
                    && (groups.contains(ALL) || groups.contains(group));
        }
    }

    /**
     * Days of every year.
     *
     * @param day of the month; with {@code nth} the weekday, 1 = Monday
     * @param nth 0, or which weekday of the month
     */
    public record Event(
            String name,
            int month,
            int day,
            int nth,
            int offsetDays,
            int days,
            Scope scope,
            double physical,
            double online)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Event of(PolicyNode node) {
            return new Event(
                    node.get("event").text(),
                    node.get("month").int32(),
                    node.get("day").int32(),
                    node.get("nth").int32(),
                    node.get("offset_days").int32(),
                    node.get("days").int32(),
                    Scope.of(node),
                    node.get("physical").number(),
                    node.get("online").number());
        }

        public Event {
            if (nth > 0 ? day > 7 : day > java.time.Month.of(month).minLength()) {
                throw new IllegalArgumentException("event " + name + " names no day of every year, was " + day);
            }
        }

        /** First day in a year. */
        public LocalDate from(int year) {
            LocalDate base = nth == 0
                    ? LocalDate.of(year, month, day)
                    : LocalDate.of(year, month, 1)
                            .with(java.time.temporal.TemporalAdjusters.dayOfWeekInMonth(nth, DayOfWeek.of(day)));
            return base.plusDays(offsetDays);
        }
    }

    /** @param volume factor on everything */
    public record Model(double volume, List<Window> windows) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Model of(PolicyNode node) {
            return new Model(
                    node.get("volume").number(),
                    node.get("windows").items().stream().map(Window::of).toList());
        }
    }

    /** What a window of a model is. */
    public enum WindowKind {
        OUTAGE,
        STRESS,
        CAMPAIGN
    }

    /** Days of one model. */
    public record Window(WindowKind kind, LocalDate from, int days, Scope scope, double factor)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Window of(PolicyNode node) {
            return new Window(
                    WindowKind.valueOf(node.get("kind").text()),
                    LocalDate.parse(node.get("from").text()),
                    node.get("days").int32(),
                    Scope.of(node),
                    node.get("factor").number());
        }
    }
}
