package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Kafka's clients throw, in one clear message each. */
final class BrokerProblems {
    private BrokerProblems() {}

    /** @param failure of a client that was asked something */
    static ContractException failed(BrokerAccess access, Exception failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new ContractException(problem(access, cause), failure);
    }

    /**
     * A client is made without a word to the broker, so either the address is none or a setting is wrong. The text of a login
     * module holds secrets, and Kafka's messages quote from it.
     *
     * @param failure of the constructor of a client
     */
    static ContractException notMade(BrokerAccess access, KafkaException failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        boolean isAddress = text.indexOf("bootstrap") >= 0;
        if (isAddress || access.file().isEmpty()) {
            return new ContractException(silent(access, failure), failure);
        }
        boolean isLogin = text.indexOf("JAAS") >= 0 || text.indexOf("LoginModule") >= 0;
        Optional<String> key = isLogin
                ? Optional.of(SaslConfigs.SASL_JAAS_CONFIG)
                : access.names().stream()
                        .filter(name -> text.indexOf(name) >= 0)
                        .max(Comparator.comparingInt(String::length));
        Problem problem = Problem.of(
                ErrorCode.CONFIG_VALIDATION_FAILED,
                access.file() + key.map(name -> "#" + name).orElse(""),
                "must be settings that Kafka's clients take",
                isLogin ? "not a login module, its control flag and its options, ended by a semicolon" : said(failure),
                "mend the value in the file of --properties");
        // The exception of the client may quote a secret: it goes no further when it speaks of the login.
        return isLogin ? new ContractException(problem) : new ContractException(problem, failure);
    }

    /**
     * A broker that was there when a job began and does not come back.
     *
     * @param silence what the last question has met
     */
    static ContractException gone(BrokerAccess access, Throwable silence) {
        Problem problem = silence instanceof UnknownTopicOrPartitionException
                ? problem(access, silence)
                : away(
                        access,
                        "no answer for " + access.deliveryPatience().toSeconds() + " s, which is delivery.timeout.ms: "
                                + said(silence));
        return new ContractException(problem, silence);
    }

    /**
     * What a task has met at a broker that was there when the job began.
     *
     * @param reason innermost cause that tells of the broker
     * @param failure of the job
     */
    static ContractException ended(BrokerAccess access, Throwable reason, Exception failure) {
        Problem problem;
        if (reason instanceof ProducerFencedException || reason instanceof InvalidProducerEpochException) {
            problem = Problem.of(
                    ErrorCode.BROKER_REFUSED,
                    access.bootstrapServers(),
                    "must let the replay end the transactions that it began",
                    reason.getClass().getSimpleName() + ": " + said(reason),
                    "give the same command again, it goes on from its last checkpoint; a transaction is shut out by another"
                            + " replay of this run and name, or after transaction.timeout.ms");
        } else {
            Problem silence = problem(access, reason);
            problem = silence.code() == ErrorCode.BROKER_UNREACHABLE ? away(access, said(reason)) : silence;
        }
        return new ContractException(problem, failure);
    }

    private static Problem away(BrokerAccess access, String found) {
        return Problem.of(
                ErrorCode.BROKER_UNREACHABLE,
                access.bootstrapServers(),
                "must answer as long as something is sent",
                found,
                "bring it back, then give the same command again: it goes on from its last checkpoint");
    }

    private static Problem problem(BrokerAccess access, Throwable cause) {
        if (cause instanceof AuthenticationException) {
            return Problem.of(
                    ErrorCode.BROKER_REFUSED,
                    access.bootstrapServers(),
                    "must accept the credentials of the properties file",
                    said(cause),
                    "mend security.protocol, sasl.mechanism and sasl.jaas.config in the file of --properties");
        }
        if (cause instanceof AuthorizationException) {
            return Problem.of(
                    ErrorCode.BROKER_REFUSED,
                    access.bootstrapServers(),
                    "must let this user describe, read and write the topics, and use its transactional ids",
                    said(cause),
                    "have the right granted to the user");
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return Problem.of(
                    ErrorCode.TOPIC_UNFIT,
                    access.bootstrapServers(),
                    "must have the topic",
                    said(cause),
                    "create it, or name another");
        }
        if (cause instanceof InvalidTopicException
                || cause instanceof InvalidReplicationFactorException
                || cause instanceof PolicyViolationException) {
            return Problem.of(
                    ErrorCode.TOPIC_UNFIT,
                    access.bootstrapServers(),
                    "must have topics of that name and kind",
                    said(cause),
                    "name another topic, or mend --partitions and --replication");
        }
        if (cause instanceof ApiException && !(cause instanceof RetriableException)) {
            return Problem.of(
                    ErrorCode.BROKER_REFUSED,
                    access.bootstrapServers(),
                    "must do what it is asked",
                    cause.getClass().getSimpleName() + ": " + said(cause),
                    "see the log of the broker");
        }
        return silent(access, cause);
    }

    private static Problem silent(BrokerAccess access, Throwable cause) {
        return Problem.of(
                ErrorCode.BROKER_UNREACHABLE,
                access.bootstrapServers(),
                "must be the address of a Kafka broker that answers",
                said(cause),
                "start one by millrace kafka start, or mend --bootstrap-servers and --properties");
    }

    /** The innermost reason: the client's own wrapper says only that it could not be made. */
    private static String said(Throwable cause) {
        Throwable inner = cause;
        while (inner instanceof KafkaException
                && inner.getCause() instanceof KafkaException
                && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage()).replaceFirst("[.]$", "");
    }
}
