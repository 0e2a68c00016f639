package io.millrace.job.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When parties did what, and what of it matters to one arrival: all that no hard break parts from it. */
final class PartyTimes {
    private static final Comparator<Entry> BY_TIME = Comparator.comparingLong(Entry::micros)
            .thenComparing(Entry::name, (a, b) -> Long.compareUnsigned(a.merchantId(), b.merchantId()))
            .thenComparing(entry -> entry.name().arrivalSeq());

    private final long hardBreakMicros;
    private final Map<Long, Map<ArrivalName, Long>> byParty = new HashMap<>();
    private final Map<Long, List<Entry>> sorted = new HashMap<>();

    private record Entry(ArrivalName name, long micros) {}

    PartyTimes(long hardBreakMicros) {
        this.hardBreakMicros = hardBreakMicros;
    }

    /** What was said first counts. */
    void add(long partyId, long micros, ArrivalName name) {
        byParty.computeIfAbsent(partyId, absent -> new LinkedHashMap<>()).putIfAbsent(name, micros);
        sorted.remove(partyId);
    }

    /** The arrival and its neighbours, each less than the hard break from the next, in order. */
    Map<ArrivalName, Long> around(long partyId, ArrivalName name) {
        List<Entry> entries = sorted.computeIfAbsent(partyId, this::sort);
        int at = 0;
        while (!entries.get(at).name().equals(name)) {
            at++;
        }
        int first = at;
        while (first > 0 && isClose(entries, first)) {
            first--;
        }
        int last = at;
        while (last + 1 < entries.size() && isClose(entries, last + 1)) {
            last++;
        }
        Map<ArrivalName, Long> around = new LinkedHashMap<>();
        entries.subList(first, last + 1).forEach(entry -> around.put(entry.name(), entry.micros()));
        return around;
    }

    private List<Entry> sort(long partyId) {
        List<Entry> entries = new ArrayList<>();
        byParty.get(partyId).forEach((name, micros) -> entries.add(new Entry(name, micros)));
        entries.sort(BY_TIME);
        return entries;
    }

    /** Whether no hard break lies before an entry. */
    private boolean isClose(List<Entry> entries, int at) {
        return entries.get(at).micros() - entries.get(at - 1).micros() < hardBreakMicros;
    }
}
