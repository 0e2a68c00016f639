package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How a broker is reached: its address, and settings of Kafka's own clients from a file, secrets among them. They go into
 * clients and nowhere else; messages and reports name the address and the file.
 */
public final class BrokerAccess implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int REQUEST_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 15_000;
    private static final int FETCH_WAIT_MILLIS = 20;
    /** As Kafka has it when nobody says otherwise. */
    private static final Duration DELIVERY = Duration.ofMinutes(2);

    private final String bootstrapServers;
    /** Empty without one. */
    private final String file;

    private final Properties settings;

    private BrokerAccess(String bootstrapServers, String file, Properties settings) {
        this.bootstrapServers = bootstrapServers;
        this.file = file;
        this.settings = settings;
    }

    /** Without further settings. */
    public static BrokerAccess of(String bootstrapServers) {
        return new BrokerAccess(bootstrapServers, "", new Properties());
    }

    /**
     * @param file settings of Kafka's clients, as Java properties
     * @throws ContractException IO_READ_FAILED, or CONFIG_VALIDATION_FAILED for settings that no client takes or that are
     *     not to be chosen
     */
    public static BrokerAccess of(String bootstrapServers, Optional<Path> file) {
        return file.isEmpty()
                ? of(bootstrapServers)
                : new BrokerAccess(bootstrapServers, file.get().toString(), ClientSettings.read(file.get()));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The file of settings; empty without one. */
    String file() {
        return file;
    }

    /** Names of the settings of the file. */
    Set<String> names() {
        return settings.stringPropertyNames();
    }

    /** How long an answer is waited for. */
    Duration patience() {
        return setting(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
                .map(millis -> Duration.ofMillis(Long.parseLong(millis.strip())))
                // The client wants the whole answer to take no less than a request.
                .orElseGet(() -> Duration.ofMillis(Math.max(
                        ANSWER_MILLIS,
                        setting("request.timeout.ms")
                                .map(millis -> Long.parseLong(millis.strip()))
                                .orElse(0L))));
    }

    /** As the file says, or else this long. */
    Duration patience(Duration unsaid) {
        return setting(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG).isPresent() ? patience() : unsaid;
    }

    /** How long a message is kept for a broker that does not answer; the whole of the replay gives up after the same time. */
    Duration deliveryPatience() {
        return setting(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
                .map(millis -> Duration.ofMillis(Long.parseLong(millis.strip())))
                .orElse(DELIVERY);
    }

    /** A setting of the file. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.getProperty(name));
    }

    /** Settings of any client: the file and the address. */
    public Properties client() {
        Properties client = new Properties();
        client.putAll(settings);
        client.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return client;
    }

    /**
     * Asks and creates; gives up after seconds.
     *
     * @throws ContractException BROKER_UNREACHABLE when the address cannot be one, CONFIG_VALIDATION_FAILED
     */
    public Admin admin() {
        Properties client = client();
        // The client refuses to wait longer for a request than for the whole answer.
        client.putIfAbsent(
                "request.timeout.ms",
                Long.toString(Math.min(REQUEST_MILLIS, patience().toMillis())));
        client.putIfAbsent("default.api.timeout.ms", Long.toString(patience().toMillis()));
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            throw BrokerProblems.notMade(this, e);
        }
    }

    /**
     * Reads what is committed and nothing else.
     *
     * @throws ContractException BROKER_UNREACHABLE when the address cannot be one, CONFIG_VALIDATION_FAILED
     */
    public KafkaConsumer<byte[], byte[]> consumer() {
        Properties client = client();
        client.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Where the broker has dropped what was asked for, whatever it still has.
        client.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // At the end of a partition the broker would hold the answer back for half a second, and with it the next one.
        client.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Integer.toString(FETCH_WAIT_MILLIS));
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_MILLIS));
        try {
            return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw BrokerProblems.notMade(this, e);
        }
    }

    /**
     * Writes.
     *
     * @param own settings that win over those of the file
     * @throws ContractException BROKER_UNREACHABLE when the address cannot be one, CONFIG_VALIDATION_FAILED
     */
    KafkaProducer<byte[], byte[]> producer(Map<String, String> own) {
        Properties client = client();
        client.putAll(own);
        try {
            return new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw BrokerProblems.notMade(this, e);
        }
    }

    /** The address; settings may be secret. */
    @Override
    public String toString() {
        return bootstrapServers;
    }
}
