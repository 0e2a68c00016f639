package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommittedMessagesTest {
    private static final TopicPartition PARTITION = new TopicPartition("payments", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final CommittedMessages messages = new CommittedMessages(consumer, Duration.ofMillis(300));
    private final List<Long> offsets = new ArrayList<>();

    @BeforeEach
    void fill() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            for (long offset = 0; offset < 5; offset++) {
                consumer.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(), 0, offset, new byte[0], "m".getBytes(StandardCharsets.US_ASCII)));
            }
        });
    }

    @Test
    void theStretchIsReadToItsEndAndNotBeyond() {
        messages.read(PARTITION, 1, 4, message -> offsets.add(message.offset()));
        assertThat(offsets).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whoHasEnoughIsAskedNoMore() {
        messages.read(PARTITION, 0, 5, message -> {
            offsets.add(message.offset());
            return offsets.size() < 2;
        });
        assertThat(offsets).containsExactly(0L, 1L);
    }

    @Test
    void aBrokerThatFallsSilentIsGivenUp() {
        assertThatThrownBy(() -> messages.read(PARTITION, 0, 9, message -> offsets.add(message.offset())))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no answer about payments-0 for 300 ms, at offset 5 of 9");
        assertThat(offsets).hasSize(5);
    }
}
