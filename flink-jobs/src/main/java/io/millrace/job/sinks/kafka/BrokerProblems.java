package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
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
                    "must let this user describe and write the topics, and use its transactional ids",
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
