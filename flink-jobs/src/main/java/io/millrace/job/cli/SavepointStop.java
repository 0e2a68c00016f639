package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.rest.messages.TriggerId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stop with savepoint over the web interface of a cluster. The request bears a number of our own, so it may be sent
 * again when no answer came; a cluster that is slow is asked again, one that is silent for too long is given up.
 */
final class SavepointStop {
    /** A JobManager that works hard is silent for seconds, not for a minute. */
    static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private static final long LOOK_EVERY_MILLIS = 200;
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final FlinkRest cluster;
    private final Consumer<String> listener;
    private final Duration silenceMax;
    private final LongSupplier clockNanos;
    private final String trigger = new TriggerId().toString();
    private final long startedNanos;
    private long answeredNanos;
    private long toldNanos;

    /**
     * @param listener hears now and then how it stands
     * @param silenceMax a cluster that answers nothing for so long is given up
     * @param clockNanos of this machine
     */
    SavepointStop(FlinkRest cluster, Consumer<String> listener, Duration silenceMax, LongSupplier clockNanos) {
        this.cluster = cluster;
        this.listener = listener;
        this.silenceMax = silenceMax;
        this.clockNanos = clockNanos;
        startedNanos = clockNanos.getAsLong();
        answeredNanos = startedNanos;
        toldNanos = startedNanos;
    }

    /**
     * Stops a job without draining it: open sessions stay open in the savepoint.
     *
     * @param format CANONICAL or NATIVE
     * @return where the savepoint lies
     * @throws RunException IO_READ_FAILED when the cluster falls silent, IO_WRITE_FAILED when it could not take the
     *     savepoint
     */
    String of(String job, Path folder, String format) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("targetDirectory", folder.toString());
        body.put("drain", false);
        body.put("formatType", format);
        body.put("triggerId", trigger);
        patiently("POST", "/jobs/" + job + "/stop", JsonMapper.shared().writeValueAsString(body));
        while (true) {
            JsonNode answer = patiently("GET", "/jobs/" + job + "/savepoints/" + trigger, "");
            if (answer.path("status").path("id").asString("").equals("COMPLETED")) {
                JsonNode operation = answer.path("operation");
                if (operation.has("failure-cause")) {
                    throw failed(job, cause(operation.path("failure-cause")));
                }
                return operation.path("location").asString("");
            }
            tell("waiting for the savepoint");
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Asks until an answer comes; a refusal ends it at once. */
    private JsonNode patiently(String method, String path, String body) throws InterruptedException {
        while (true) {
            FlinkRest.Answer answer = cluster.send(method, path, body);
            if (answer.isGood()) {
                answeredNanos = clockNanos.getAsLong();
                return answer.json();
            }
            if (!answer.mayPass()) {
                throw unanswered(
                        path,
                        "must be known to the cluster",
                        answer,
                        "the job has ended or the JobManager was started anew: millrace runs shows how the run stands");
            }
            if (since(answeredNanos).compareTo(silenceMax) >= 0) {
                throw unanswered(
                        path,
                        "must be answered within " + silenceMax.toSeconds() + " s",
                        answer,
                        "look at millrace cluster status; the stop may have come through all the same: millrace runs"
                                + " says STOPPED when it has");
            }
            tell("the cluster does not answer (" + answer.text() + "), asking again");
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static RunException unanswered(String where, String expected, FlinkRest.Answer answer, String fix) {
        return new RunException(Problem.of(ErrorCode.IO_READ_FAILED, where, expected, answer.text(), fix));
    }

    private void tell(String how) {
        if (since(toldNanos).compareTo(TELL_EVERY) >= 0) {
            toldNanos = clockNanos.getAsLong();
            listener.accept(how + ", " + since(startedNanos).toSeconds() + " s so far");
        }
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clockNanos.getAsLong() - nanos);
    }

    /** The innermost cause: Flink wraps it many times over. */
    private static String cause(JsonNode failure) {
        String trace = failure.path("stack-trace").asString("");
        Optional<String> inner = trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((former, latter) -> latter)
                .map(line -> line.substring("Caused by: ".length()));
        return inner.or(() -> trace.lines().findFirst())
                .orElse(failure.path("class").asString("unknown"));
    }

    private RunException failed(String job, String cause) throws InterruptedException {
        String state = cluster.state(job);
        boolean isGoingOn = !FlinkRest.ENDED.contains(state);
        return new RunException(Problem.of(
                ErrorCode.IO_WRITE_FAILED,
                "job " + job,
                "must end with a savepoint",
                cause,
                isGoingOn
                        ? "the job goes on (" + state + ") and keeps its checkpoints: mend the cause and stop it again"
                        : "the job is " + state + "; millrace runs shows how its run stands"));
    }
}
