package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.run.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * One of several runs of one identity.
 *
 * @param layout how it was made: starts, and tasks that wrote
 * @param digests by data set, and {@code bundle} where all runs can have the same
 */
record PanelRepeat(String layout, SortedMap<String, String> digests) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of an identity, the judged one first. Files and a world on the fly are sealed differently, so their bundles differ. */
    static List<PanelRepeat> of(List<PanelMember> members) {
        boolean sealedAlike =
                members.stream().map(PanelMember::sealedInputsDigest).distinct().count() == 1;
        return members.stream()
                .map(member -> {
                    SortedMap<String, String> digests = ofDatasets(member);
                    if (sealedAlike) {
                        digests.put("bundle", member.bundleDigest());
                    }
                    return new PanelRepeat(layout(member.root()), digests);
                })
                .toList();
    }

    private static SortedMap<String, String> ofDatasets(PanelMember member) {
        Path manifest = member.root()
                .resolve(ValidationBundle.folder(member.identity()))
                .resolve(RunManifest.FILE);
        TreeMap<String, String> digests = new TreeMap<>();
        try {
            for (JsonNode dataset : JSON.readTree(Files.readAllBytes(manifest)).required("datasets")) {
                digests.put(
                        dataset.required("dataset_id").asString(),
                        dataset.required("rows").asLong() + " rows "
                                + dataset.required("row_digest").asString());
            }
            return digests;
        } catch (IOException | JacksonException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.PUBLISHED_RUN_DAMAGED,
                            manifest.toString(),
                            "must be a readable manifest",
                            String.valueOf(e.getMessage()),
                            "nothing was touched; restore the file"),
                    e);
        }
    }

    private static String layout(Path root) {
        Ledger ledger = new Ledger(root);
        int starts = ledger.attempts();
        int tasks = ledger.valid(starts).stream()
                        .mapToInt(LedgerEntry::subtask)
                        .max()
                        .orElse(0)
                + 1;
        return starts + (starts == 1 ? " start, " : " starts, ") + tasks + (tasks == 1 ? " task" : " tasks");
    }
}
