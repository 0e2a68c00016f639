package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.kafka.BrokerAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.test.JaasUtils;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A real broker of one node in this process, at a free port, with nothing but Kafka's own clients to look into it. */
public final class TestBroker implements AutoCloseable {
    private static final int NODE = 0;
    private static final Duration MARKERS = Duration.ofSeconds(30);

    /** Users of a broker with passwords and rights: one that may do anything, and one that has the rights it is given. */
    public static final String ADMIN = JaasUtils.KAFKA_PLAIN_ADMIN;

    public static final String ADMIN_SECRET = JaasUtils.KAFKA_PLAIN_ADMIN_PASSWORD;
    public static final String USER = JaasUtils.KAFKA_PLAIN_USER1;
    public static final String USER_SECRET = JaasUtils.KAFKA_PLAIN_USER1_PASSWORD;

    private final Optional<KafkaClusterTestKit> kit;
    private final String address;
    private final Optional<Path> clientSettings;

    private TestBroker(Optional<KafkaClusterTestKit> kit, String address, Optional<Path> clientSettings) {
        this.kit = kit;
        this.address = address;
        this.clientSettings = clientSettings;
    }

    /** Starts one and waits until it answers. */
    public static TestBroker start() throws Exception {
        return start(Map.of());
    }

    /** @param settings of the broker, besides those that one node needs */
    public static TestBroker start(Map<String, String> settings) throws Exception {
        return start(SecurityProtocol.PLAINTEXT, settings, Optional.empty());
    }

    /**
     * One that asks for user and password (SASL PLAIN) and lets nobody do what was not granted.
     *
     * @param clientSettings properties file with which {@link #access} is {@link #ADMIN}
     */
    public static TestBroker startSecured(Path clientSettings) throws Exception {
        return start(SecurityProtocol.SASL_PLAINTEXT, Map.of(), Optional.of(clientSettings));
    }

    private static TestBroker start(
            SecurityProtocol protocol, Map<String, String> settings, Optional<Path> clientSettings) throws Exception {
        KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setNumBrokerNodes(1)
                        .setNumControllerNodes(1)
                        .setCombined(true)
                        .setBrokerSecurityProtocol(protocol)
                        .setControllerSecurityProtocol(protocol)
                        .build())
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("offsets.topic.num.partitions", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1")
                .setConfigProp("transaction.state.log.num.partitions", "2")
                .setConfigProp("group.initial.rebalance.delay.ms", "0")
                .setConfigProp("auto.create.topics.enable", "false");
        settings.forEach(builder::setConfigProp);
        KafkaClusterTestKit kit = builder.build();
        try {
            kit.format();
            kit.startup();
            kit.waitForReadyBrokers();
        } catch (Exception e) {
            kit.close();
            throw e;
        }
        return new TestBroker(Optional.of(kit), kit.bootstrapServers(), clientSettings);
    }

    /** One that runs elsewhere, to be looked into. */
    public static TestBroker at(String address) {
        return new TestBroker(Optional.empty(), address, Optional.empty());
    }

    public BrokerAccess access() {
        return BrokerAccess.of(address(), clientSettings);
    }

    public String address() {
        return address;
    }

    /** Goes down as one that is told to, comes up again at the same port, and waits until it leads its partitions. */
    public void restart(Runnable whileDown) throws Exception {
        kit.orElseThrow().brokers().get(NODE).shutdown();
        kit.orElseThrow().brokers().get(NODE).awaitShutdown();
        whileDown.run();
        kit.orElseThrow().brokers().get(NODE).startup();
        kit.orElseThrow().waitForReadyBrokers();
    }

    public void create(String topic, int partitions) throws Exception {
        create(topic, partitions, Map.of());
    }

    public void create(String topic, int partitions, Map<String, String> settings) throws Exception {
        try (Admin admin = access().admin()) {
            admin.createTopics(
                            List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)))
                    .all()
                    .get();
        }
    }

    /** Sends messages outside of any transaction. */
    public void send(Collection<ProducerRecord<byte[], byte[]>> messages) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(access().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> message : messages) {
                producer.send(message).get();
            }
        }
    }

    /** Everything that is committed in a topic, by partition and offset. */
    public List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        awaitMarkers();
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = access().consumer()) {
            for (int partition = 0; partition < consumer.partitionsFor(topic).size(); partition++) {
                TopicPartition one = new TopicPartition(topic, partition);
                consumer.assign(List.of(one));
                consumer.seekToBeginning(List.of(one));
                long end = consumer.endOffsets(List.of(one)).get(one);
                while (consumer.position(one) < end) {
                    consumer.poll(Duration.ofMillis(100)).forEach(all::add);
                }
            }
        }
        return all;
    }

    /** A commit is told before its markers are in all partitions; until then its messages cannot be read. */
    private void awaitMarkers() {
        try (Admin admin = access().admin()) {
            ListTransactionsOptions ending = new ListTransactionsOptions()
                    .filterStates(List.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT));
            long deadline = System.nanoTime() + MARKERS.toNanos();
            while (!admin.listTransactions(ending).all().get().isEmpty()) {
                assertThat(System.nanoTime()).as("markers of transactions").isLessThan(deadline);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (kit.isPresent()) {
            kit.get().close();
        }
    }
}
