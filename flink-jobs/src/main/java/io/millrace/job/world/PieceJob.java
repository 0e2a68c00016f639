package io.millrace.job.world;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.topology.OperatorId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.collect.CollectSinkOperatorFactory;
import org.apache.flink.util.CloseableIterator;

/** Runs pieces of tables as one bounded job: numbers of pieces -> files. */
public final class PieceJob {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Of one piece on its way to the client; figures grow with merchants, and the usual 2 MB end at 50 000 of them. */
    private static final MemorySize FIGURES_MAX = MemorySize.ofMebiBytes(128);

    private static final double RECKONING_SECONDS_MIN = 60;
    private static final int RECKONING_PIECES_MIN = 2;

    private final Supplier<StreamExecutionEnvironment> environments;
    private final int parallelism;
    private final Consumer<String> progress;
    private final LongSupplier nanoTime;

    /**
     * @param environments a fresh one per job
     * @param progress receives a line at most once a second
     * @param nanoTime tells how long it took, which stands in no file
     */
    public PieceJob(
            Supplier<StreamExecutionEnvironment> environments,
            int parallelism,
            Consumer<String> progress,
            LongSupplier nanoTime) {
        this.environments = environments;
        this.parallelism = parallelism;
        this.progress = progress;
        this.nanoTime = nanoTime;
    }

    /** Says something to the person who waits. */
    void tell(String line) {
        progress.accept(line);
    }

    /**
     * @param name for the job and its progress, such as {@code entities}
     * @param pieces numbers of those to be made, in the order in which they shall be begun
     * @param finishedBefore pieces that an earlier start has made, for the progress
     * @return one result per piece, by number
     * @throws MillraceException what broke a piece
     */
    public List<PieceResult> run(
            String name, int[] pieces, int finishedBefore, TableFiles files, DoerSource<PieceMaker> maker) {
        if (pieces.length == 0) {
            return List.of();
        }
        StreamExecutionEnvironment env = environments.get();
        env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        env.setParallelism(Math.min(parallelism, pieces.length));
        Configuration pipeline = new Configuration();
        pipeline.set(PipelineOptions.GENERIC_TYPES, false);
        // Hadoop asks who the user is in a way that Java 24 and later refuse; an embedded cluster needs no tokens.
        pipeline.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
        // A piece that breaks breaks again: rows follow from numbers alone.
        pipeline.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        pipeline.set(CollectSinkOperatorFactory.MAX_BATCH_SIZE, FIGURES_MAX);
        env.configure(pipeline);
        DataStream<PieceResult> results = OperatorId.WORLD_PIECES.on(OperatorId.WORLD_PIECE_NUMBERS
                .on(env.fromSource(
                        new NumberSequenceSource(0, pieces.length - 1L),
                        WatermarkStrategy.noWatermarks(),
                        OperatorId.WORLD_PIECE_NUMBERS.uid()))
                .map(new PieceFunction(pieces, files, maker))
                .returns(Types.POJO(PieceResult.class)));
        return collect(name, pieces.length, finishedBefore, results);
    }

    private List<PieceResult> collect(String name, int pieces, int finishedBefore, DataStream<PieceResult> stream) {
        List<PieceResult> all = new ArrayList<>(pieces);
        long started = nanoTime.getAsLong();
        long told = started;
        long rows = 0;
        try (CloseableIterator<PieceResult> results = stream.executeAndCollect("millrace " + name)) {
            while (results.hasNext()) {
                PieceResult result = results.next();
                all.add(result);
                rows += Arrays.stream(result.parts()).mapToLong(TablePart::rows).sum();
                long now = nanoTime.getAsLong();
                if (now - told >= NANOS_PER_SECOND && all.size() < pieces) {
                    told = now;
                    progress.accept(
                            line(name, all.size(), pieces, finishedBefore, rows, (now - started) / NANOS_PER_SECOND));
                }
            }
        } catch (Exception e) {
            throw named(name, e);
        }
        all.sort(Comparator.comparingInt(PieceResult::piece));
        return all;
    }

    /** Pieces that were there before cost no time now, so what is left is reckoned from those of this start alone. */
    static String line(String name, int done, int pieces, int finishedBefore, long rows, double seconds) {
        // Starting up costs seconds: the first piece says little of the others.
        String left = seconds < RECKONING_SECONDS_MIN && done < RECKONING_PIECES_MIN
                ? ""
                : String.format(Locale.ROOT, ", %.0f s to go", seconds / done * (pieces - done));
        return String.format(
                Locale.ROOT,
                "%s: %d of %d pieces, %,d rows%s%s",
                name,
                finishedBefore + done,
                finishedBefore + pieces,
                rows,
                finishedBefore == 0 ? "" : " since " + finishedBefore,
                left);
    }

    /** The named failure inside Flink's wrapping, or our bug. */
    private static RuntimeException named(String job, Exception failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MillraceException known) {
                return known;
            }
            deepest = cause;
        }
        return new RunException(
                Problem.of(
                        ErrorCode.INTERNAL_ERROR,
                        job,
                        "must end without a failure",
                        deepest.toString(),
                        "report it with the trace below"),
                failure);
    }
}
