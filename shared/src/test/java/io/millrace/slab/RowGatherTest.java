package io.millrace.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowGatherTest {
    @Test
    void copiesChosenRowsByColumnNameAndLeavesTheRest() {
        AttachedSlab from = new AttachedSlab(4);
        for (int i = 0; i < 4; i++) {
            int row = from.addRow();
            from.partyId[row] = 100L + i;
            from.channel[row] = (byte) (1 + i);
            from.isVirtual[row] = i % 2 == 0;
            from.legalCountry[row] = (short) i;
            from.visitSlot[row] = 7 * i;
            from.partySegment[row] = 3;
        }
        SessionedSlab to = new SessionedSlab(3);
        to.sessionId[to.addRow()] = 9;
        RowGather.between(SlabKind.ATTACHED, SlabKind.SESSIONED).append(from, new int[] {3, 0, 1}, 0, 2, to);
        assertThat(to.size).isEqualTo(3);
        assertThat(to.partyId).containsExactly(0, 103, 100);
        assertThat(to.channel).containsExactly(0, 4, 1);
        assertThat(to.isVirtual).containsExactly(false, false, true);
        assertThat(to.visitSlot).containsExactly(0, 21, 0);
        assertThat(to.partySegment).containsExactly(0, 3, 3);
        assertThat(to.sessionId[0]).isEqualTo(9);
    }

    @Test
    void refusesRowsThatDoNotFit() {
        AttachedSlab from = new AttachedSlab(2);
        from.addRow();
        from.addRow();
        RowGather gather = RowGather.between(SlabKind.ATTACHED, SlabKind.SESSIONED);
        assertThatThrownBy(() -> gather.append(from, new int[] {0, 1}, 0, 2, new SessionedSlab(1)))
                .hasMessageContaining("do not fit");
    }

    @Test
    void appendsRowsOfTheSameKindInOrder() {
        EventSlab from = new EventSlab(3);
        for (int i = 0; i < 3; i++) {
            int row = from.addRow();
            from.flowId[row] = 10L + i;
            from.eventSeq[row] = i;
            from.currency[row] = (short) (5 + i);
        }
        EventSlab to = new EventSlab(3);
        to.append(from, 2, 3);
        to.append(from, 0, 2);
        assertThat(to.isFull()).isTrue();
        assertThat(to.flowId).containsExactly(12, 10, 11);
        assertThat(to.eventSeq).containsExactly(2, 0, 1);
        assertThat(to.currency).containsExactly(7, 5, 6);
        assertThatThrownBy(() -> to.append(from, 0, 1)).hasMessageContaining("do not fit");
        assertThatThrownBy(() -> new FlowSlab(9).append(from, 0, 1)).hasMessageContaining("do not fit");
    }

    @Test
    void aFullSlabTakesNoRow() {
        EventSlab slab = new EventSlab(1);
        slab.addRow();
        assertThat(slab.isFull()).isTrue();
        assertThatThrownBy(slab::addRow).hasMessageContaining("full at 1 rows");
    }

    @Test
    void describesARowByName() {
        OutcomeSlab slab = new OutcomeSlab(1);
        int row = slab.addRow();
        slab.flowId[row] = 5;
        slab.refundAmountMinor[row] = Columns.NO_AMOUNT;
        slab.clearingAmountMinor[row] = 1299;
        slab.finalState[row] = 4;
        slab.stepUpResult[row] = 1;
        assertThat(slab.describe(row))
                .startsWith("OUTCOME flow_id=5 ")
                .contains("flow_type=- final_state=CLEARED")
                .contains("clearing_amount_minor=1299")
                .contains("refund_amount_minor=-");
    }
}
