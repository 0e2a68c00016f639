package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.random.Decision;
import io.millrace.slab.KeyBucket;
import io.millrace.testing.ForAllSeeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PendingDeclinesTest {
    private static final long MINUTE_MICROS = 60_000_000L;

    @Test
    void behavesLikeAMap() {
        ForAllSeeds.of(100).check(seed -> {
            PendingDeclines pending = new PendingDeclines();
            Map<Long, Long> model = new TreeMap<>();
            for (int step = 1; step <= 500; step++) {
                long x = KeyBucket.mix64(seed * 10_000L + step);
                long session = 1 + (x >>> 8) % 70;
                int slot = pending.find(session);
                assertThat(slot != PendingDeclines.NONE).isEqualTo(model.containsKey(session));
                if ((x & 31) == 0) {
                    long watermark = step * 100L;
                    pending.purge(watermark);
                    model.values().removeIf(due -> due < (watermark + 1) * 1000);
                } else if (slot == PendingDeclines.NONE || (x & 2) == 0) {
                    long due = step * 100_000L + (x >>> 40) % 3_000_000;
                    put(pending, session, due);
                    model.put(session, due);
                } else {
                    pending.remove(slot);
                    model.remove(session);
                }
            }
            assertSame(pending, model);
            assertSame(pending.copy(), model);
            assertSame(read(bytes(pending)), model);
            assertThat(bytes(read(bytes(pending)))).isEqualTo(bytes(pending));
        });
    }

    @Test
    void equalContentHasEqualBytesWhateverItsHistory() {
        PendingDeclines ascending = new PendingDeclines();
        PendingDeclines descending = new PendingDeclines();
        for (long session = 1; session <= 300; session++) {
            put(ascending, session, session);
            put(descending, 1000 - session, session);
            put(descending, 301 - session, 301 - session);
        }
        for (long session = 700; session <= 999; session++) {
            descending.remove(descending.find(session));
        }
        ascending.ledger().count(Decision.RETRY, 3);
        descending.ledger().count(Decision.RETRY, 3);
        assertThat(bytes(descending)).isEqualTo(bytes(ascending));
        assertThat(read(bytes(ascending)).ledger().evaluations(Decision.RETRY)).isEqualTo(3);
    }

    @Test
    void aSlotLivesUntilTheWatermarkPassesItsWindow() {
        PendingDeclines pending = new PendingDeclines();
        put(pending, 5, 10 * MINUTE_MICROS);
        pending.purge(10 * MINUTE_MICROS / 1000 - 1);
        assertThat(pending.size()).isEqualTo(1);
        assertThat(pending.nextPurgeMillis())
                .isGreaterThan(10 * MINUTE_MICROS / 1000)
                .isLessThanOrEqualTo(10 * MINUTE_MICROS / 1000 + 65_536);
        pending.purge(10 * MINUTE_MICROS / 1000);
        assertThat(pending.size()).isZero();
        assertThat(pending.nextPurgeMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCopySharesNothing() {
        PendingDeclines pending = new PendingDeclines();
        put(pending, 5, 1);
        PendingDeclines copy = pending.copy();
        copy.remove(copy.find(5));
        copy.ledger().count(Decision.DECLINE);
        assertThat(pending.find(5)).isNotEqualTo(PendingDeclines.NONE);
        assertThat(pending.ledger().evaluations(Decision.DECLINE)).isZero();
    }

    @Test
    void bytesThatAreNoStateAreRefused() {
        PendingDeclines pending = new PendingDeclines();
        pending.ledger().count(Decision.AMOUNT);
        byte[] bytes = bytes(pending);
        bytes[7] = 99;
        assertThatThrownBy(() -> read(bytes))
                .hasRootCauseInstanceOf(IOException.class)
                .hasRootCauseMessage("no decision has code 99");
    }

    private static void put(PendingDeclines pending, long session, long due) {
        int slot = pending.put(session, due);
        pending.merchantId[slot] = session * 3;
        pending.channel[slot] = 2;
        pending.orderId[slot] = session * 5;
        pending.attemptIndex[slot] = 1;
        pending.amountMinor[slot] = session * 7;
        pending.baseMinor[slot] = session * 11;
        pending.q[slot] = 1.0 / session;
        pending.currency[slot] = 130;
        pending.responseMicros[slot] = due - 1;
        pending.reasonClass[slot] = 4;
        pending.instrumentId[slot] = session * 13;
    }

    private static void assertSame(PendingDeclines pending, Map<Long, Long> model) {
        assertThat(pending.size()).isEqualTo(model.size());
        model.forEach((session, due) -> {
            int slot = pending.find(session);
            assertThat(pending.sessionId[slot]).isEqualTo(session);
            assertThat(pending.dueMicros[slot]).isEqualTo(due);
            assertThat(pending.merchantId[slot]).isEqualTo(session * 3);
            assertThat(pending.channel[slot]).isEqualTo((byte) 2);
            assertThat(pending.orderId[slot]).isEqualTo(session * 5);
            assertThat(pending.attemptIndex[slot]).isEqualTo(1);
            assertThat(pending.amountMinor[slot]).isEqualTo(session * 7);
            assertThat(pending.baseMinor[slot]).isEqualTo(session * 11);
            assertThat(pending.q[slot]).isEqualTo(1.0 / session);
            assertThat(pending.currency[slot]).isEqualTo((short) 130);
            assertThat(pending.responseMicros[slot]).isEqualTo(due - 1);
            assertThat(pending.reasonClass[slot]).isEqualTo((byte) 4);
            assertThat(pending.instrumentId[slot]).isEqualTo(session * 13);
        });
    }

    private static byte[] bytes(PendingDeclines pending) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            pending.write(new DataOutputStream(bytes));
            assertThat(pending.writtenBytes()).isEqualTo(bytes.size());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PendingDeclines read(byte[] bytes) {
        try {
            return PendingDeclines.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
