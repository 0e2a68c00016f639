package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.SerializedThrowable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** What a task has met at its broker, found behind what Flink makes of it. */
class JobFailuresTest {
    private static final BrokerAccess ACCESS = BrokerAccess.of("broker:9092");

    @Test
    void aSendThatWasGivenUpIsABrokerThatHasGone() {
        Exception sends = new IOException(
                "One or more Kafka Producer send requests have encountered exception",
                new FlinkRuntimeException("Failed to send data", new TimeoutException("Expiring 9 record(s)")));
        for (Exception failure : List.of(job(sends), job(new SerializedThrowable(sends)))) {
            assertThat(told(failure).text())
                    .isEqualTo(
                            "broker:9092: must answer as long as something is sent, was Expiring 9 record(s); bring it"
                                    + " back, then give the same command again: it goes on from its last checkpoint");
        }
    }

    @Test
    void aCommitThatIsPutOffForEverIsABrokerThatHasGone() {
        Problem problem = told(job(new IOException("Failed to commit 1 committables after 10 retries: [x]")));
        assertThat(problem.code()).isEqualTo(ErrorCode.BROKER_UNREACHABLE);
        assertThat(problem.found()).startsWith("Failed to commit 1 committables");
    }

    @Test
    void whatTheBrokerSaidWinsOverWhatTheClientMakesOfIt() {
        KafkaException wrapped = new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new InvalidProducerEpochException("old epoch"));
        Problem fenced = told(job(wrapped));
        assertThat(fenced.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
        assertThat(fenced.found()).isEqualTo("InvalidProducerEpochException: old epoch");

        Problem right = told(job(new KafkaException("wrapped", new TopicAuthorizationException("payments"))));
        assertThat(right.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
        assertThat(right.fix()).isEqualTo("have the right granted to the user");
    }

    @Test
    void otherFailuresStayAsTheyAre() {
        RunException law = new RunException(Problem.of(ErrorCode.RUN_BUSY, "run", "must be ours", "theirs", ""));
        for (Exception failure : List.of(
                job(new IllegalStateException("a bug")),
                job(new InterruptException("stopped")),
                job(new TimeoutException("a broker", law)))) {
            assertThat(JobFailures.told(ACCESS, failure)).isSameAs(failure);
        }
    }

    private static Exception job(Throwable cause) {
        return new FlinkRuntimeException("Job execution failed", new IOException("Recovery is suppressed", cause));
    }

    private static Problem told(Exception failure) {
        Exception told = JobFailures.told(ACCESS, failure);
        assertThat(told).isInstanceOf(ContractException.class).hasCause(failure);
        assertThat(((ContractException) told).problems()).hasSize(1);
        return ((ContractException) told).problems().get(0);
    }
}
