package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.policy.TimingPolicy;
import io.millrace.run.RunManifest;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What the manifest of a run says of its time and of its sums.
 *
 * @param startMicros first arrivals, microseconds since 1970
 * @param endMicros behind the last arrivals
 * @param eventsEndMicros behind the last events
 * @param parity equation to whether it holds
 */
record CardHorizon(long startMicros, long endMicros, long eventsEndMicros, SortedMap<String, Boolean> parity) {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    CardHorizon {
        parity = Collections.unmodifiableSortedMap(new TreeMap<>(parity));
        if (startMicros >= endMicros || endMicros > eventsEndMicros) {
            throw new IllegalArgumentException("start < end <= end of events must hold, was " + startMicros + ", "
                    + endMicros + ", " + eventsEndMicros);
        }
    }

    /** Of a published run; an endless one ends behind its last arrival. */
    static CardHorizon of(Path runRoot, SealedRun sealed, Statement statement) throws SQLException {
        Path manifest =
                runRoot.resolve(ValidationBundle.folder(sealed.identity())).resolve(RunManifest.FILE);
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(manifest));
            long start = json.required("horizon_start_us").asLong();
            JsonNode end = json.required("horizon_end_us");
            long tail =
                    TimingPolicy.of(sealed.packs().require("timing_policy_6B").root())
                                    .settlementTailDays()
                            * MICROS_PER_DAY;
            TreeMap<String, Boolean> parity = new TreeMap<>();
            for (JsonNode equation : json.required("parity")) {
                parity.put(
                        equation.required("equation").asString(),
                        equation.required("holds").asBoolean());
            }
            long last = end.isNull() ? Math.max(start, lastArrival(statement)) + 1 : end.asLong();
            return new CardHorizon(start, last, last + tail, parity);
        } catch (IOException | JacksonException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.PUBLISHED_RUN_DAMAGED,
                            "run " + runRoot.getFileName(),
                            "must be published",
                            Files.exists(manifest) ? "an illegible manifest" : "unfinished",
                            "finish it by the same millrace generate; it resumes"),
                    e);
        }
    }

    private static long lastArrival(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT coalesce(max(epoch_us(ts_utc)), 0) FROM entities")) {
            row.next();
            return row.getLong(1);
        }
    }

    double days() {
        return (double) (endMicros - startMicros) / MICROS_PER_DAY;
    }

    /** Days from the first arrival to the end of events. */
    double observedDays() {
        return (double) (eventsEndMicros - startMicros) / MICROS_PER_DAY;
    }

    /** End of the whole weeks that the horizon begins with. */
    long wholeWeeksEndMicros() {
        long week = 7 * MICROS_PER_DAY;
        return startMicros + (endMicros - startMicros) / week * week;
    }

    /** Flows that started before had so many days for what follows. */
    long judgedUntilMicros(int marginDays) {
        return eventsEndMicros - marginDays * MICROS_PER_DAY;
    }
}
