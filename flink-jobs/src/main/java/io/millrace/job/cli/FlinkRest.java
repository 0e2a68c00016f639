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
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The web interface of a Flink cluster, as far as stopping a job goes. */
final class FlinkRest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 200;

    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param address such as {@code http://localhost:8081} */
    FlinkRest(String address) {
        this.address = address;
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
            boolean isLiving = !List.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED")
                    .contains(job.path("state").asString(""));
            if (isLiving && name.test(job.path("name").asString(""))) {
                ids.add(job.path("jid").asString(""));
            }
        }
        return ids;
    }

    /**
     * Stops a job with a savepoint, without draining it: open sessions stay open in the savepoint.
     *
     * @param format CANONICAL or NATIVE
     * @return where the savepoint lies
     */
    String stop(String job, Path folder, String format) throws InterruptedException {
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of("targetDirectory", folder.toString(), "drain", false, "formatType", format));
        String trigger =
                ask("POST", "/jobs/" + job + "/stop", body).path("request-id").asString("");
        while (true) {
            JsonNode answer = ask("GET", "/jobs/" + job + "/savepoints/" + trigger, "");
            if (answer.path("status").path("id").asString("").equals("COMPLETED")) {
                JsonNode operation = answer.path("operation");
                if (operation.has("failure-cause")) {
                    throw failed(
                            "job " + job,
                            "must end with a savepoint",
                            operation.path("failure-cause").path("class").asString("unknown") + "; its log tells more");
                }
                return operation.path("location").asString("");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
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

    private JsonNode ask(String method, String path, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw failed(
                        address + path,
                        "must be answered",
                        answer.statusCode() + " "
                                + answer.body().lines().findFirst().orElse(""));
            }
            return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException | JacksonException e) {
            throw failed(address, "must be the web address of a Flink cluster", e.toString());
        }
    }

    private static RunException failed(String where, String expected, String found) {
        return new RunException(Problem.of(
                ErrorCode.IO_READ_FAILED,
                where,
                expected,
                found,
                "look at millrace cluster status, or name the cluster by --rest; the run stays as it is"));
    }
}
