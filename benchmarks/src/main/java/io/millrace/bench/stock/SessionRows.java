package io.millrace.bench.stock;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** A closed session to all its rows: the session itself, its arrivals, their flows, outcomes and events. */
final class SessionRows extends ProcessWindowFunction<StockArrival, RowData, Long, TimeWindow> {
    static final OutputTag<RowData> ARRIVALS = tag("arrivals");
    static final OutputTag<RowData> FLOWS = tag("flows");
    static final OutputTag<RowData> OUTCOMES = tag("outcomes");
    static final OutputTag<RowData> EVENTS = tag("events");

    @Serial
    private static final long serialVersionUID = 1L;

    private static final StringData CURRENCY = StringData.fromString("EUR");
    private static final Comparator<StockArrival> ORDER = Comparator.<StockArrival>comparingLong(
                    arrival -> arrival.tsMicros)
            .thenComparing((one, other) -> Long.compareUnsigned(one.merchantId, other.merchantId))
            .thenComparingLong(arrival -> arrival.arrivalSeq);

    private static OutputTag<RowData> tag(String name) {
        // Sinks are chained, so no row of an output is ever serialised.
        return new OutputTag<>(name, TypeInformation.of(RowData.class));
    }

    @Override
    public void process(Long party, Context context, Iterable<StockArrival> window, Collector<RowData> sessions) {
        List<StockArrival> arrivals = new ArrayList<>();
        window.forEach(arrivals::add);
        arrivals.sort(ORDER);
        StockArrival first = arrivals.get(0);
        long session = Flow.mix(first.merchantId ^ Flow.mix(~first.arrivalSeq)) >>> 1;
        long maxGap = 0;
        for (int seq = 0; seq < arrivals.size(); seq++) {
            StockArrival arrival = arrivals.get(seq);
            Long gap = seq == 0 ? null : (Long) (arrival.tsMicros - arrivals.get(seq - 1).tsMicros);
            maxGap = gap == null ? maxGap : Math.max(maxGap, gap);
            context.output(ARRIVALS, arrival(arrival, session, seq, gap, arrival.tsMicros - first.tsMicros));
            flow(context, arrival, session, seq, gap);
        }
        sessions.collect(session(arrivals, session, maxGap));
    }

    private static GenericRowData session(List<StockArrival> arrivals, long session, long maxGap) {
        StockArrival first = arrivals.get(0);
        Object instrument = dominant(arrivals, arrival -> arrival.instrumentId);
        return GenericRowData.of(
                session,
                first.partyId,
                first.tsMicros,
                arrivals.get(arrivals.size() - 1).tsMicros,
                arrivals.size(),
                maxGap,
                dominant(arrivals, arrival -> arrival.accountId),
                dominant(arrivals, arrival -> arrival.deviceId),
                dominant(arrivals, arrival -> arrival.ipId),
                dominant(arrivals, arrival -> arrival.merchantId),
                instrument,
                text(dominant(arrivals, arrival -> arrival.channel)),
                distinct(arrivals, arrival -> arrival.accountId),
                distinct(arrivals, arrival -> arrival.instrumentId == null ? 0 : arrival.instrumentId),
                distinct(arrivals, arrival -> arrival.deviceId),
                distinct(arrivals, arrival -> arrival.ipId),
                distinct(arrivals, arrival -> arrival.merchantId),
                first.merchantId,
                first.arrivalSeq,
                text("GAP_BREAK"));
    }

    /** Sessions are short: two loops beat any map. */
    private static <T> T dominant(List<StockArrival> arrivals, Function<StockArrival, T> of) {
        if (arrivals.size() == 1) {
            return of.apply(arrivals.get(0));
        }
        T best = null;
        long bestCount = 0;
        for (StockArrival candidate : arrivals) {
            T value = of.apply(candidate);
            long count = arrivals.stream()
                    .filter(arrival -> java.util.Objects.equals(of.apply(arrival), value))
                    .count();
            if (count > bestCount) {
                best = value;
                bestCount = count;
            }
        }
        return best;
    }

    private static int distinct(List<StockArrival> arrivals, ToLongFunction<StockArrival> of) {
        return arrivals.size() == 1
                ? 1
                : (int) arrivals.stream().mapToLong(of).distinct().count();
    }

    private static GenericRowData arrival(StockArrival arrival, long session, int seq, Long gap, long elapsed) {
        return GenericRowData.of(
                arrival.tsMicros,
                arrival.merchantId,
                arrival.arrivalSeq,
                arrival.bucketIndex,
                arrival.siteId,
                arrival.edgeId,
                arrival.isVirtual,
                text(arrival.tzid),
                text(arrival.saleCountry),
                text(arrival.channel),
                text(arrival.channelSource),
                arrival.partyId,
                arrival.accountId,
                arrival.instrumentId,
                arrival.deviceId,
                arrival.ipId,
                text(arrival.partyCountry),
                arrival.deviceIsTerminal,
                session,
                seq,
                gap,
                elapsed,
                text(seq == 0 ? "FIRST" : "GAP_CONTINUE"),
                text(arrival.visitSource),
                arrival.visitSlot,
                text(arrival.partyRule),
                text(arrival.accountRule),
                text(arrival.instrumentRule),
                text(arrival.deviceRule),
                text(arrival.ipRule));
    }

    private static void flow(Context context, StockArrival arrival, long session, int seq, Long gap) {
        Flow flow = new Flow(arrival);
        StringData channel = text(arrival.channel);
        context.output(
                FLOWS,
                GenericRowData.of(
                        flow.id,
                        arrival.merchantId,
                        arrival.arrivalSeq,
                        arrival.tsMicros,
                        session,
                        seq,
                        gap,
                        flow.id,
                        0,
                        channel,
                        text("PURCHASE"),
                        arrival.partyId,
                        arrival.accountId,
                        arrival.instrumentId,
                        arrival.deviceId,
                        arrival.ipId,
                        text(arrival.saleCountry),
                        text(arrival.partyCountry),
                        !arrival.saleCountry.equals(arrival.partyCountry),
                        text("RETAIL"),
                        CURRENCY,
                        flow.amountMinor));
        Events events = new Events(context, arrival, flow, channel);
        events.emit();
        context.output(
                OUTCOMES,
                GenericRowData.of(
                        flow.id,
                        arrival.tsMicros,
                        text(flow.declined ? "DECLINED" : "PURCHASE"),
                        text(flow.declined ? "DECLINED" : flow.cleared ? "CLEARED" : "APPROVED_OPEN"),
                        text(flow.declined ? "DECLINED" : "APPROVED"),
                        flow.declined ? text("51") : null,
                        text(flow.stepUp ? "PASSED" : "NONE"),
                        flow.responseMicros,
                        flow.cleared ? (Long) flow.laterMicros : null,
                        flow.cleared ? (Long) flow.amountMinor : null,
                        flow.cleared ? text("FULL") : null,
                        flow.reversed ? (Long) flow.laterMicros : null,
                        flow.refunded ? (Long) flow.refundMicros : null,
                        flow.refunded ? (Long) flow.amountMinor : null,
                        flow.refunded ? text("FULL") : null,
                        events.count,
                        !flow.declined && !flow.cleared,
                        0,
                        1));
    }

    /** The events of one flow. */
    private static final class Events {
        private final Context context;
        private final StockArrival arrival;
        private final Flow flow;
        private final StringData channel;
        private int count;

        Events(Context context, StockArrival arrival, Flow flow, StringData channel) {
            this.context = context;
            this.arrival = arrival;
            this.flow = flow;
            this.channel = channel;
        }

        private void emit() {
            event("AUTH_REQUEST", arrival.tsMicros, flow.amountMinor);
            if (flow.stepUp) {
                event("STEP_UP_CHALLENGE", arrival.tsMicros + 1_000, flow.amountMinor);
                event("STEP_UP_COMPLETE", arrival.tsMicros + 2_000, flow.amountMinor);
            }
            event("AUTH_RESPONSE", flow.responseMicros, flow.amountMinor);
            if (flow.cleared) {
                event("CLEARING", flow.laterMicros, flow.amountMinor);
            }
            if (flow.reversed) {
                event("REVERSAL", flow.laterMicros, -flow.amountMinor);
            }
            if (flow.refunded) {
                event("REFUND", flow.refundMicros, -flow.amountMinor);
            }
        }

        private void event(String type, long micros, long amountMinor) {
            boolean answer = type.equals("AUTH_RESPONSE");
            context.output(
                    EVENTS,
                    GenericRowData.of(
                            flow.id,
                            count++,
                            text(type),
                            micros,
                            amountMinor,
                            CURRENCY,
                            arrival.merchantId,
                            arrival.instrumentId,
                            channel,
                            type.equals("STEP_UP_COMPLETE") ? text("PASSED") : null,
                            answer ? text(flow.declined ? "DECLINED" : "APPROVED") : null,
                            answer && flow.declined ? text("51") : null,
                            answer && !flow.declined ? (Integer) flow.approvalCode : null));
        }
    }

    private static StringData text(String text) {
        return StringData.fromString(text);
    }
}
