package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How a broker is reached: its address, and settings of Kafka's own clients from a file, secrets among them. They go into
 * clients and nowhere else; messages and reports name the address and the file.
 */
public final class BrokerAccess implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What the replay decides itself: another value would break what it promises. */
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "transactional.id",
            "enable.idempotence",
            "acks",
            "key.serializer",
            "value.serializer",
            "isolation.level",
            "max.in.flight.requests.per.connection",
            "group.id");

    private static final int REQUEST_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 15_000;
    private static final int FETCH_WAIT_MILLIS = 20;

    private final String bootstrapServers;
    private final Properties settings;

    private BrokerAccess(String bootstrapServers, Properties settings) {
        this.bootstrapServers = bootstrapServers;
        this.settings = settings;
    }

    /** Without further settings. */
    public static BrokerAccess of(String bootstrapServers) {
        return new BrokerAccess(bootstrapServers, new Properties());
    }

    /**
     * @param file settings of Kafka's clients, as Java properties
     * @throws ContractException IO_READ_FAILED, or CONFIG_VALIDATION_FAILED for settings that are not to be chosen
     */
    public static BrokerAccess of(String bootstrapServers, Optional<Path> file) {
        Properties settings = new Properties();
        if (file.isPresent()) {
            try (Reader reader = Files.newBufferedReader(file.get())) {
                settings.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new ContractException(Problem.of(
                        ErrorCode.IO_READ_FAILED,
                        file.get().toString(),
                        "must be a readable properties file",
                        e.getClass().getSimpleName(),
                        "mend the path or the permissions"));
            }
            Set<String> taken = new TreeSet<>(settings.stringPropertyNames());
            taken.retainAll(OURS);
            if (!taken.isEmpty()) {
                throw new ContractException(Problem.of(
                        ErrorCode.CONFIG_VALIDATION_FAILED,
                        file.get().toString(),
                        "must leave what delivery rests on to the replay",
                        String.join(", ", taken),
                        "take these keys out of the file; the address is --bootstrap-servers"));
            }
        }
        return new BrokerAccess(bootstrapServers, settings);
    }

    public String bootstrapServers() {
        return bootstrapServers;
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
     * @throws ContractException BROKER_UNREACHABLE when the address cannot be one
     */
    public Admin admin() {
        Properties client = client();
        client.putIfAbsent("request.timeout.ms", Integer.toString(REQUEST_MILLIS));
        client.putIfAbsent("default.api.timeout.ms", Integer.toString(ANSWER_MILLIS));
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            throw BrokerProblems.failed(this, e);
        }
    }

    /**
     * Reads what is committed and nothing else.
     *
     * @throws ContractException BROKER_UNREACHABLE when the address cannot be one
     */
    public KafkaConsumer<byte[], byte[]> consumer() {
        Properties client = client();
        client.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        client.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // At the end of a partition the broker would hold the answer back for half a second, and with it the next one.
        client.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Integer.toString(FETCH_WAIT_MILLIS));
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_MILLIS));
        try {
            return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw BrokerProblems.failed(this, e);
        }
    }

    /** The address; settings may be secret. */
    @Override
    public String toString() {
        return bootstrapServers;
    }
}
