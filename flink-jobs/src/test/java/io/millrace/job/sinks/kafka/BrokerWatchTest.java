package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a broker is given up, on a clock that the test turns and with answers that it gives. */
class BrokerWatchTest {
    @TempDir
    private Path folder;

    private long now;
    private int questions;
    private CompletableFuture<Object> answer;
    private BrokerWatch watch;

    @BeforeEach
    void begin() throws Exception {
        Path settings = Files.writeString(folder.resolve("client.properties"), "delivery.timeout.ms=20000 \n");
        watch = new BrokerWatch(
                BrokerAccess.of("broker:9092", Optional.of(settings)),
                () -> {
                    questions++;
                    answer = new CompletableFuture<>();
                    return answer;
                },
                () -> now,
                () -> {});
    }

    @Test
    void aBrokerThatStaysAwayIsGivenUpAfterTheTimeOfAMessage() {
        ask();
        for (int second = 0; second < 20; second++) {
            answer.completeExceptionally(silence());
            ask();
        }
        answer.completeExceptionally(silence());

        assertThat(problem())
                .isEqualTo("broker:9092: must answer as long as something is sent, was no answer for 20 s, which is"
                        + " delivery.timeout.ms: Timed out waiting for a node assignment; bring it back, then give the same"
                        + " command again: it goes on from its last checkpoint");
    }

    @Test
    void aBrokerThatComesBackInTimeIsForgiven() {
        for (int time = 0; time < 3; time++) {
            ask();
            for (int second = 0; second < 19; second++) {
                answer.completeExceptionally(silence());
                ask();
            }
            answer.complete(new Object());
        }
        assertThatCode(watch::look).doesNotThrowAnyException();
    }

    @Test
    void aProcessThatWasFrozenAsksOnceMoreBeforeItBelieves() {
        ask();
        now += Duration.ofHours(1).toNanos();
        answer.completeExceptionally(silence());
        ask();
        answer.complete(new Object());
        assertThatCode(watch::look).doesNotThrowAnyException();
    }

    @Test
    void nobodyIsAskedAnewBeforeThereIsAnAnswer() {
        ask();
        ask();
        assertThat(questions).isEqualTo(1);
    }

    @Test
    void aBrokerThatRefusesIsThere() {
        ask();
        for (int second = 0; second < 60; second++) {
            answer.completeExceptionally(new SaslAuthenticationException("no"));
            ask();
        }
        assertThat(questions).isEqualTo(61);
    }

    @Test
    void aTopicThatIsGoneIsToldAsSuch() {
        ask();
        for (int second = 0; second < 20; second++) {
            answer.completeExceptionally(new UnknownTopicOrPartitionException("payments"));
            ask();
        }
        answer.completeExceptionally(new UnknownTopicOrPartitionException("payments"));
        assertThatThrownBy(watch::look)
                .isInstanceOfSatisfying(ContractException.class, gone -> assertThat(gone.problems())
                        .singleElement()
                        .extracting(Problem::code)
                        .isEqualTo(ErrorCode.TOPIC_UNFIT));
    }

    private static Throwable silence() {
        return new TimeoutException("Timed out waiting for a node assignment.");
    }

    /** A second later. */
    private void ask() {
        now += Duration.ofSeconds(1).toNanos();
        watch.look();
    }

    private String problem() {
        ContractException[] gone = new ContractException[1];
        assertThatThrownBy(watch::look).isInstanceOfSatisfying(ContractException.class, thrown -> gone[0] = thrown);
        assertThat(gone[0].exit()).isEqualTo(7);
        assertThat(gone[0].problems()).hasSize(1);
        assertThat(gone[0].problems().get(0).code()).isEqualTo(ErrorCode.BROKER_UNREACHABLE);
        return gone[0].problems().get(0).text();
    }
}
