package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted of a partition, and whether a wait was for a transaction or for a broker that has gone. */
class TopicAuditTest {
    private static final TopicPartition PARTITION = new TopicPartition("payments", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final TopicAudit audit = new TopicAudit(BrokerAccess.of("localhost:1"), "ours", Duration.ofMillis(100));

    @BeforeEach
    void begin() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void messagesOfTheReplayAreCountedAndThoseOfOthersAreNot() throws Exception {
        consumer.schedulePollTask(() -> {
            add(0, "ours", "2026-01-01T00:00:01.000000Z", 3);
            add(1, "theirs", "2026-01-01T00:00:02.000000Z", 5);
            add(2, "ours", "2026-01-01T00:00:00.000000Z", 7);
        });
        assertThat(count(3, 3)).isEqualTo(new TopicAudit.Count(2, 10, 1, 0));
    }

    @Test
    void whatLiesBehindAnOpenTransactionIsHidden() throws Exception {
        consumer.schedulePollTask(() -> add(0, "ours", "2026-01-01T00:00:01.000000Z", 3));
        assertThat(count(9, 1)).isEqualTo(new TopicAudit.Count(1, 3, 0, 8));
    }

    @Test
    void aBrokerThatHasGoneIsNotTakenForATransaction() {
        consumer.schedulePollTask(() -> add(0, "ours", "2026-01-01T00:00:01.000000Z", 3));
        assertThatThrownBy(() -> audit.count(consumer, PARTITION, 0, 9, () -> {
                    throw new ExecutionException(new TimeoutException("no answer"));
                }))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void aBrokerThatHandsOutNothingAlthoughNothingIsOpenIsGivenUp() {
        assertThatThrownBy(() -> count(9, 9))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no answer about payments-0 for 100 ms, at offset 0 of 9");
    }

    @Test
    void aTransactionThatEndsWhileItIsWaitedForIsReadOn() throws Exception {
        consumer.schedulePollTask(() -> add(0, "ours", "2026-01-01T00:00:01.000000Z", 3));
        TopicAudit.StableEnd ending = () -> {
            add(1, "ours", "2026-01-01T00:00:01.000000Z", 4);
            return 2;
        };
        assertThat(audit.count(consumer, PARTITION, 0, 2, ending)).isEqualTo(new TopicAudit.Count(2, 7, 0, 0));
    }

    private TopicAudit.Count count(long end, long stable) throws ExecutionException, InterruptedException {
        return audit.count(consumer, PARTITION, 0, end, () -> stable);
    }

    /** @param id first 64 bits of it */
    private void add(long offset, String replay, String time, long id) {
        Headers headers = new RecordHeaders().add("replay_id", replay.getBytes(StandardCharsets.US_ASCII));
        String text = "{\"event_id\":\"" + String.format(Locale.ROOT, "%016x", id) + "0".repeat(48) + "\",\"ts_utc\":\""
                + time + "\"}";
        consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                text.getBytes(StandardCharsets.US_ASCII),
                headers,
                Optional.empty()));
    }
}
