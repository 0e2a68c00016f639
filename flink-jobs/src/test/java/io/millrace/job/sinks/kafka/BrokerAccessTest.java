package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from the file of settings for the clients that ask; none of them needs a broker to be made. */
class BrokerAccessTest {
    @TempDir
    private Path folder;

    @Test
    void whoLetsARequestTakeLongerWaitsLongerForTheWholeAnswer() throws IOException {
        assertThat(BrokerAccess.of("localhost:1").patience()).isEqualTo(Duration.ofSeconds(15));
        BrokerAccess patient = with("request.timeout.ms=20000 ");
        assertThat(patient.patience()).isEqualTo(Duration.ofSeconds(20));
        assertThatCode(() -> {
                    try (Admin admin = patient.admin();
                            KafkaConsumer<byte[], byte[]> consumer = patient.consumer()) {
                        assertThat(admin).isNotNull();
                        assertThat(consumer).isNotNull();
                    }
                })
                .as("the clients refuse to wait longer for a request than for the whole answer")
                .doesNotThrowAnyException();
    }

    @Test
    void blanksAroundANumberDoNotMatter() throws IOException {
        assertThat(with("default.api.timeout.ms = 1500 ").patience()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(with("delivery.timeout.ms=\t3000 \t").deliveryPatience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(BrokerAccess.of("localhost:1").deliveryPatience()).isEqualTo(Duration.ofMinutes(2));
    }

    private BrokerAccess with(String settings) throws IOException {
        return BrokerAccess.of(
                "localhost:1", Optional.of(Files.writeString(folder.resolve("client.properties"), settings)));
    }
}
