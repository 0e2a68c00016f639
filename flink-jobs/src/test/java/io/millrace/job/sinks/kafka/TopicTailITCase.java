package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which messages of a real topic are shown, and that none is missed between two looks. */
@ExtendWith(SharedBroker.class)
class TopicTailITCase {
    private static final long SECOND = 1_000;

    private static TestBroker broker;

    @BeforeAll
    static void share(TestBroker shared) {
        broker = shared;
    }

    @Test
    void theFirstOnesAreThoseOfTheWholeTopicAndNotOfThePartitionThatAnswersFirst() throws Exception {
        broker.create("uneven", 3);
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int second = 100; second < 200; second++) {
            all.add(message("uneven", 0, second));
        }
        all.add(message("uneven", 1, 7));
        all.add(message("uneven", 2, 5));
        all.add(message("uneven", 2, 101));
        broker.send(all);
        TopicTail tail = new TopicTail(broker.access(), "uneven");
        assertThat(texts(tail.read(TopicTail.End.FIRST, 5))).containsExactly("5", "7", "100", "101", "101");
        assertThat(texts(tail.read(TopicTail.End.LAST, 2))).containsExactly("198", "199");
        assertThat(tail.read(TopicTail.End.LAST, 0)).isEmpty();
    }

    @Test
    void theLastOnesAreFoundAmongMarkersAndWhatWasGivenUp() throws Exception {
        broker.create("sparse", 1);
        try (KafkaProducer<byte[], byte[]> producer = broker.access().producer(Map.of("transactional.id", "sparse"))) {
            producer.initTransactions();
            for (int second = 0; second < 12; second++) {
                producer.beginTransaction();
                producer.send(message("sparse", 0, second)).get();
                if (second < 4) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }
        TopicTail tail = new TopicTail(broker.access(), "sparse");
        assertThat(texts(tail.read(TopicTail.End.LAST, 3))).containsExactly("1", "2", "3");
        assertThat(texts(tail.read(TopicTail.End.LAST, 100))).containsExactly("0", "1", "2", "3");
    }

    @Test
    void whatComesBetweenReadingAndFollowingIsNotMissed() throws Exception {
        broker.create("followed", 2);
        broker.send(List.of(message("followed", 0, 1), message("followed", 1, 2)));
        TopicTail tail = new TopicTail(broker.access(), "followed");
        assertThat(texts(tail.read(TopicTail.End.FIRST, 1))).containsExactly("1");
        broker.send(List.of(message("followed", 1, 3)));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Thread follower = new Thread(() -> tail.follow(message -> heard.add(text(message))));
        follower.start();
        try {
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("3");
            broker.send(List.of(message("followed", 0, 4)));
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("4");
        } finally {
            follower.interrupt();
            follower.join(30_000);
        }
        assertThat(follower.isAlive()).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void aBrokerThatGoesAwayIsTold(@TempDir Path folder) throws Exception {
        broker.create("deserted", 1);
        Path settings = Files.writeString(folder.resolve("client.properties"), "default.api.timeout.ms=1000\n");
        TopicTail tail = new TopicTail(BrokerAccess.of(broker.address(), Optional.of(settings)), "deserted");
        BlockingQueue<ContractException> told = new LinkedBlockingQueue<>();
        Thread follower = new Thread(() -> {
            try {
                tail.follow(message -> {});
            } catch (ContractException gone) {
                told.add(gone);
            }
        });
        follower.start();
        broker.restart(() -> {
            try {
                assertThat(told.poll(30, TimeUnit.SECONDS)).satisfies(TopicTailITCase::requireUnreachable);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThatThrownBy(() -> tail.read(TopicTail.End.LAST, 1))
                    .satisfies(gone -> requireUnreachable((ContractException) gone));
        });
        follower.join(30_000);
        assertThat(follower.isAlive()).isFalse();
    }

    private static void requireUnreachable(ContractException gone) {
        assertThat(gone.problems()).singleElement().satisfies(problem -> assertThat(problem.code())
                .isEqualTo(ErrorCode.BROKER_UNREACHABLE));
    }

    private static ProducerRecord<byte[], byte[]> message(String topic, int partition, int second) {
        return new ProducerRecord<>(
                topic,
                partition,
                second * SECOND,
                null,
                Integer.toString(second).getBytes(StandardCharsets.US_ASCII));
    }

    private static List<String> texts(List<ConsumerRecord<byte[], byte[]>> messages) {
        return messages.stream().map(TopicTailITCase::text).toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.value(), StandardCharsets.US_ASCII);
    }
}
