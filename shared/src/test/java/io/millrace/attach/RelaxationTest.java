package io.millrace.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import io.millrace.contract.AttachRule;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.Columns;
import io.millrace.testing.FakeUniverse;
import org.junit.jupiter.api.Test;

/** Parties of foreign worlds whose holdings do not fit the channel. */
class RelaxationTest {
    private final FakeUniverse universe = new FakeUniverse();
    private final FakeUniverse.Party party = universe.party(7, "DE", Segment.FAMILY, 1000);

    @Test
    void onlyVirtualCardsAtATillAreRelaxedByKind() {
        party.account(1, LedgerClass.DEPOSIT).instrument(11, InstrumentKind.CARD_VIRTUAL);
        phone();
        EntityAttacher attacher = AttachWorld.attacher(universe);
        AttachedSlab rows = attach(attacher, ChannelUpstream.POS);
        assertThat(rows.instrumentId[0]).isEqualTo(11);
        assertThat(attacher.meansRelaxedKind()).isEqualTo(1);
        assertThat(attacher.meansRelaxedClass()).isZero();
    }

    @Test
    void onlyCreditAtACashMachineIsRelaxedByClass() {
        party.account(1, LedgerClass.CREDIT_REVOLVING).instrument(11, InstrumentKind.CARD_PHYSICAL);
        phone();
        EntityAttacher attacher = AttachWorld.attacher(universe);
        AttachedSlab rows = attach(attacher, ChannelUpstream.ATM);
        assertThat(rows.accountId[0]).isEqualTo(1);
        assertThat(attacher.meansRelaxedKind()).isZero();
        assertThat(attacher.meansRelaxedClass()).isEqualTo(1);
    }

    @Test
    void onlyInstalmentCreditOnlineIsRelaxedByClass() {
        party.account(1, LedgerClass.CREDIT_INSTALLMENT).instrument(11, InstrumentKind.CARD_VIRTUAL);
        phone();
        EntityAttacher attacher = AttachWorld.attacher(universe);
        AttachedSlab rows = attach(attacher, ChannelUpstream.ECOM);
        assertThat(rows.instrumentId[0]).isEqualTo(11);
        assertThat(attacher.meansRelaxedClass()).isEqualTo(1);
    }

    @Test
    void aTransferNeedsNoInstrument() {
        party.account(1, LedgerClass.DEPOSIT);
        phone();
        EntityAttacher attacher = AttachWorld.attacher(universe);
        AttachedSlab rows = attach(attacher, ChannelUpstream.BANK_RAIL);
        assertThat(rows.instrumentId[0]).isEqualTo(Columns.ABSENT);
        assertThat(rows.instrumentRule[0]).isEqualTo((byte) AttachRule.NONE.code());
        assertThat(rows.accountRule[0]).isEqualTo((byte) AttachRule.SINGLE.code());
        assertThat(attacher.meansRelaxedClass()).isZero();
    }

    @Test
    void onlySavingsWithoutACardIsRefusedOnline() {
        party.account(1, LedgerClass.DEPOSIT);
        phone();
        EntityAttacher attacher = AttachWorld.attacher(universe);
        assertThatThrownBy(() -> attach(attacher, ChannelUpstream.ECOM))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("party 7")
                .hasMessageContaining("ACCOUNT")
                .hasMessageContaining("ECOM");
    }

    @Test
    void aPartyWithoutAddressIsRefused() {
        party.account(1, LedgerClass.DEPOSIT)
                .instrument(11, InstrumentKind.CARD_PHYSICAL)
                .device(21, DeviceGroup.LAPTOP);
        EntityAttacher attacher = AttachWorld.attacher(universe);
        assertThatThrownBy(() -> attach(attacher, ChannelUpstream.ECOM)).hasMessageContaining("DEVICE");
    }

    @Test
    void aCountryWithoutPartiesWidensToTheWorld() {
        FakeUniverse abroad = new FakeUniverse();
        AttachWorld.plain(abroad.party(9, "FR", Segment.FAMILY, 1000), 9);
        AttachedSlab rows = attach(AttachWorld.attacher(abroad), ChannelUpstream.POS);
        assertThat(rows.partyId[0]).isEqualTo(9);
        assertThat(rows.partyRule[0]).isEqualTo((byte) AttachRule.HOME_WIDENED.code());
    }

    @Test
    void aFieldOutOfRangeNamesRowAndColumn() {
        phone();
        EntityAttacher attacher = AttachWorld.attacher(universe);
        ArrivalSlab in = new ArrivalSlab(1);
        AttachWorld.arrival(in, "2020-01-24T19:02:08Z", ChannelUpstream.POS, false, 5, 0);
        assertThatThrownBy(() -> AttachWorld.attach(attacher, in))
                .hasMessageContaining("merchant 17, arrival_seq 5, column bucket_count: must be at least 1, was 0");
    }

    @Test
    void anUnknownSiteIsRefused() {
        phone();
        ArrivalSlab in = new ArrivalSlab(1);
        AttachWorld.arrival(in, "2020-01-24T19:02:08Z", ChannelUpstream.POS, false, 5, 1);
        in.siteId[0] = 12_345;
        assertThatThrownBy(() -> AttachWorld.attach(AttachWorld.attacher(universe), in))
                .hasMessageContaining("column site_id");
    }

    private void phone() {
        party.device(21, DeviceGroup.MOBILE_PHONE).ip(31, IpGroup.RESIDENTIAL);
    }

    private static AttachedSlab attach(EntityAttacher attacher, ChannelUpstream channel) {
        ArrivalSlab in = new ArrivalSlab(1);
        AttachWorld.arrival(in, "2020-01-24T19:02:08Z", channel, false, 1, 1);
        return AttachWorld.attach(attacher, in);
    }
}
