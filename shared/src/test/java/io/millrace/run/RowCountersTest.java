package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.AttachRule;
import io.millrace.contract.BoundaryRule;
import io.millrace.contract.Channel;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.EventType;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.VisitSource;
import io.millrace.policy.RngPolicy;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.testing.AnySlab;
import io.millrace.testing.PolicyFiles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RowCountersTest {
    /** Counters of the rng policy that no row can tell: by world, and once per run. */
    private static final Set<String> NOT_FROM_ROWS = Set.of("visit_slot_drawn", "visitor_book");

    @Test
    void drawsOfAttachAreCountedByTheRulesOnTheRows() {
        SessionedSlab rows = new SessionedSlab(8);
        entity(
                rows,
                Channel.POS,
                AttachRule.HOME,
                AttachRule.SINGLE,
                AttachRule.SINGLE,
                AttachRule.TERMINAL,
                AttachRule.ENDPOINT_SINGLE,
                VisitSource.TRIP);
        entity(
                rows,
                Channel.ATM,
                AttachRule.SUBSTITUTE_2,
                AttachRule.HABIT,
                AttachRule.SINGLE,
                AttachRule.NO_TERMINAL,
                AttachRule.SINGLE,
                VisitSource.FRESH);
        entity(
                rows,
                Channel.POS,
                AttachRule.HOME_FORCED,
                AttachRule.VISIT,
                AttachRule.VISIT,
                AttachRule.TERMINAL_SINGLE,
                AttachRule.NO_ENDPOINT,
                VisitSource.TRIP);
        entity(
                rows,
                Channel.POS,
                AttachRule.VISITOR,
                AttachRule.SINGLE,
                AttachRule.SWITCH,
                AttachRule.TERMINAL_SINGLE,
                AttachRule.ENDPOINT,
                VisitSource.LOYAL);
        entity(
                rows,
                Channel.ECOM,
                AttachRule.ABROAD,
                AttachRule.SWITCH,
                AttachRule.NONE,
                AttachRule.SINGLE,
                AttachRule.WEIGHTED,
                VisitSource.FRESH);
        entity(
                rows,
                Channel.BANK_RAIL,
                AttachRule.HOME,
                AttachRule.SINGLE,
                AttachRule.NONE,
                AttachRule.SINGLE,
                AttachRule.SINGLE,
                VisitSource.FRESH);
        rows.channelSource[4] = (byte) ChannelSource.DRAWN.code();
        rows.boundaryRule[1] = (byte) BoundaryRule.DRAW_BREAK.code();
        rows.boundaryRule[2] = (byte) BoundaryRule.DRAW_CONTINUE.code();
        rows.sessionSeq[5] = 3;
        assertThat(counters(rows))
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("arrivals", "6"),
                        Map.entry("sessions", "5"),
                        Map.entry("channel_drawn", "1"),
                        Map.entry("arrivals_remote", "2"),
                        Map.entry("travel_away_tried", Integer.toString(1 + 3 + 4 + 1)),
                        Map.entry("party_away", "3"),
                        Map.entry("substitutes_tried", Integer.toString(2 + 3)),
                        Map.entry("means_habit", "1"),
                        Map.entry("means_visit", "1"),
                        Map.entry("means_switch", "2"),
                        Map.entry("endpoint_visit", "2"),
                        Map.entry("endpoint_trip", "1"),
                        Map.entry("terminal_drawn", "2"),
                        Map.entry("boundary_drawn", "2"),
                        Map.entry("rows.channel.POS", "3"),
                        Map.entry("rows.party_rule.HOME", "2")))
                .doesNotContainKey("rows.channel.HYBRID");
    }

    @Test
    void everyExpectedCounterOfTheRngPolicyIsCounted() {
        Set<String> counted = new TreeSet<>(NOT_FROM_ROWS);
        for (SlabKind kind : SlabKind.values()) {
            counted.addAll(new RowCounters(kind).texts().keySet());
        }
        Set<String> expected = new TreeSet<>();
        for (RngPolicy.Family family :
                RngPolicy.of(PolicyFiles.shipped("rng_policy_6B")).families()) {
            family.decisions().forEach(decision -> expected.add(decision.expectedCounter()));
        }
        assertThat(counted).containsAll(expected);
        assertThat(counted)
                .contains(
                        "orders",
                        "retry_candidates",
                        "challenge_candidates",
                        "issuer_answers",
                        "approvals",
                        "purchase_clearings",
                        "refunds_planned",
                        "planned_offsets");
    }

    @Test
    void anchorsTellOrdersAndRetries() {
        FlowSlab rows = new FlowSlab(3);
        for (int attempt = 0; attempt < 3; attempt++) {
            int row = rows.addRow();
            rows.attemptIndex[row] = attempt;
            rows.amountMinor[row] = 100;
            rows.retryCandidate[row] = attempt > 0;
            rows.challengeCandidate[row] = true;
        }
        assertThat(counters(rows))
                .containsEntry("orders_opened", "1")
                .containsEntry("orders", "1")
                .containsEntry("retries", "2")
                .containsEntry("retry_candidates", "2")
                .containsEntry("challenge_candidates", "3")
                .containsEntry("amount_minor", "300");
    }

    @Test
    void outcomesTellPlanAndDrawsByTemplate() {
        OutcomeSlab rows = new OutcomeSlab(12);
        for (int template = 1; template <= 12; template++) {
            int row = rows.addRow();
            rows.template[row] = template;
            rows.flowFamily[row] = (byte) (template == 6 ? FlowFamily.TRANSFER.code() : FlowFamily.PURCHASE.code());
            rows.eventCount[row] = 2;
            rows.censoredEvents[row] = 1;
            rows.clearingAmountMinor[row] = template == 1 ? 50 : Columns.NO_AMOUNT;
            rows.refundAmountMinor[row] = template == 2 ? -20 : Columns.NO_AMOUNT;
        }
        assertThat(counters(rows))
                .containsEntry("planned_events", "45")
                .containsEntry("planned_offsets", "33")
                .containsEntry("emitted_events", "24")
                .containsEntry("censored_events", "12")
                .containsEntry("issuer_answers", "10")
                .containsEntry("approvals", "8")
                .containsEntry("purchase_clearings", "3")
                .containsEntry("refunds_planned", "2")
                .containsEntry("clearing_amount_minor", "50")
                .containsEntry("refund_amount_minor", "-20")
                .containsEntry("rows.template.12", "1");
    }

    @Test
    void eventsSessionsAndLedgerAddUp() {
        EventSlab events = new EventSlab(3);
        for (EventType type : List.of(EventType.CLEARING, EventType.CLEARING, EventType.REFUND)) {
            int row = events.addRow();
            events.eventType[row] = (byte) type.code();
            events.amountMinor[row] = type == EventType.REFUND ? -5 : Long.MAX_VALUE;
        }
        assertThat(counters(events))
                .containsEntry("amount_minor.CLEARING", "-2")
                .containsEntry("amount_minor.REFUND", "-5")
                .containsEntry("amount_minor.REVERSAL", "0")
                .containsEntry("rows.event_type.CLEARING", "2");
        SessionIndexSlab sessions = new SessionIndexSlab(2);
        sessions.arrivalCount[sessions.addRow()] = 4;
        sessions.arrivalCount[sessions.addRow()] = 1;
        assertThat(counters(sessions)).containsEntry("arrival_count", "5");
        AccountingSlab ledger = new AccountingSlab(1);
        ledger.addRow();
        ledger.decision[0] = 1;
        ledger.evaluations[0] = 3;
        ledger.draws[0] = 3;
        ledger.blocks[0] = 3;
        assertThat(counters(ledger)).containsEntry("evaluations.CHANNEL", "3").containsEntry("blocks.CHANNEL", "3");
    }

    @Test
    void countersOfPartsAddUpToThoseOfTheWhole() {
        for (SlabKind kind : SlabKind.values()) {
            Slab slab = AnySlab.of(kind, 5, 301);
            RowCounters whole = new RowCounters(kind);
            whole.add(slab, 0, 301);
            RowCounters first = new RowCounters(kind);
            first.add(slab, 0, 7);
            RowCounters second = new RowCounters(kind);
            second.add(slab, 7, 301);
            assertThat(RowCounters.sum(List.of(first.texts(), second.texts()))).isEqualTo(whole.texts());
        }
    }

    private static void entity(
            SessionedSlab rows,
            Channel channel,
            AttachRule party,
            AttachRule account,
            AttachRule instrument,
            AttachRule device,
            AttachRule ip,
            VisitSource source) {
        int row = rows.addRow();
        rows.channel[row] = (byte) channel.code();
        rows.partyRule[row] = (byte) party.code();
        rows.accountRule[row] = (byte) account.code();
        rows.instrumentRule[row] = (byte) instrument.code();
        rows.deviceRule[row] = (byte) device.code();
        rows.ipRule[row] = (byte) ip.code();
        rows.visitSource[row] = (byte) source.code();
    }

    private static Map<String, String> counters(Slab slab) {
        RowCounters counters = new RowCounters(slab.kind());
        counters.add(slab, 0, slab.size);
        return counters.texts();
    }
}
