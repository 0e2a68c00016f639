package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.CanonicalJson;
import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The scorecard that lies with a run, {@code reports/realism.json}. A published run never changes, so a card of it holds
 * as long as the program has the same queries.
 */
public final class KeptScorecard {
    private static final String FILE = "reports/realism.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeptScorecard() {}

    /** Canonical JSON of a card, without final newline. */
    public static String text(Scorecard card) {
        return CanonicalJson.of(card.json());
    }

    /**
     * The card that is kept; empty when there is none, or one of other queries than this program has.
     *
     * @throws RunException IO_READ_FAILED when the file cannot be read
     */
    public static Optional<JsonNode> of(Path runRoot) {
        Path file = runRoot.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(Files.readAllBytes(file))).filter(KeptScorecard::isCurrent);
        } catch (JacksonException cut) {
            // A card is only a reading; it is taken again.
            return Optional.empty();
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            file.toString(),
                            "must be readable",
                            e.toString(),
                            "mend permissions, or remove it: millrace verify --realism makes it again"),
                    e);
        }
    }

    /** The card that is kept, or else one that is measured now, and kept where the run can be written. */
    public static JsonNode orMeasured(ScorecardSettings settings) {
        Optional<JsonNode> kept = of(settings.runRoot());
        if (kept.isPresent()) {
            return kept.get();
        }
        String text = text(Scorecard.of(settings));
        keep(settings.runRoot(), text);
        return JSON.readTree(text);
    }

    /**
     * Keeps a card with its run.
     *
     * @return whether it was kept; a run that is read only keeps none
     * @throws RunException IO_WRITE_FAILED when the disk does not take it
     */
    public static boolean keep(Path runRoot, String text) {
        return keepAt(runRoot.resolve(FILE), text);
    }

    /** The same for any report of a run. */
    static boolean keepAt(Path file, String text) {
        if (!Files.isWritable(file.getParent())) {
            return false;
        }
        try {
            DurableFile.writeIfDifferent(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            file.toString(),
                            "must be writable",
                            e.toString(),
                            "free space or mend permissions"),
                    e);
        }
    }

    private static boolean isCurrent(JsonNode card) {
        return card.path("of").path("queries_digest").asString("").equals(MetricQuery.digest());
    }
}
