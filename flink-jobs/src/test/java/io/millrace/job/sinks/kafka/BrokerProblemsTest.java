package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class BrokerProblemsTest {
    private static final BrokerAccess ACCESS = BrokerAccess.of("broker:9092");

    @Test
    void wrongCredentialsAreARefusal() {
        Problem problem = of(new ExecutionException(new SaslAuthenticationException("Authentication failed")));
        assertThat(problem.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
        assertThat(problem.text())
                .isEqualTo("broker:9092: must accept the credentials of the properties file, was Authentication failed;"
                        + " mend security.protocol, sasl.mechanism and sasl.jaas.config in the file of --properties");
    }

    @Test
    void aMissingRightIsARefusalThatNamesTheTopic() {
        Problem problem = of(new TopicAuthorizationException(Set.of("payments")));
        assertThat(problem.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
        assertThat(problem.text()).contains("payments").contains("have the right granted");
    }

    @Test
    void silenceIsNoBroker() {
        assertThat(of(new TimeoutException("Timed out waiting for a node assignment."))
                        .text())
                .isEqualTo("broker:9092: must be the address of a Kafka broker that answers, was Timed out waiting for"
                        + " a node assignment; start one by millrace kafka start, or mend --bootstrap-servers and"
                        + " --properties");
    }

    @Test
    void aClientThatIsNotMadeHasNoAddressOrAWrongSetting() {
        KafkaException address = new KafkaException(
                "Failed to create new KafkaAdminClient", new ConfigException("No resolvable bootstrap urls"));
        Problem none = BrokerProblems.notMade(ACCESS, address).problems().get(0);
        assertThat(none.code()).isEqualTo(ErrorCode.BROKER_UNREACHABLE);
        assertThat(none.found()).isEqualTo("No resolvable bootstrap urls");
    }

    @Test
    void whatTheBrokerRefusesForItsOwnReasonsIsNoSilence() {
        assertThat(of(new ExecutionException(new InvalidReplicationFactorException("only 1 broker")))
                        .code())
                .isEqualTo(ErrorCode.TOPIC_UNFIT);
        Problem old = of(new UnsupportedVersionException("too old"));
        assertThat(old.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
        assertThat(old.found()).isEqualTo("UnsupportedVersionException: too old");
        assertThat(of(new DisconnectException("gone")).code()).isEqualTo(ErrorCode.BROKER_UNREACHABLE);
    }

    private static Problem of(Exception failure) {
        List<Problem> problems = BrokerProblems.failed(ACCESS, failure).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}
