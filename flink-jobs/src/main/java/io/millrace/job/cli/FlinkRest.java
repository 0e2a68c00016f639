package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The web interface of a Flink cluster, as far as finding, stopping and cancelling jobs goes. */
final class FlinkRest {
    /** States of a job that does nothing more. */
    static final List<String> ENDED = List.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String address;
    private final Duration patience;
    private final HttpClient client;

    /** @param address such as {@code http://localhost:8081} */
    FlinkRest(String address) {
        this(address, PATIENCE);
    }

    /** @param patience for one answer */
    FlinkRest(String address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.client = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    /** Ids of the jobs of a name that are not at their end. */
    List<String> livingJobs(String name) throws InterruptedException {
        return livingJobs(name::equals);
    }

    /** Ids of all jobs that are not at their end. */
    List<String> livingJobs() throws InterruptedException {
        return livingJobs(any -> true);
    }

    private List<String> livingJobs(Predicate<String> name) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (JsonNode job : ask("GET", "/jobs/overview", "").path("jobs")) {
            boolean isLiving = !ENDED.contains(job.path("state").asString(""));
            if (isLiving && name.test(job.path("name").asString(""))) {
                ids.add(job.path("jid").asString(""));
            }
        }
        return ids;
    }

    /** Addresses of its TaskManagers; none while nobody answers. A dead one is named until it is missed. */
    Set<String> taskManagers() throws InterruptedException {
        return addresses(send("GET", "/taskmanagers", "").json());
    }

    /**
     * The same of a cluster that must answer.
     *
     * @throws RunException IO_READ_FAILED when it does not
     */
    Set<String> requireTaskManagers() throws InterruptedException {
        return addresses(ask("GET", "/taskmanagers", ""));
    }

    private static Set<String> addresses(JsonNode answer) {
        Set<String> addresses = new TreeSet<>();
        for (JsonNode one : answer.path("taskmanagers")) {
            addresses.add(one.path("path").asString(""));
        }
        return addresses;
    }

    /** Whether every TaskManager has a slot in use. */
    boolean isEveryTaskManagerAtWork() throws InterruptedException {
        for (JsonNode one : ask("GET", "/taskmanagers", "").path("taskmanagers")) {
            if (one.path("freeSlots").asInt(0) == one.path("slotsNumber").asInt(0)) {
                return false;
            }
        }
        return true;
    }

    /** A line per TaskManager and per living job. */
    List<String> lines() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (JsonNode one : ask("GET", "/taskmanagers", "").path("taskmanagers")) {
            lines.add("TaskManager " + one.path("id").asString("?") + ": "
                    + one.path("freeSlots").asInt(0) + " of "
                    + one.path("slotsNumber").asInt(0) + " slots free");
        }
        for (JsonNode job : ask("GET", "/jobs/overview", "").path("jobs")) {
            String state = job.path("state").asString("");
            if (!ENDED.contains(state)) {
                lines.add("job " + job.path("jid").asString("") + ": "
                        + job.path("name").asString("") + ", " + state);
            }
        }
        return lines;
    }

    /** State of a job, such as RUNNING; {@code UNKNOWN} when the cluster does not say. */
    String state(String job) throws InterruptedException {
        Answer answer = send("GET", "/jobs/" + job, "");
        return answer.isGood() ? answer.json().path("state").asString("UNKNOWN") : "UNKNOWN";
    }

    /** Times that a job, living or ended, was restarted or failed. */
    int failures(String job) throws InterruptedException {
        return ask("GET", "/jobs/" + job + "/exceptions", "")
                .path("exceptionHistory")
                .path("entries")
                .size();
    }

    /** Asks for the end of a job; its checkpoints stay. */
    void cancel(String job) throws InterruptedException {
        ask("PATCH", "/jobs/" + job, "");
    }

    /** As {@link SavepointStop}, in silence. */
    String stop(String job, Path folder, String format) throws InterruptedException {
        return new SavepointStop(this, unheard -> {}, SavepointStop.SILENCE_MAX, System::nanoTime)
                .of(job, folder, format);
    }

    /**
     * One question and its answer.
     *
     * @throws RunException IO_READ_FAILED when none comes, or a refusal
     */
    JsonNode ask(String method, String path, String body) throws InterruptedException {
        Answer answer = send(method, path, body);
        if (answer.isGood()) {
            return answer.json();
        }
        throw new RunException(Problem.of(
                ErrorCode.IO_READ_FAILED,
                address + path,
                answer.status() == 0 ? "must be the web address of a living Flink cluster" : "must be answered",
                answer.text(),
                "look at millrace cluster status, or name the cluster by --rest; the run stays as it is"));
    }

    /** One question, whatever comes of it. */
    Answer send(String method, String path, String body) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                    .timeout(patience)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode json = JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
            String text = answer.statusCode() + " "
                    + answer.body().lines().findFirst().orElse("");
            return new Answer(answer.statusCode(), json, text);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return new Answer(0, JsonMapper.shared().createObjectNode(), e.toString());
        }
    }

    /**
     * What came of a question.
     *
     * @param status of HTTP; 0 when there was no answer of a Flink cluster
     * @param json body of the answer
     * @param text what to tell of it
     */
    record Answer(int status, JsonNode json, String text) {
        private static final int CLIENT_ERRORS = 400;
        private static final int SERVER_ERRORS = 500;

        boolean isGood() {
            return status > 0 && status < CLIENT_ERRORS;
        }

        /** Whether the same question may find an answer later. */
        boolean mayPass() {
            return status == 0 || status >= SERVER_ERRORS;
        }
    }
}
