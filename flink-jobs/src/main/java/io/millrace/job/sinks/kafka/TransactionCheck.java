package io.millrace.job.sinks.kafka;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;

/** Whether a broker takes the transactions of a replay: their time, their ids, and nobody else in them. */
final class TransactionCheck {
    /** Kafka's own default, where the broker does not let us see what it has. */
    private static final int TIMEOUT_MILLIS = 900_000;

    private static final int PRODUCER_MILLIS = 15_000;

    private final BrokerAccess access;
    private final BrokerCheck.Wanted wanted;
    private final Admin admin;
    private final List<Problem> problems = new ArrayList<>();

    TransactionCheck(BrokerAccess access, BrokerCheck.Wanted wanted, Admin admin) {
        this.access = access;
        this.wanted = wanted;
        this.admin = admin;
    }

    List<Problem> problems() {
        return problems;
    }

    /**
     * Looks at everything.
     *
     * @param node a broker that tells its limits
     * @return timeout of transactions, milliseconds; 0 with a problem
     */
    int timeoutMillis(String node) throws ExecutionException, InterruptedException {
        long max = BrokerSettings.of(admin, ConfigResource.Type.BROKER, node)
                .millis("transaction.max.timeout.ms", TIMEOUT_MILLIS);
        long timeout = access.setting(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)
                .map(String::strip)
                .map(Long::parseLong)
                .orElse(Math.min(TIMEOUT_MILLIS, max));
        if (timeout > max) {
            beyond(
                    "must be at most the broker's transaction.max.timeout.ms, " + max,
                    timeout,
                    "lower it in the file of --properties, or raise the limit of the broker");
            return 0;
        }
        if (timeout < 2 * wanted.checkpointInterval().toMillis()) {
            beyond(
                    "must be at least twice the time between checkpoints, "
                            + 2 * wanted.checkpointInterval().toMillis() + ": a transaction is open for as long",
                    timeout,
                    "raise it, or lower --checkpoint-seconds");
            return 0;
        }
        switch (wanted.start()) {
            case FIRST -> requireNobodyElse();
            case AGAIN -> {
                // What is open is our own, and is ended or gone on with.
            }
        }
        tryOne(timeout);
        return (int) timeout;
    }

    /** Two replays with one prefix would shut each other out, and what is shut out is lost without an error. */
    private void requireNobodyElse() throws ExecutionException, InterruptedException {
        List<String> ours = OpenTransactions.of(admin, wanted.transactionPrefix());
        if (!ours.isEmpty()) {
            problems.add(Problem.of(
                    ErrorCode.RUN_BUSY,
                    wanted.transactionPrefix(),
                    "must have no open transaction at the broker when a replay begins",
                    ours.size() + " open, such as " + ours.get(0),
                    "another replay of this run and name works; stop it, or give this one another --name"));
        }
    }

    /** Rights to transactional ids cannot be asked for, only tried. */
    private void tryOne(long timeout) {
        String id = "millrace-replay-check-" + wanted.transactionPrefix();
        try (KafkaProducer<byte[], byte[]> producer = access.producer(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, id,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(timeout),
                ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.toString(PRODUCER_MILLIS)))) {
            producer.initTransactions();
        } catch (InvalidTxnTimeoutException refused) {
            beyond("must be at most what the broker allows", timeout, "lower it in the file of --properties");
        } catch (AuthorizationException refused) {
            problems.add(Problem.of(
                    ErrorCode.BROKER_REFUSED,
                    access.bootstrapServers(),
                    "must let this user write in transactions whose ids begin with millrace-replay",
                    String.valueOf(refused.getMessage()),
                    "have WRITE and DESCRIBE on these transactional ids granted, or give --guarantee at-least-once"));
        }
    }

    private void beyond(String expected, long timeout, String fix) {
        problems.add(Problem.of(
                ErrorCode.BROKER_LIMIT_EXCEEDED, "transaction.timeout.ms", expected, Long.toString(timeout), fix));
    }
}
