package io.millrace.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.AttachRule;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.VisitSource;
import io.millrace.random.Decision;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import org.junit.jupiter.api.Test;

/** The six rows of the worked example, foreign world, seed 42. */
class WorkedExampleTest {
    private final EntityAttacher attacher = AttachWorld.attacher(AttachWorld.universe());
    private final AttachedSlab rows = AttachWorld.attach(attacher, sixRows());

    @Test
    void cellsAreThoseOfTheExample() {
        assertThat(first(rows.visitSlot)).containsExactly(1, 1, 3, 4, 5, 5);
    }

    @Test
    void sourcesAndPartiesAreThoseOfTheExample() {
        byte loyal = (byte) VisitSource.LOYAL.code();
        byte trip = (byte) VisitSource.TRIP.code();
        byte fresh = (byte) VisitSource.FRESH.code();
        assertThat(rows.visitSource).startsWith(loyal, loyal, trip, loyal, loyal, fresh);
        assertThat(rows.partyId).startsWith(104, 104, 104, 102, 104, 104);
        for (int row = 0; row < rows.size; row++) {
            assertThat(rows.partyRule[row]).as(rows.describe(row)).isEqualTo((byte) AttachRule.HOME.code());
            assertThat(rows.channelSource[row]).isEqualTo((byte) ChannelSource.ROW.code());
        }
    }

    @Test
    void aSecondTryWithinAMinuteUsesAnotherCard() {
        byte habit = (byte) AttachRule.HABIT.code();
        byte another = (byte) AttachRule.SWITCH.code();
        byte single = (byte) AttachRule.SINGLE.code();
        assertThat(rows.accountId).startsWith(1, 2, 1, 1020, 1, 1);
        assertThat(rows.instrumentId).startsWith(12, 22, 11, 1021, 11, 12);
        // At a till the virtual card falls away, so the credit account keeps one card, but there are two accounts.
        assertThat(rows.accountRule).startsWith(habit, another, habit, single, habit, habit);
        assertThat(rows.instrumentRule).startsWith(habit, another, habit, single, habit, habit);
    }

    @Test
    void aVisitKeepsItsDeviceAndAddress() {
        assertThat(rows.deviceId[1]).isEqualTo(rows.deviceId[0]);
        assertThat(rows.ipId[1]).isEqualTo(rows.ipId[0]);
    }

    @Test
    void ledgerCountsWhatTheRowsDependOn() {
        assertThat(attacher.ledger().evaluations(Decision.VISIT_SLOT)).isEqualTo(6);
        assertThat(attacher.ledger().evaluations(Decision.PARTY_SCOPE)).isEqualTo(3);
        assertThat(attacher.ledger().evaluations(Decision.TRAVEL_AWAY)).isEqualTo(3);
        assertThat(attacher.ledger().evaluations(Decision.MEANS_HABIT)).isEqualTo(4);
        assertThat(attacher.ledger().evaluations(Decision.MEANS_SWITCH)).isEqualTo(1);
        assertThat(attacher.ledger().evaluations(Decision.CHANNEL)).isZero();
    }

    private static int[] first(int[] column) {
        return java.util.Arrays.copyOf(column, 6);
    }

    private static ArrivalSlab sixRows() {
        ArrivalSlab slab = new ArrivalSlab(6);
        AttachWorld.arrival(slab, "2020-01-24T19:02:08Z", ChannelUpstream.ECOM, true, 120, 4);
        AttachWorld.arrival(slab, "2020-01-24T19:02:55.250Z", ChannelUpstream.ECOM, true, 151, 4);
        AttachWorld.arrival(slab, "2020-01-24T19:31:55.250Z", ChannelUpstream.POS, false, 265, 2);
        AttachWorld.arrival(slab, "2020-01-24T19:41:55.250Z", ChannelUpstream.POS, false, 531, 2);
        AttachWorld.arrival(slab, "2020-01-24T20:46:55.250001Z", ChannelUpstream.POS, false, 622, 2);
        AttachWorld.arrival(slab, "2020-01-24T20:46:55.250001Z", ChannelUpstream.ECOM, true, 162, 4);
        return slab;
    }
}
