package io.millrace.job.sinks.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.testing.AnySlab;
import io.millrace.testing.ForAllSeeds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB shares no code with the encoder: values, types, statistics and footer as it sees them. */
class DuckDbJudgeTest {
    private static final PartLimits SMALL = new PartLimits(200, 600, 1 << 20);

    @TempDir
    Path folder;

    private Connection connection;
    private Statement duck;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        duck = connection.createStatement();
        duck.execute("SET TimeZone = 'UTC'");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void everyCellOfEveryKind() {
        ForAllSeeds.of(4).check(seed -> {
            for (SlabKind kind : SlabKind.values()) {
                for (SinkEncoding encoding : SinkEncoding.values()) {
                    Slab slab = withShowableTimes(AnySlab.of(kind, seed * 7, 900));
                    String file = write(slab, encoding, kind + "-" + encoding + "-" + seed);
                    assertThat(table("SELECT " + select(slab) + " FROM read_parquet(" + file
                                    + ", file_row_number = true) ORDER BY file_row_number"))
                            .as("%s %s", kind, encoding)
                            .isEqualTo(texts(slab));
                }
            }
        });
    }

    @Test
    void everyCellOfChunksThatAreNotCompressed() {
        Slab slab = withShowableTimes(AnySlab.of(SlabKind.FLOW, 5, 9_000));
        Path file = folder.resolve("noise.parquet");
        PartFixture.write(
                PartFixture.encoder(SlabKind.FLOW, SinkEncoding.COMPACT, PartLimits.STANDARD), slab, 256, file);
        String quoted = "'" + file + "'";
        assertThat(table("SELECT DISTINCT compression FROM parquet_metadata(" + quoted + ") ORDER BY 1"))
                .containsExactly("UNCOMPRESSED", "ZSTD");
        assertThat(table("SELECT " + select(slab) + " FROM read_parquet(" + quoted
                        + ", file_row_number = true) ORDER BY file_row_number"))
                .isEqualTo(texts(slab));
    }

    @Test
    void logicalTypesAndNullability() {
        for (SlabKind kind : SlabKind.values()) {
            Slab slab = withShowableTimes(AnySlab.of(kind, 3, 10));
            String file = write(slab, SinkEncoding.COMPACT, kind.name());
            List<String> expected = slab.columns().published().stream()
                    .map(column -> column.name() + "|" + type(column.kind()))
                    .toList();
            assertThat(table(
                            "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(" + file + "))"))
                    .isEqualTo(expected);
            List<String> repetition = slab.columns().published().stream()
                    .map(column -> column.name() + "|" + (column.nullable() ? "OPTIONAL" : "REQUIRED"))
                    .toList();
            assertThat(table("SELECT name, repetition_type FROM parquet_schema(" + file
                            + ") WHERE num_children IS NULL"))
                    .isEqualTo(repetition);
        }
    }

    @Test
    void statisticsOfEveryRowGroupAreThoseOfItsRows() {
        ForAllSeeds.of(4).check(seed -> {
            for (SlabKind kind : SlabKind.values()) {
                Slab slab = withShowableTimes(AnySlab.of(kind, seed * 13, 1_500));
                String file = write(slab, SinkEncoding.COMPACT, "statistics");
                for (Columns.Column column : slab.columns().published()) {
                    String name = column.name();
                    String cast = "::" + type(column.kind());
                    List<String> told = table("SELECT row_group_id, stats_min_value" + cast + ", stats_max_value" + cast
                            + ", stats_null_count, num_values, row_group_num_rows FROM parquet_metadata(" + file
                            + ") WHERE path_in_schema = '" + name + "' ORDER BY row_group_id");
                    List<String> found = table("SELECT file_row_number // 600, min(" + name + "), max(" + name
                            + "), count(*) - count(" + name + "), count(*), count(*) FROM read_parquet(" + file
                            + ", file_row_number = true) GROUP BY 1 ORDER BY 1");
                    assertThat(told).as("%s.%s", kind, name).isEqualTo(found);
                }
            }
        });
    }

    @Test
    void unsignedIdsAreOrderedUnsigned() {
        EventSlab slab = (EventSlab) AnySlab.of(SlabKind.EVENT, 2, 3);
        slab.merchantId[0] = 5;
        slab.merchantId[1] = -2;
        slab.merchantId[2] = 9;
        slab.approvalCode[0] = 7;
        slab.approvalCode[1] = -2;
        slab.approvalCode[2] = -1;
        String file = write(withShowableTimes(slab), SinkEncoding.COMPACT, "unsigned");
        assertThat(table("SELECT stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata(" + file
                        + ") WHERE path_in_schema IN ('merchant_id', 'approval_code') ORDER BY column_id"))
                .containsExactly("5|18446744073709551614|0", "7|4294967294|1");
        assertThat(table("SELECT count(*) FROM read_parquet(" + file + ") WHERE merchant_id > 9223372036854775808"))
                .containsExactly("1");
    }

    @Test
    void footerKeysCodecAndWriter() {
        Slab slab = withShowableTimes(AnySlab.of(SlabKind.FLOW, 9, 700));
        String file = write(slab, SinkEncoding.COMPACT, "footer");
        assertThat(table("SELECT created_by, num_rows, num_row_groups FROM parquet_file_metadata(" + file + ")"))
                .containsExactly("millrace version 1.2.3|700|2");
        assertThat(table("SELECT DISTINCT compression FROM parquet_metadata(" + file + ")"))
                .containsExactly("ZSTD");
        assertThat(table("SELECT decode(key), decode(value) FROM parquet_kv_metadata(" + file
                        + ") WHERE decode(key) NOT IN ('millrace.counters', 'millrace.links', 'millrace.row_digest') "
                        + "ORDER BY 1"))
                .containsExactly(
                        "millrace.contracts_version|1.2.3",
                        "millrace.row_digest_law|xxh3-128-sum-v1",
                        "millrace.rows|700",
                        "millrace.seed|42",
                        "millrace.sort|",
                        "millrace.ts_max_us|" + extreme(slab, Long.MIN_VALUE),
                        "millrace.ts_min_us|" + extreme(slab, Long.MAX_VALUE));
        String sql = "SELECT lower(printf('%016x:%016x', (sum(flow_id::HUGEINT) & 18446744073709551615)::UBIGINT, "
                + "0::UBIGINT)) FROM read_parquet(" + file + ")";
        String link = table("SELECT json_extract_string(decode(value), 'flow') FROM parquet_kv_metadata(" + file
                        + ") WHERE decode(key) = 'millrace.links'")
                .get(0);
        assertThat(table(sql).get(0).substring(0, 16)).isEqualTo(link.substring(0, 16));
    }

    private static long extreme(Slab slab, long start) {
        long found = start;
        for (Columns.Column column : slab.columns().published()) {
            for (int row = 0; row < slab.size && column.name().equals("ts_utc"); row++) {
                long micros = column.bits(row);
                found = start == Long.MAX_VALUE ? Math.min(found, micros) : Math.max(found, micros);
            }
        }
        return found;
    }

    /** DuckDB shows times of the years 290 000 and later as infinite. */
    private static Slab withShowableTimes(Slab slab) {
        for (Columns.Column column : slab.columns().all()) {
            if (column.kind() == Columns.Kind.TS) {
                long[] micros = (long[]) column.array();
                for (int row = 0; row < slab.size; row++) {
                    micros[row] = column.isAbsent(row) ? micros[row] : micros[row] & 0x7_FFFF_FFFF_FFFFL;
                }
            }
        }
        return slab;
    }

    private String write(Slab slab, SinkEncoding encoding, String name) {
        Path file = folder.resolve(name + ".parquet");
        PartFixture.write(PartFixture.encoder(slab.kind(), encoding, SMALL), slab, 256, file);
        return "'" + file + "'";
    }

    private static String type(Columns.Kind kind) {
        return switch (kind) {
            case I32 -> "INTEGER";
            case U32 -> "UINTEGER";
            case I64 -> "BIGINT";
            case U64 -> "UBIGINT";
            case TS -> "TIMESTAMP WITH TIME ZONE";
            case BOOL -> "BOOLEAN";
            case ENUM, WORD, CC, CUR, ZONE, STR -> "VARCHAR";
        };
    }

    private static String select(Slab slab) {
        return slab.columns().published().stream()
                .map(column -> column.kind() == Columns.Kind.TS ? "epoch_us(" + column.name() + ")" : column.name())
                .collect(Collectors.joining(", "));
    }

    private static List<String> texts(Slab slab) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < slab.size; row++) {
            int at = row;
            rows.add(slab.columns().published().stream()
                    .map(column -> cell(column, at))
                    .collect(Collectors.joining("|")));
        }
        return rows;
    }

    private static String cell(Columns.Column column, int row) {
        if (column.isAbsent(row)) {
            return "null";
        }
        return switch (column.kind()) {
            case U64 -> Long.toUnsignedString(column.bits(row));
            case U32 -> Integer.toUnsignedString((int) column.bits(row));
            case I32, I64, TS, BOOL, ENUM, WORD, CC, CUR, ZONE, STR -> CellText.of(column, row);
        };
    }

    private List<String> table(String sql) {
        try (ResultSet rows = duck.executeQuery(sql)) {
            List<String> table = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    cells.add(String.valueOf(rows.getString(column)));
                }
                table.add(String.join("|", cells));
            }
            return table;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
