package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of the main job as a process of its own, from nothing to the published flag.
 *
 * @param arrivals as the run's manifest counts them
 * @param rows of all five datasets
 * @param bytes of all files of theirs
 */
record JobRun(long arrivals, long rows, long bytes, Sample sample) {
    private static final String ARRIVALS = "s1_arrival_entities_6B";
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param command of {@link Launch}, which ends with options of generate that name the world
     * @param runs folder of runs, empty
     */
    static JobRun of(Stage stage, List<String> command, Path runs) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--runs", runs.toString(), "--json"));
        double load = Machine.currentLoad();
        Cost cost = Forked.run(all, stage.log("generate"));
        JsonNode summary = JSON.readTree(cost.output().get(cost.output().size() - 1));
        long arrivals = 0;
        long rows = 0;
        for (JsonNode dataset : summary.required("datasets")) {
            long count = dataset.required("rows").asLong();
            rows += count;
            arrivals += dataset.required("dataset_id").asString().equals(ARRIVALS) ? count : 0;
        }
        return new JobRun(
                arrivals,
                rows,
                summary.required("bytes").asLong(),
                new Sample(cost.cpuSeconds(), cost.wallSeconds(), cost.peakBytes(), load));
    }
}
