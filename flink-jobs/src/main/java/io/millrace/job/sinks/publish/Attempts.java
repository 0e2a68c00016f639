package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The starts of a run, {@code _ledger/attempt-<4 digits>.json} each: its number, its token, the point it was restored from
 * and where that point lay. A number is claimed by one start only, and the claim is the fence: tasks of older attempts
 * commit nothing from then on.
 */
final class Attempts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FILE = Pattern.compile("attempt-([0-9]{4,})[.]json");

    private final Path runRoot;
    private final NewFile files;

    Attempts(Path runRoot) {
        this(runRoot, new NewFile());
    }

    /** @param files how a file is made that nobody else makes */
    Attempts(Path runRoot, NewFile files) {
        this.runRoot = runRoot;
        this.files = files;
    }

    /**
     * What a start was restored from.
     *
     * @param folder of the checkpoint or savepoint; empty when nobody has written it down
     */
    record Origin(Ledger.Point point, Optional<Path> folder) {}

    /**
     * Number of the newest, 0 before the first.
     *
     * @throws RunException COMMITTED_FILE_DAMAGED when the file of an older one is gone
     */
    int newest() {
        int newest = 0;
        int found = 0;
        if (Files.isDirectory(folder())) {
            try (Stream<Path> list = Files.list(folder())) {
                for (Path file : list.toList()) {
                    Matcher name = FILE.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        newest = Math.max(newest, Integer.parseInt(name.group(1)));
                        found++;
                    }
                }
            } catch (IOException e) {
                throw Ledger.storage(folder(), e);
            }
        }
        for (int attempt = 1; found < newest && attempt < newest; attempt++) {
            require(attempt);
        }
        return newest;
    }

    /**
     * Claims the number after the newest that the caller has seen. When somebody else has taken it since, what the caller
     * has decided on is out of date.
     */
    int begin(int seen, Optional<Origin> origin) {
        int attempt = seen + 1;
        Path file = file(attempt);
        try {
            files.write(file, json(attempt, origin));
        } catch (FileAlreadyExistsException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.RUN_BUSY,
                            file.toString(),
                            "must not be there yet",
                            "another start has just taken attempt " + attempt,
                            "wait for it to end; millrace runs shows it"),
                    e);
        } catch (IOException e) {
            throw Ledger.unwritable(folder(), e);
        }
        return attempt;
    }

    private byte[] json(int attempt, Optional<Origin> origin) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("attempt", (long) attempt);
        json.put("token", JobID.generate().toHexString());
        TreeMap<String, Object> from = new TreeMap<>();
        origin.ifPresent(of -> {
            from.put("attempt", (long) of.point().attempt());
            from.put("checkpoint_id", of.point().checkpointId());
            from.put("folder", of.folder().map(this::note).orElse(""));
        });
        json.put("restored_from", origin.isPresent() ? from : null);
        return (CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Relative where it lies in the run folder, which may be moved or copied. */
    private String note(Path folder) {
        Path root = runRoot.toAbsolutePath().normalize();
        Path place = folder.toAbsolutePath().normalize();
        return place.startsWith(root) ? root.relativize(place).toString() : place.toString();
    }

    /** What tells the starts of copies apart; empty for one that is not there. */
    Optional<String> token(int attempt) {
        return Files.exists(file(attempt))
                ? Optional.of(read(attempt).path("token").asString(""))
                : Optional.empty();
    }

    /** Empty for a start from nothing, and before the first. */
    Optional<Origin> origin(int attempt) {
        if (attempt == 0) {
            return Optional.empty();
        }
        JsonNode from = read(attempt).path("restored_from");
        if (!from.isObject()) {
            return Optional.empty();
        }
        String folder = from.path("folder").asString("");
        return Optional.of(new Origin(
                new Ledger.Point(
                        from.path("attempt").asInt(), from.path("checkpoint_id").asLong()),
                folder.isEmpty() ? Optional.empty() : Optional.of(runRoot.resolve(folder))));
    }

    /** The point and the points its attempts were restored from, newest first. */
    List<Ledger.Point> lineage(Ledger.Point point) {
        List<Ledger.Point> lineage = new ArrayList<>();
        for (Optional<Ledger.Point> at = Optional.of(point);
                at.isPresent();
                at = origin(at.get().attempt()).map(Origin::point)) {
            lineage.add(at.get());
        }
        return lineage;
    }

    private JsonNode read(int attempt) {
        require(attempt);
        Path file = file(attempt);
        try {
            JsonNode read = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            if (read.path("attempt").asInt(0) != attempt) {
                throw torn(file, "no attempt " + attempt);
            }
            return read;
        } catch (IOException e) {
            throw Ledger.storage(file, e);
        } catch (JacksonException e) {
            throw torn(file, String.valueOf(e.getMessage()));
        }
    }

    private void require(int attempt) {
        if (!Files.exists(file(attempt))) {
            throw new RunException(Problem.of(
                    ErrorCode.COMMITTED_FILE_DAMAGED,
                    file(attempt).toString(),
                    "must tell what attempt " + attempt + " was restored from",
                    "no file",
                    "restore it from a copy, or move the run folder aside and start over"));
        }
    }

    private static RunException torn(Path file, String found) {
        return new RunException(Problem.of(
                ErrorCode.COMMITTED_FILE_DAMAGED,
                file.toString(),
                "must be a whole line of the ledger",
                found,
                "when it is the newest attempt and no data file carries its number, it never began: remove it;"
                        + " else restore it from a copy"));
    }

    private Path folder() {
        return runRoot.resolve("_ledger");
    }

    private Path file(int attempt) {
        return folder().resolve(String.format(Locale.ROOT, "attempt-%04d.json", attempt));
    }
}
