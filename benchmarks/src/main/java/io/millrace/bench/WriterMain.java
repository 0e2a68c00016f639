package io.millrace.bench;

import io.millrace.slab.SlabKind;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ParquetProperties;

/**
 * Writes the five tables of a run several times and prints, for each, {@code dataset rows bytes cpuSeconds wallSeconds} of
 * the median. Arguments: writer, folder of the run, rows of a table at most, rounds, folder to write to,
 * seconds of warming up.
 */
public final class WriterMain {
    private static final int WARM_UP_WRITES = 3;
    /** The clock of a process ticks in hundredths of a second. */
    private static final int WRITES_PER_ROUND = 3;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Tables of a run, without those of bookkeeping. */
    static final List<SlabKind> TABLES =
            List.of(SlabKind.SESSIONED, SlabKind.SESSION_INDEX, SlabKind.FLOW, SlabKind.OUTCOME, SlabKind.EVENT);

    /** Who writes. */
    enum Who {
        MILLRACE("page encoder of Millrace"),
        PARQUET_JAVA_1("parquet-java records, format 1"),
        PARQUET_JAVA_2("parquet-java records, format 2"),
        DUCKDB("DuckDB COPY");

        private final String title;

        Who(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        TableWriter writer() throws Exception {
            return switch (this) {
                case MILLRACE -> new MillraceWriter();
                case PARQUET_JAVA_1 -> new RecordWriter(ParquetProperties.WriterVersion.PARQUET_1_0);
                case PARQUET_JAVA_2 -> new RecordWriter(ParquetProperties.WriterVersion.PARQUET_2_0);
                case DUCKDB -> new DuckDbWriter();
            };
        }
    }

    private WriterMain() {}

    public static void main(String[] arguments) throws Exception {
        Who who = Who.valueOf(arguments[0]);
        TableFiles files = new TableFiles(Path.of(arguments[1]));
        long rowsMax = Long.parseLong(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Path file = Path.of(arguments[4]).resolve("rows.parquet");
        double warmUpSeconds = Double.parseDouble(arguments[5]);
        try (TableWriter writer = who.writer()) {
            for (SlabKind kind : TABLES) {
                measure(writer, files, kind, rowsMax, rounds, file, warmUpSeconds);
            }
        }
    }

    private static void measure(
            TableWriter writer,
            TableFiles files,
            SlabKind kind,
            long rowsMax,
            int rounds,
            Path file,
            double warmUpSeconds)
            throws Exception {
        long rows = writer.load(files, kind, rowsMax);
        double[] cpu = new double[rounds];
        double[] wall = new double[rounds];
        warmUp(writer, file, warmUpSeconds);
        for (int round = 0; round < rounds; round++) {
            long cpuBefore = processCpuNanos();
            long wallBefore = System.nanoTime();
            for (int write = 0; write < WRITES_PER_ROUND; write++) {
                writer.write(file);
            }
            cpu[round] = (processCpuNanos() - cpuBefore) / NANOS_PER_SECOND / WRITES_PER_ROUND;
            wall[round] = (System.nanoTime() - wallBefore) / NANOS_PER_SECOND / WRITES_PER_ROUND;
        }
        long bytes = Files.size(file);
        Files.delete(file);
        Arrays.sort(cpu);
        Arrays.sort(wall);
        System.out.println(
                kind.datasetId() + " " + rows + " " + bytes + " " + cpu[rounds / 2] + " " + wall[rounds / 2]);
    }

    private static void warmUp(TableWriter writer, Path file, double seconds) throws Exception {
        long start = System.nanoTime();
        for (int write = 0; write < WARM_UP_WRITES || System.nanoTime() - start < seconds * NANOS_PER_SECOND; write++) {
            writer.write(file);
        }
    }

    /** Of all threads: a writer that lets others work for it, the collector among them, pays for them. */
    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
