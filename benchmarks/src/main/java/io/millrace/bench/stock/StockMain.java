package io.millrace.bench.stock;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.parquet.ParquetColumnarRowInputFormat;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * The job as one would write it from Flink's documentation: columnar Parquet source, a class per arrival, keyBy(party),
 * event-time session windows, a process function, five file sinks of Parquet. Heap state, checkpoints, object reuse,
 * bulk files of zstd level 1, as in the product. Arguments: folder of attached arrivals in {@code plain} encoding, output
 * folder, slots, seconds between checkpoints.
 *
 * <p>In its favour: parties, accounts, instruments, devices and addresses are read, not chosen; sessions break at one
 * fixed gap; amounts, times and ends come from a hash and not from laws; no retries; times are plain numbers; no row
 * digests, counters, ledger or checks of what was written.
 */
public final class StockMain {
    /** Where the product's ramp between 20 and 90 minutes breaks half of the sessions. */
    private static final Duration GAP = Duration.ofMinutes(55);
    /** A file holds a day in the order of time. */
    private static final Duration DISORDER = Duration.ofMinutes(1);

    private static final int BATCH_ROWS = 2048;
    private static final long MICROS_PER_MILLI = 1_000;

    private StockMain() {}

    public static void main(String[] arguments) throws Exception {
        Path in = new Path(arguments[0]);
        String out = arguments[1];
        int slots = Integer.parseInt(arguments[2]);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(
                slots, configuration(out, slots, Duration.ofSeconds(Long.parseLong(arguments[3]))));
        TypeInformation<RowData> rows = TypeInformation.of(RowData.class);
        FileSource<RowData> source = FileSource.forBulkFileFormat(
                        new ParquetColumnarRowInputFormat<FileSourceSplit>(
                                new org.apache.hadoop.conf.Configuration(false),
                                StockTables.ATTACHED,
                                rows,
                                BATCH_ROWS,
                                true,
                                true),
                        in)
                .setFileEnumerator(NonSplittingRecursiveEnumerator::new)
                .setSplitAssigner(FilesInOrder::new)
                .build();
        SingleOutputStreamOperator<RowData> sessions = env.fromSource(
                        source,
                        WatermarkStrategy.<RowData>forBoundedOutOfOrderness(DISORDER)
                                .withTimestampAssigner((row, before) -> row.getLong(0) / MICROS_PER_MILLI),
                        "attached",
                        rows)
                .map(new ReadArrival())
                .returns(StockArrival.class)
                .keyBy(arrival -> arrival.partyId, Types.LONG)
                .window(EventTimeSessionWindows.withGap(GAP))
                .process(new SessionRows(), rows);
        sink(sessions, out + "/sessions", StockTables.SESSION, "session_start_utc");
        sink(sessions.getSideOutput(SessionRows.ARRIVALS), out + "/arrivals", StockTables.ARRIVAL, "ts_utc");
        sink(sessions.getSideOutput(SessionRows.FLOWS), out + "/flows", StockTables.FLOW, "ts_utc");
        sink(sessions.getSideOutput(SessionRows.OUTCOMES), out + "/outcomes", StockTables.OUTCOME, "ts_utc");
        sink(sessions.getSideOutput(SessionRows.EVENTS), out + "/events", StockTables.EVENT, "ts_utc");
        env.execute("stock");
    }

    private static Configuration configuration(String out, int slots, Duration interval) {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, slots);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file://" + out + "/checkpoints");
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        return flink;
    }

    private static void sink(DataStream<RowData> rows, String folder, RowType type, String timeColumn) {
        org.apache.hadoop.conf.Configuration parquet = new org.apache.hadoop.conf.Configuration(false);
        parquet.set("parquet.compression", "ZSTD");
        parquet.set("parquet.compression.codec.zstd.level", "1");
        rows.sinkTo(
                FileSink.forBulkFormat(new Path(folder), ParquetRowDataBuilder.createWriterFactory(type, parquet, true))
                        .withBucketAssigner(new DayFolder(type.getFieldIndex(timeColumn)))
                        .build());
    }
}
