package io.millrace.sessionise;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Channel;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.KeyBucket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 600;

    @Test
    void behavesLikeAMap() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            SessionTable table = new SessionTable();
            Map<Long, Integer> counts = new TreeMap<>();
            for (int step = 1; step <= STEPS; step++) {
                long x = KeyBucket.mix64(seed * 10_000L + step);
                long party = 1 + (x >>> 8) % 90;
                AttachedSlab row = new AttachedRows(1)
                        .row(step, 0, 17, step, party, Channel.POS)
                        .slab();
                int entry = table.find(party);
                assertThat(entry != SessionTable.NONE)
                        .as("seed %d step %d", seed, step)
                        .isEqualTo(counts.containsKey(party));
                if (entry == SessionTable.NONE) {
                    table.open(table.insert(party), step, row, 0);
                    counts.put(party, 1);
                } else if ((x & 3) == 0) {
                    table.append(entry, step, row, 0);
                    counts.merge(party, 1, Integer::sum);
                } else {
                    table.remove(entry);
                    counts.remove(party);
                }
            }
            assertSame(table, counts);
            assertSame(SessionTable.read(new DataInputStream(new ByteArrayInputStream(bytes(table)))), counts);
            assertSame(table.copy(), counts);
        }
    }

    @Test
    void equalContentHasEqualBytesWhateverItsHistory() throws IOException {
        SessionTable ascending = new SessionTable();
        SessionTable descending = new SessionTable();
        for (long party = 1; party <= 300; party++) {
            open(ascending, party);
            open(descending, 1000 - party);
        }
        for (long party = 1; party <= 1000; party++) {
            for (SessionTable table : new SessionTable[] {ascending, descending}) {
                int entry = table.find(party);
                if (entry != SessionTable.NONE && party % 7 != 0) {
                    table.remove(entry);
                }
            }
        }
        for (long party = 7; party <= 1000; party += 7) {
            for (SessionTable table : new SessionTable[] {descending, ascending}) {
                if (table.find(party) == SessionTable.NONE) {
                    open(table, party);
                }
            }
        }
        assertThat(bytes(ascending)).isEqualTo(bytes(descending));
    }

    private static void open(SessionTable table, long party) {
        AttachedSlab row =
                new AttachedRows(1).row(party, 0, 17, party, party, Channel.POS).slab();
        table.open(table.insert(party), party, row, 0);
    }

    private static void assertSame(SessionTable table, Map<Long, Integer> counts) {
        assertThat(table.parties())
                .containsExactly(
                        counts.keySet().stream().mapToLong(Long::longValue).toArray());
        counts.forEach((party, count) -> {
            int entry = table.find(party);
            assertThat(table.count(entry)).isEqualTo(count);
            int members = 0;
            for (int member = table.firstMember(entry);
                    member != SessionMembers.NONE;
                    member = table.members().next[member]) {
                members++;
            }
            assertThat(members).isEqualTo(count);
        });
    }

    private static byte[] bytes(SessionTable table) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.write(new DataOutputStream(bytes));
        assertThat(table.writtenBytes()).isEqualTo(bytes.size());
        return bytes.toByteArray();
    }
}
