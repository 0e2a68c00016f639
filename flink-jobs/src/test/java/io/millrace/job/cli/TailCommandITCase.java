package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees of a topic, and of a broker that is not there. */
@ExtendWith(SharedBroker.class)
class TailCommandITCase {
    /** First of all topics by name. */
    private static final String TOPIC = "0.payments";

    private static TestBroker broker;

    @BeforeAll
    static void fill(TestBroker shared) throws Exception {
        broker = shared;
        broker.create(TOPIC, 2);
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        for (int second = 0; second < 6; second++) {
            String value = "{\"event_id\":\"e\",\"ts_utc\":\"2026-01-01T00:00:0" + second
                    + ".000000Z\",\"payload\":{\"flow_id\":" + (100 + second) + ",\"ts_utc\":1,\"reason_code\":null}}";
            messages.add(new ProducerRecord<>(
                    TOPIC, second % 2, 1_767_225_600_000L + second * 1_000L, utf8("k" + second), utf8(value)));
        }
        messages.add(new ProducerRecord<>(TOPIC, 0, 1_767_225_700_000L, null, utf8("plain words")));
        broker.send(messages);
    }

    @Test
    void theLastMessagesAreShownInTheOrderOfTime() {
        Said said = tail(TOPIC, "-n", "3");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).isEqualToNormalizingNewlines("""
                        2026-01-01T00:00:04.000000Z  0@2  key=k4  flow_id=104
                        2026-01-01T00:00:05.000000Z  1@2  key=k5  flow_id=105
                        0@3  key=-  plain words
                        """);
        assertThat(said.err()).isEmpty();
    }

    @Test
    void theFirstOnesAreShownAsTheyAreWhenAsked() {
        Said said = tail(TOPIC, "--first", "--messages", "1", "--raw");
        assertThat(said.out())
                .isEqualToNormalizingNewlines("{\"event_id\":\"e\",\"ts_utc\":\"2026-01-01T00:00:00.000000Z\","
                        + "\"payload\":{\"flow_id\":100,\"ts_utc\":1,\"reason_code\":null}}\n");
    }

    @Test
    void aTopicThatIsNotThereIsOneProblemThatNamesThoseThatAre() {
        Said said = tail("0.payment");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .startsWith("TOPIC_UNFIT: 0.payment: must be a topic of " + broker.address()
                        + ", was no such topic; there are " + TOPIC)
                .endsWith("; name one of these\n")
                .hasLineCount(1);
    }

    @Test
    void aBrokerThatIsNotThereIsOneProblemWithTheWayToStartOne(@TempDir Path folder) throws Exception {
        Path settings = Files.writeString(
                folder.resolve("client.properties"), "default.api.timeout.ms=1500\nsasl.jaas.config=topsecret\n");
        Said said =
                Said.millrace("tail", TOPIC, "--bootstrap-servers", "localhost:1", "--properties", settings.toString());
        assertThat(said.exit()).isEqualTo(7);
        assertThat(said.err())
                .startsWith("BROKER_UNREACHABLE: localhost:1: must be the address of a Kafka broker that answers, was ")
                .contains("start one by millrace kafka start")
                .doesNotContain("topsecret")
                .hasLineCount(1);
    }

    @Test
    void aSettingThatDeliveryRestsOnIsRefused(@TempDir Path folder) throws Exception {
        Path settings = Files.writeString(folder.resolve("client.properties"), "acks=0\nisolation.level=x\n");
        Said said = tail(TOPIC, "--properties", settings.toString());
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err())
                .startsWith("CONFIG_VALIDATION_FAILED: " + settings)
                .contains("was acks, isolation.level; take these keys out");
    }

    @Test
    void everySettingThatNoClientTakesIsNamedWithItsFile(@TempDir Path folder) throws Exception {
        Path settings = Files.writeString(
                folder.resolve("client.properties"), "linger.ms=soon\nrequest.timeout.ms=1x\nsasl.mechanism=PLAIN\n");
        Said said = tail(TOPIC, "--properties", settings.toString());
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.problems())
                .satisfiesExactly(
                        linger -> assertThat(linger)
                                .startsWith(
                                        "CONFIG_VALIDATION_FAILED: " + settings
                                                + "#linger.ms: must be a value that Kafka's clients take, was 'soon': Not a number"),
                        timeout -> assertThat(timeout)
                                .startsWith("CONFIG_VALIDATION_FAILED: " + settings + "#request.timeout.ms: "));
    }

    @Test
    void aLoginThatIsNoneIsToldWithoutItsWords(@TempDir Path folder) throws Exception {
        Path settings = Files.writeString(folder.resolve("client.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule topsecret;
                """);
        Said said = tail(TOPIC, "--properties", settings.toString());
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err())
                .isEqualToIgnoringNewLines("CONFIG_VALIDATION_FAILED: " + settings
                        + "#sasl.jaas.config: must be settings that Kafka's clients take, was not a login module, its control"
                        + " flag and its options, ended by a semicolon; mend the value in the file of --properties");
    }

    @Test
    void aNameThatNoTopicCanHaveIsToldAsSuch() {
        Said said = tail("pay ments");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .startsWith("TOPIC_UNFIT: " + broker.address() + ": must have topics of that name and kind, was ")
                .contains("pay ments")
                .hasLineCount(1);
    }

    private static Said tail(String... arguments) {
        List<String> all = new ArrayList<>(List.of("tail", "--bootstrap-servers", broker.address()));
        all.addAll(List.of(arguments));
        return Said.millrace(all.toArray(String[]::new));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
