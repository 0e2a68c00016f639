package io.millrace.job.prepare;

import io.millrace.arrivals.ArrivalOrdinals;
import io.millrace.arrivals.ForeignArrival;
import io.millrace.arrivals.ForeignArrivalRules;
import io.millrace.arrivals.Survey;
import io.millrace.arrivals.Tally;
import io.millrace.job.topology.OperatorId;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.operators.Order;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The three bounded jobs of prepare, in their order, all in batch execution: Flink's own external sort brings equal keys
 * together, so memory is bounded by an hour and a block of keys, whatever the order and size of the source.
 *
 * <pre>
 * horizon:  rows -> votes on bucket 0
 * survey:   rows -> rules -> first of each key -> counts for the dimensions;  rejects -> one file
 * hours:    rows -> rules -> by UTC hour -> sorted, counted, one file per hour
 * </pre>
 */
final class PrepareTopology {
    private PrepareTopology() {}

    /** Which first hour the rows imply; small. */
    static DataStream<Tally> horizon(StreamExecutionEnvironment env, List<ForeignFile> files) {
        DataStream<Tally> votes = OperatorId.PREPARE_HORIZON_ROWS.on(
                source(env, files, HorizonReader::new, RecordType.TALLY, OperatorId.PREPARE_HORIZON_ROWS));
        return OperatorId.PREPARE_HORIZON.on(
                tallies(votes.fullWindowPartition().aggregate(new SurveySum()).returns(RecordType.SURVEY)));
    }

    /**
     * What the dimensions need to know, and the reject file as a by-product.
     *
     * @param rejectsMax repeats whose place is told; more than that refuse the world
     */
    static DataStream<Tally> survey(
            StreamExecutionEnvironment env,
            List<ForeignFile> files,
            ForeignArrivalRules rules,
            WorldFiles world,
            long rejectsMax) {
        DataStream<ForeignArrival> rows = arrivals(env, files, rules, OperatorId.PREPARE_SURVEY_ROWS);
        DataStream<ForeignArrival> firsts = OperatorId.PREPARE_FIRST_OF_KEY.on(rows.filter(Verdict.ACCEPTED)
                .keyBy(new SeqBlock(), Types.LONG)
                .process(new FirstOfKey())
                .returns(RecordType.ARRIVAL));
        DataStream<ForeignArrival> unread = rows.filter(Verdict.REJECTED);
        DataStream<ForeignArrival> rejects = unread.union(firsts.filter(Verdict.REJECTED));
        // One file in source order: rejects are few, and the sort spills to disk when they are not.
        OperatorId.PREPARE_REJECTS
                .on(rejects.map(row -> row)
                        .returns(RecordType.ARRIVAL)
                        .setParallelism(1)
                        .fullWindowPartition()
                        .sortPartition(new SourcePlace(), Order.ASCENDING)
                        .fullWindowPartition()
                        .mapPartition(new RejectFile(
                                world, files.stream().map(ForeignFile::name).toList()))
                        .returns(RecordType.PART))
                .sinkTo(new DiscardingSink<>());
        return OperatorId.PREPARE_SURVEY.on(tallies(firsts.union(unread)
                .fullWindowPartition()
                .aggregate(new SurveyCounts(rejectsMax))
                .returns(RecordType.SURVEY)));
    }

    /** The hour files. */
    static DataStream<WorldPart> hours(
            StreamExecutionEnvironment env,
            List<ForeignFile> files,
            ForeignArrivalRules rules,
            WorldFiles world,
            ArrivalOrdinals ordinals,
            long[] repeats) {
        return OperatorId.PREPARE_HOURS.on(arrivals(env, files, rules, OperatorId.PREPARE_HOUR_ROWS)
                .filter(new Kept(repeats))
                .keyBy(new UtcHour(), Types.LONG)
                .process(new HourFunction(world, ordinals))
                .returns(RecordType.PART));
    }

    private static DataStream<ForeignArrival> arrivals(
            StreamExecutionEnvironment env, List<ForeignFile> files, ForeignArrivalRules rules, OperatorId id) {
        return id.on(source(env, files, () -> new ArrivalReader(rules), RecordType.ARRIVAL, id));
    }

    private static <T> SingleOutputStreamOperator<T> source(
            StreamExecutionEnvironment env,
            List<ForeignFile> files,
            RowsReader.Factory<T> readers,
            RecordType<T> type,
            OperatorId id) {
        FileSource<T> source = FileSource.forBulkFileFormat(
                        new ForeignArrivalFormat<>(files, readers, type),
                        files.stream().map(file -> new Path(file.uri())).toArray(Path[]::new))
                .setFileEnumerator(new RowGroupSplits.Provider(files))
                .build();
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), id.uid(), type);
    }

    private static SingleOutputStreamOperator<Tally> tallies(DataStream<Survey> surveys) {
        return surveys.flatMap(new SurveyTallies()).returns(RecordType.TALLY);
    }
}
