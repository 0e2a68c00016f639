package io.millrace.job.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a session cluster says of itself.
 *
 * @param taskManagers registered ones
 * @param slots of all its task managers
 * @param freeSlots without a task
 * @param runningJobs that are not at their end
 */
record ClusterOverview(int taskManagers, int slots, int freeSlots, int runningJobs) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Asks the web page's port on this machine; empty while nobody answers there. */
    static Optional<ClusterOverview> of(int port) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/overview"))
                .timeout(PATIENCE)
                .build();
        try {
            return Optional.of(parse(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body()));
        } catch (IOException | JacksonException notYet) {
            return Optional.empty();
        }
    }

    static ClusterOverview parse(String json) {
        JsonNode overview = JsonMapper.shared().readTree(json);
        return new ClusterOverview(
                overview.path("taskmanagers").asInt(0),
                overview.path("slots-total").asInt(0),
                overview.path("slots-available").asInt(0),
                overview.path("jobs-running").asInt(0));
    }

    /** How many TaskManagers there must be for so many free slots, when each that is added has some. */
    int taskManagersFor(int slotsNeeded, int slotsEach) {
        int lacking = Math.max(0, slotsNeeded - freeSlots);
        return taskManagers + (lacking + slotsEach - 1) / slotsEach;
    }

    /** {@code 1 TaskManager, 2 slots, 1 free, 1 running job}. */
    String text() {
        return taskManagers + (taskManagers == 1 ? " TaskManager, " : " TaskManagers, ") + slots
                + (slots == 1 ? " slot, " : " slots, ") + freeSlots + " free, " + runningJobs
                + (runningJobs == 1 ? " running job" : " running jobs");
    }
}
