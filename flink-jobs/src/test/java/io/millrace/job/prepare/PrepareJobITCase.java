package io.millrace.job.prepare;

import static io.millrace.job.prepare.UpstreamCopy.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.Axes;
import io.millrace.job.arrivals.DimensionFiles;
import io.millrace.run.WorldReceipt;
import io.millrace.world.EntityIndex;
import io.millrace.world.WorldDimensions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sample tree and faulty copies of it, from files to a world; DuckDB judges what was written. */
class PrepareJobITCase {
    private static final int SLOTS = 4;
    /** Two days of the sample: enough of everything, and 48 hour files instead of 2,160. */
    private static final String TWO_DAYS = "SELECT * FROM sample WHERE bucket_index < 48";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(SLOTS)
            .setConfiguration(memory())
            .build());

    @TempDir
    Path temp;

    private static Configuration memory() {
        Configuration configuration = new Configuration();
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(256));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(256));
        return configuration;
    }

    @Test
    void theSampleBecomesAWorldWithEveryRowInItsHour() throws Exception {
        PrepareSummary summary = prepare(UpstreamCopy.SAMPLE, temp, 0, 2);

        assertThat(summary.outcome()).isEqualTo(PrepareSummary.Outcome.CREATED);
        assertThat(summary.counts())
                .containsEntry("arrivals", 40_000L)
                .containsEntry("rejects", 0L)
                .containsEntry("merchants", 886L)
                .containsEntry("zones", 30L)
                .containsEntry("sites", 2_581L)
                .containsEntry("parties", 4_000L);
        assertThat(summary.unknownColumns())
                .containsExactly("ts_local_operational", "ts_local_primary", "ts_local_settlement");
        String arrivals = table(summary, "arrival_events_5B");
        rowsAreThoseOfTheSource(arrivals, UpstreamCopy.SAMPLE_ARRIVALS);
        hoursAreOrderedAndCounted(arrivals);
        dimensionsAreCounted(summary, arrivals, 90);
        receiptTellsTheWorld(summary);
        constantProvenanceIsInTheFooter(summary);
    }

    private static void rowsAreThoseOfTheSource(String arrivals, String source) throws SQLException {
        String ours = "SELECT strftime(ts_utc, '%Y-%m-%dT%H:%M:%S.%fZ') ts, merchant_id, arrival_seq, bucket_index,"
                + " site_id, edge_id, is_virtual, tzid_primary, tzid_settlement, tzid_operational FROM " + arrivals;
        String theirs = "SELECT ts_utc ts, merchant_id, arrival_seq, bucket_index, site_id, edge_id, is_virtual,"
                + " tzid_primary, tzid_settlement, tzid_operational FROM " + source;
        assertThat(query("SELECT count(*) FROM ((" + ours + ") EXCEPT ALL (" + theirs + "))"))
                .containsExactly("0");
        assertThat(query("SELECT count(*) FROM ((" + theirs + ") EXCEPT ALL (" + ours + "))"))
                .containsExactly("0");
    }

    private static void hoursAreOrderedAndCounted(String arrivals) throws SQLException {
        assertThat(query("SELECT count(*) FROM (SELECT (ts_utc, merchant_id, arrival_seq) <= lag((ts_utc, merchant_id,"
                        + " arrival_seq)) OVER (PARTITION BY filename ORDER BY file_row_number) AS bad FROM "
                        + withFiles(arrivals) + ") WHERE bad"))
                .as("rows not after the row before them")
                .containsExactly("0");
        assertThat(query("SELECT count(*) FROM " + withFiles(arrivals)
                        + " WHERE filename NOT LIKE '%/utc_date=' || strftime(ts_utc, '%Y-%m-%d') || '/utc_hour=' ||"
                        + " strftime(ts_utc, '%H') || '/part-0.parquet'"))
                .as("rows outside the folder of their hour")
                .containsExactly("0");
        assertThat(query("SELECT count(*) FROM (SELECT bucket_count, zone_bucket_count, count(*) OVER (PARTITION BY"
                        + " bucket_index, merchant_id, coalesce(site_id::VARCHAR, 'zone ' || zone_ordinal)) b, count(*)"
                        + " OVER (PARTITION BY bucket_index, zone_ordinal) z FROM " + arrivals
                        + ") WHERE b <> bucket_count OR z <> zone_bucket_count"))
                .as("counts that differ from a count")
                .containsExactly("0");
    }

    private static void dimensionsAreCounted(PrepareSummary summary, String arrivals, long days) throws SQLException {
        String rate = "CAST(floor((count(*) * 2000 + " + days + ") / (2.0 * " + days + ")) AS BIGINT)";
        assertThat(query("SELECT count(*) FROM (SELECT merchant_id, count(*) n, count(*) FILTER (is_virtual) v,"
                        + " max(arrival_seq) s, min(ts_utc) f, max(ts_utc) l, count(DISTINCT site_id) sites,"
                        + " count(DISTINCT edge_id) edges, any_value(merchant_ordinal) o FROM " + arrivals
                        + " GROUP BY ALL) a FULL JOIN (SELECT *, row_number() OVER (ORDER BY merchant_id) - 1 AS place FROM "
                        + table(summary, "merchant_dim_5B")
                        + ") d USING (merchant_id) WHERE (n, v, s, f, l, sites, edges, o,"
                        + " o) IS DISTINCT FROM (arrivals_total, arrivals_virtual, arrival_seq_max, first_ts_utc,"
                        + " last_ts_utc, site_count, edge_count, merchant_ordinal, place)"))
                .as("merchants that differ from a count")
                .containsExactly("0");
        assertThat(query("SELECT count(*) FROM (SELECT site_id, " + rate + " r FROM " + arrivals
                        + " WHERE site_id IS NOT NULL GROUP BY site_id) FULL JOIN " + table(summary, "site_dim_5B")
                        + " USING (site_id) WHERE r IS DISTINCT FROM rate_per_1000_days OR site_order IS NOT NULL"))
                .as("sites that differ from a count")
                .containsExactly("0");
        assertThat(query("SELECT count(*) FROM (SELECT zone_ordinal, any_value(tzid_primary) t, count(*) n, " + rate
                        + " r FROM " + arrivals + " GROUP BY zone_ordinal) FULL JOIN " + table(summary, "zone_dim_5B")
                        + " USING (zone_ordinal) WHERE (t, n, r) IS DISTINCT FROM (tzid, arrivals_total,"
                        + " rate_per_1000_days)"))
                .as("zones that differ from a count")
                .containsExactly("0");
        assertThat(query("SELECT DISTINCT d.country_iso = a.legal_country_iso, country_source FROM " + arrivals
                        + " a JOIN " + table(summary, "zone_dim_5B") + " d ON d.tzid = a.tzid_primary"))
                .containsExactly("true,TZID");
        assertThat(query("SELECT count(*) FROM (SELECT merchant_id, " + rate + " r FROM " + arrivals
                        + " WHERE is_virtual GROUP BY merchant_id) RIGHT JOIN " + table(summary, "merchant_dim_5B")
                        + " USING (merchant_id) WHERE coalesce(r, 0) <> virtual_rate_per_1000_days"))
                .as("virtual rates that differ from a count")
                .containsExactly("0");
    }

    private static void receiptTellsTheWorld(PrepareSummary summary) throws Exception {
        WorldReceipt receipt = WorldReceipt.read(summary.world());
        WorldReceipt.Scenario scenario = receipt.scenario("baseline_v1").orElseThrow();
        assertThat(scenario.horizonStartMicros()).isEqualTo(1_767_225_600_000_000L);
        assertThat(scenario.horizonEndMicros()).hasValue(1_767_225_600_000_000L + 90 * 86_400_000_000L);
        assertThat(receipt.sources()).hasSize(15);
        Axes axes = Axes.ofWorld("42", UpstreamCopy.PARAMETER_HASH, UpstreamCopy.FINGERPRINT, "baseline_v1");
        WorldDimensions dimensions = DimensionFiles.read(summary.world(), axes);
        assertThat(dimensions.merchants()).isEqualTo(886);
        assertThat(dimensions.siteId).hasSize(2_581);
        assertThat(dimensions.zoneTzid).hasSize(30).contains("Europe/Berlin");
        Path index = summary.world()
                .resolve("data/layer3/6A/entity_index_6A/seed=42/parameter_hash=" + UpstreamCopy.PARAMETER_HASH
                        + "/manifest_fingerprint=" + UpstreamCopy.FINGERPRINT + "/entity_index.bin");
        try (EntityIndex universe = EntityIndex.open(index)) {
            assertThat(universe.parties()).isEqualTo(4_000);
            assertThat(universe.info().tokens()).containsKey("s2_account_base_6A.account_type");
        }
        assertThat(query("SELECT DISTINCT decode(value) FROM parquet_kv_metadata(" + path(summary, "arrival_events_5B")
                        + ") WHERE decode(key) = 'millrace.parameter_hash'"))
                .containsExactly(UpstreamCopy.PARAMETER_HASH);
    }

    private static void constantProvenanceIsInTheFooter(PrepareSummary summary) throws SQLException {
        assertThat(query("SELECT DISTINCT decode(value) FROM parquet_kv_metadata("
                        + path(summary, "arrival_events_5B")
                        + ") WHERE decode(key) = 'millrace.routing_universe_hash'"))
                .isEqualTo(query("SELECT DISTINCT routing_universe_hash FROM " + UpstreamCopy.SAMPLE_ARRIVALS))
                .hasSize(1);
    }

    @Test
    void parallelismAndTheLayoutOfTheSourceChangeNoByte() throws Exception {
        Path oneFile = UpstreamCopy.in(temp.resolve("one"))
                .arrivals("part-000000.parquet", TWO_DAYS)
                .root();
        Path scattered = UpstreamCopy.in(temp.resolve("many"))
                .arrivals(
                        "part-000001.parquet",
                        TWO_DAYS + " AND arrival_seq % 2 = 0 ORDER BY hash(ts_utc)",
                        ", ROW_GROUP_SIZE 2048")
                .arrivals("part-000000.parquet", TWO_DAYS + " AND arrival_seq % 2 = 1 ORDER BY hash(ts_utc, 1)")
                .root();

        PrepareSummary alone = prepare(oneFile, temp.resolve("worlds-1"), 0, 1);
        PrepareSummary together = prepare(scattered, temp.resolve("worlds-4"), 0, 4);

        assertThat(alone.counts().get("arrivals")).isGreaterThan(500);
        assertThat(digests(together)).isEqualTo(digests(alone)).hasSize(5);
        assertThat(files(together.world())).isEqualTo(files(alone.world()));
    }

    @Test
    void typesAndOrderOfColumnsAreFree() throws Exception {
        Path plain = UpstreamCopy.in(temp.resolve("plain"))
                .arrivals("part-0.parquet", TWO_DAYS)
                .root();
        Path other = UpstreamCopy.in(temp.resolve("other"))
                .arrivals(
                        "part-0.parquet",
                        "SELECT 'x' AS extra, is_virtual, CAST(arrival_seq AS INTEGER) AS arrival_seq,"
                                + " strptime(ts_utc, '%Y-%m-%dT%H:%M:%S.%fZ')::TIMESTAMP AS ts_utc, bucket_index,"
                                + " merchant_id::VARCHAR AS merchant_id, site_id::VARCHAR AS site_id,"
                                + " coalesce(edge_id, 0) AS edge_id, zone_representation, tzid_primary, tzid_settlement,"
                                + " tzid_operational, upper(channel_group) AS channel_group"
                                + " FROM sample WHERE bucket_index < 48 AND arrival_seq % 2 = 0")
                .arrivals(
                        "part-1.parquet",
                        "SELECT * EXCLUDE (seed), seed::VARCHAR AS seed FROM sample WHERE bucket_index < 48 AND"
                                + " arrival_seq % 2 = 1")
                .root();

        PrepareSummary expected = prepare(plain, temp.resolve("worlds-plain"), 0, 2);
        PrepareSummary summary = prepare(other, temp.resolve("worlds-other"), 0, 2);

        assertThat(digests(summary)).isEqualTo(digests(expected));
        assertThat(summary.unknownColumns()).contains("extra", "ts_local_primary");
    }

    @Test
    void everyReasonKeepsItsRowBackAndOnlyIt() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree")).arrivals("part-0.parquet", TWO_DAYS);
        String first = "FROM (SELECT * FROM sample WHERE bucket_index = 5 AND NOT is_virtual LIMIT 1)";
        String[] faults = {
            "1000001::BIGINT AS arrival_seq, NULL::VARCHAR AS tzid_primary",
            "1000002::BIGINT AS arrival_seq, '2026-01-01 05:00:00.000000Z' AS ts_utc",
            "1000003::BIGINT AS arrival_seq, bucket_index + 1 AS bucket_index",
            "1000004::BIGINT AS arrival_seq, (-1)::BIGINT AS bucket_index, '2025-12-31T23:00:00.000000Z' AS ts_utc",
            "0::BIGINT AS arrival_seq",
            "ts_utc AS ts_utc",
            "1000007::BIGINT AS arrival_seq, 7::UBIGINT AS seed",
            "1000008::BIGINT AS arrival_seq, 'Mars/Olympus' AS tzid_settlement",
            "1000009::BIGINT AS arrival_seq, 'UTC' AS tzid_primary",
            "1000010::BIGINT AS arrival_seq, 'carrier_pigeon' AS channel_group",
            "1000011::BIGINT AS arrival_seq, 12::UBIGINT AS edge_id"
        };
        List<String> selects = new ArrayList<>();
        for (String fault : faults) {
            selects.add("SELECT * REPLACE (" + fault + ") " + first);
        }
        tree.arrivals("part-1.parquet", String.join(" UNION ALL ", selects));

        PrepareSummary summary = prepare(tree.root(), temp.resolve("worlds"), faults.length, 2);
        PrepareSummary clean = prepare(
                UpstreamCopy.in(temp.resolve("clean"))
                        .arrivals("part-0.parquet", TWO_DAYS)
                        .root(),
                temp.resolve("worlds-clean"),
                0,
                2);

        assertThat(summary.rejectsByReason()).hasSize(faults.length).allSatisfy((reason, rows) -> assertThat(rows)
                .isEqualTo(1));
        SortedMap<String, String> digests = digests(summary);
        digests.remove("arrival_rejects_5B");
        assertThat(digests).isEqualTo(digests(clean));
        assertThat(query("SELECT source_row, reason, column_name, value_text FROM "
                        + table(summary, "arrival_rejects_5B") + " ORDER BY file_row_number"))
                .containsExactly(
                        "0,NULL_REQUIRED,tzid_primary,null",
                        "1,TS_UNPARSABLE,ts_utc,2026-01-01 05:00:00.000000Z",
                        "2,TS_OUTSIDE_BUCKET,ts_utc,"
                                + query("SELECT ts_utc " + sample(first)).get(0),
                        "3,BUCKET_OUT_OF_HORIZON,bucket_index,-1",
                        "4,SEQ_OUT_OF_RANGE,arrival_seq,0",
                        "5,DUPLICATE_KEY,arrival_seq,"
                                + query("SELECT arrival_seq " + sample(first)).get(0),
                        "6,AXIS_MISMATCH,seed,7",
                        "7,TZID_UNKNOWN,tzid_settlement,Mars/Olympus",
                        "8,COUNTRY_UNRESOLVED,tzid_primary,UTC",
                        "9,CHANNEL_UNKNOWN,channel_group,carrier_pigeon",
                        "10,SITE_EDGE_CONFLICT,edge_id,12");
        assertThat(query("SELECT DISTINCT source_path FROM " + table(summary, "arrival_rejects_5B")))
                .containsExactly(UpstreamCopy.ARRIVALS + "/part-1.parquet");
    }

    private static String sample(String sql) {
        return sql.replace("sample", UpstreamCopy.SAMPLE_ARRIVALS);
    }

    @Test
    void tooManyRejectsRefuseTheTreeAfterTheRejectFileIsWhole() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree"))
                .arrivals("part-0.parquet", TWO_DAYS)
                .arrivals("part-1.parquet", TWO_DAYS + " AND bucket_index < 3");
        long repeats =
                Long.parseLong(query("SELECT count(*) FROM " + UpstreamCopy.SAMPLE_ARRIVALS + " WHERE bucket_index < 3")
                        .get(0));
        Path out = temp.resolve("worlds");

        assertThatThrownBy(() -> prepare(tree.root(), out, 3, 2))
                .isInstanceOfSatisfying(RunException.class, failure -> {
                    assertThat(failure.exit()).isEqualTo(6);
                    assertThat(failure)
                            .hasMessageContaining("REJECT_LIMIT_EXCEEDED")
                            .hasMessageContaining("must have at most 3 rows to reject, was " + repeats
                                    + ": {DUPLICATE_KEY=" + repeats + "}");
                });

        assertThat(visible(out)).containsExactly("rejected-c735e5797fe0");
        assertThat(query("SELECT count(*), min(source_row), count(DISTINCT source_path) FROM '"
                        + out.resolve("rejected-c735e5797fe0/arrival_rejects_5B.parquet") + "'"))
                .containsExactly(repeats + ",0,1");
    }

    @Test
    void everyMissingOrWrongColumnIsToldBeforeAnyRowIsRead() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree"))
                .arrivals("part-0.parquet", "SELECT * EXCLUDE (ts_utc, is_virtual) FROM sample LIMIT 10")
                .arrivals(
                        "part-1.parquet",
                        "SELECT * REPLACE (merchant_id::DOUBLE AS merchant_id, bucket_index::VARCHAR AS bucket_index)"
                                + " FROM sample LIMIT 10")
                .table("s4_ip_base_6A", "SELECT * EXCLUDE (country_iso) FROM old");

        assertThat(problems(tree.root()))
                .extracting(Problem::code, problem -> problem.where().replaceFirst(".*/", ""), Problem::expected)
                .containsExactlyInAnyOrder(
                        tuple("part-0.parquet#ts_utc", "must be a column of the file"),
                        tuple("part-0.parquet#is_virtual", "must be a column of the file"),
                        tuple("part-1.parquet#merchant_id", "must be a 64-bit id: INT64, INT32 or decimal text"),
                        tuple("part-1.parquet#bucket_index", "must be INT64 or INT32"),
                        tuple("s4_ip_base_6A.parquet#country_iso", "must be a column of the file"));
    }

    private static org.assertj.core.groups.Tuple tuple(String where, String expected) {
        return org.assertj.core.groups.Tuple.tuple(ErrorCode.INPUT_SCHEMA_MISMATCH, where, expected);
    }

    @Test
    void aTruncatedFileIsNamed() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree")).arrivals("part-0.parquet", TWO_DAYS);
        Path file = tree.arrivals().resolve("part-0.parquet");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThat(problems(tree.root())).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.INPUT_SCHEMA_MISMATCH);
            assertThat(problem.where()).isEqualTo(UpstreamCopy.ARRIVALS + "/part-0.parquet");
            assertThat(problem.expected()).isEqualTo("must be a whole Parquet file");
        });
    }

    @Test
    void aDamagedPageIsNamedAndLeavesNothing() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree")).arrivals("part-0.parquet", TWO_DAYS);
        Path file = tree.arrivals().resolve("part-0.parquet");
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0x5A);
        Files.write(file, bytes);
        Path out = temp.resolve("worlds");

        assertThatThrownBy(() -> prepare(tree.root(), out, 0, 2))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("INPUT_SCHEMA_MISMATCH: " + UpstreamCopy.ARRIVALS + "/part-0.parquet")
                .hasMessageContaining("must be a whole Parquet file");
        assertThat(visible(out)).isEmpty();
    }

    @Test
    void aTreeWithoutArrivalsIsAWorldAllTheSame() throws Exception {
        UpstreamCopy tree =
                UpstreamCopy.in(temp.resolve("tree")).arrivals("part-0.parquet", "SELECT * FROM sample LIMIT 0");

        PrepareSummary summary = prepare(tree.root(), temp.resolve("worlds"), 0, 2);

        assertThat(summary.counts())
                .containsEntry("arrivals", 0L)
                .containsEntry("merchants", 0L)
                .containsEntry("parties", 4_000L);
        assertThat(WorldReceipt.read(summary.world())
                        .dataset("arrival_events_5B", "baseline_v1")
                        .orElseThrow()
                        .rowDigest())
                .hasValue("0".repeat(32));
        assertThat(query("SELECT count(*) FROM " + table(summary, "zone_dim_5B")))
                .containsExactly("0");
    }

    @Test
    void anotherWorldsPathsAndColumnsAreRefused() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree"))
                .arrivals("part-0.parquet", TWO_DAYS)
                .table(
                        "s2_account_base_6A",
                        "SELECT * REPLACE ('" + "0".repeat(64) + "' AS manifest_fingerprint) FROM old");
        assertThat(problems(tree.root())).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.WORLD_IDENTITY_MISMATCH);
            assertThat(problem.where()).isEqualTo("s2_account_base_6A#manifest_fingerprint");
            assertThat(problem.found()).isEqualTo("0".repeat(64) + " (10592 rows)");
        });

        Path receipt = tree.root().resolve("run_receipt.json");
        Files.writeString(receipt, Files.readString(receipt).replace(UpstreamCopy.FINGERPRINT, "f".repeat(64)));
        assertThat(problems(tree.root())).hasSize(14).allSatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.WORLD_IDENTITY_MISMATCH);
            assertThat(problem.found()).isEqualTo("only [manifest_fingerprint=" + UpstreamCopy.FINGERPRINT + "]");
        });
    }

    @Test
    void unknownTokensAreNamedWithTheirRows() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree"))
                .arrivals("part-0.parquet", TWO_DAYS)
                .table(
                        "s4_device_base_6A",
                        "SELECT * REPLACE (CASE WHEN device_id < 40 THEN 'TOASTER' ELSE device_type END AS device_type)"
                                + " FROM old")
                .table(
                        "s5_party_fraud_roles_6A",
                        "SELECT * REPLACE (CASE party_id WHEN 9 THEN 'PIRATE' ELSE fraud_role_party END AS fraud_role_party) FROM old");
        String toasters = query(
                        "SELECT count(*) FROM '" + tree.table("s4_device_base_6A") + "' WHERE device_type = 'TOASTER'")
                .get(0);

        assertThat(problems(tree.root()))
                .extracting(Problem::code, Problem::where, Problem::found)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                ErrorCode.INPUT_VOCABULARY_UNMAPPED,
                                "s4_device_base_6A#device_type",
                                "TOASTER (" + toasters + " rows)"),
                        org.assertj.core.groups.Tuple.tuple(
                                ErrorCode.INPUT_VOCABULARY_UNMAPPED,
                                "s5_party_fraud_roles_6A#fraud_role_party",
                                "PIRATE (1 rows)"));
    }

    @Test
    void brokenReferencesAreRefusedAndPartiesWithoutAccountAreNot() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree"))
                .arrivals("part-0.parquet", TWO_DAYS)
                .table(
                        "s3_instrument_base_6A",
                        "SELECT * REPLACE (CASE instrument_id WHEN 5 THEN 99999999 ELSE account_id END AS account_id) FROM old");
        assertThat(problems(tree.root())).extracting(Problem::code).containsOnly(ErrorCode.INDEX_REFERENCE_BROKEN);

        String accountless = query("SELECT count(*) FROM '" + tree.table("s1_party_base_6A")
                        + "' WHERE party_id NOT IN (SELECT owner_party_id FROM '" + tree.table("s2_account_base_6A")
                        + "')")
                .get(0);
        assertThat(Long.parseLong(accountless)).isPositive();
        tree.table("s3_instrument_base_6A", "SELECT * FROM old");
        PrepareSummary summary = prepare(tree.root(), temp.resolve("worlds"), 0, 2);
        assertThat(summary.counts().get("parties")).isEqualTo(4_000);
        assertThat(summary.counts().get("parties_eligible")).isLessThanOrEqualTo(4_000 - Long.parseLong(accountless));
    }

    @Test
    void doneTwiceNothingChangesAndAnotherSourceIsAConflict() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree")).arrivals("part-0.parquet", TWO_DAYS);
        Path out = temp.resolve("worlds");
        Path left = out.resolve(".prepare-c735e5797fe0/data/layer2");
        Files.createDirectories(left);
        Files.writeString(left.resolve("half.parquet"), "of a killed process");

        PrepareSummary made = prepare(tree.root(), out, 0, 2);
        assertThat(made.outcome()).isEqualTo(PrepareSummary.Outcome.CREATED);
        assertThat(visible(out)).containsExactly(UpstreamCopy.FINGERPRINT);
        assertThat(out.resolve(".prepare-c735e5797fe0")).doesNotExist();
        Map<String, Object> before = files(made.world());

        PrepareSummary again = prepare(tree.root(), out, 0, 1);
        assertThat(again.outcome()).isEqualTo(PrepareSummary.Outcome.UNCHANGED);
        assertThat(again.counts().get("arrivals")).isEqualTo(made.counts().get("arrivals"));
        assertThat(files(made.world())).isEqualTo(before);

        tree.arrivals("part-0.parquet", TWO_DAYS + " AND arrival_seq > 1");
        assertThatThrownBy(() -> prepare(tree.root(), out, 0, 2))
                .isInstanceOfSatisfying(RunException.class, failure -> assertThat(failure.exit())
                        .isEqualTo(5))
                .hasMessageContaining("IO_WRITE_CONFLICT")
                .hasMessageContaining("was other " + UpstreamCopy.ARRIVALS + "/");
        assertThat(files(made.world())).isEqualTo(before);
    }

    @Test
    void countriesComeFromRowSiteMerchantAndZoneInThisOrder() throws Exception {
        UpstreamCopy tree = UpstreamCopy.in(temp.resolve("tree"));
        // Merchant 7 is at home in Norway and has one site in Germany; merchant 8 is in no catalogue.
        String row = "SELECT * REPLACE (%s) FROM (SELECT *, NULL::VARCHAR AS legal_country_iso FROM sample WHERE"
                + " bucket_index = 5 AND NOT is_virtual LIMIT 1)";
        String site = "7526130701042732495::UBIGINT";
        tree.arrivals(
                "part-0.parquet",
                String.join(
                        " UNION ALL ",
                        row.formatted("11400714819323198485::UBIGINT AS merchant_id, 1 AS arrival_seq, " + site
                                + " AS site_id, 'SE' AS legal_country_iso"),
                        row.formatted("11400714819323198485::UBIGINT AS merchant_id, 2 AS arrival_seq, " + site
                                + " AS site_id"),
                        row.formatted(
                                "11400714819323198485::UBIGINT AS merchant_id, 3 AS arrival_seq, 55::UBIGINT AS site_id"),
                        row.formatted(
                                "8::UBIGINT AS merchant_id, 4 AS arrival_seq, 'Atlantic/Reykjavik' AS tzid_primary")));
        tree.copy(
                tree.root()
                        .resolve("data/layer1/1A/outlet_catalogue/seed=42/manifest_fingerprint="
                                + UpstreamCopy.FINGERPRINT + "/part-0.parquet"),
                "SELECT 11400714819323198485::UBIGINT AS merchant_id, 'DE' AS legal_country_iso, 1 AS site_order, 'NO' AS"
                        + " home_country_iso UNION ALL SELECT 9::UBIGINT, 'FR', 4, 'FR'",
                "");

        PrepareSummary summary = prepare(tree.root(), temp.resolve("worlds"), 0, 1);

        assertThat(query("SELECT arrival_seq, legal_country_iso, country_source FROM "
                        + table(summary, "arrival_events_5B") + " ORDER BY arrival_seq"))
                .containsExactly("1,SE,ROW", "2,DE,SITE", "3,NO,MERCHANT", "4,IS,TZID");
        assertThat(query(
                        "SELECT merchant_id, home_country_iso, site_count, arrivals_total, primary_tzid IS NOT NULL FROM "
                                + table(summary, "merchant_dim_5B") + " ORDER BY merchant_ordinal"))
                .containsExactly("8,IS,1,1,true", "9,FR,1,0,true", "11400714819323198485,NO,2,3,true");
        assertThat(query("SELECT site_id, merchant_id, legal_country_iso, site_order, rate_per_1000_days FROM "
                        + table(summary, "site_dim_5B") + " WHERE site_order IS NOT NULL ORDER BY site_id"))
                .contains("7526130701042732495,11400714819323198485,DE,1,2000")
                .hasSize(2);
    }

    private static PrepareSummary prepare(Path upstream, Path out, long rejectsMax, int parallelism) {
        return PrepareJob.run(
                new PrepareSettings(upstream, out, Path.of("../config"), Optional.empty(), rejectsMax, parallelism),
                StreamExecutionEnvironment::getExecutionEnvironment,
                line -> {});
    }

    /** What is wrong with a tree; nothing may be left behind. */
    private List<Problem> problems(Path upstream) throws IOException {
        Path out = temp.resolve("worlds-of-none");
        List<Problem> problems = new ArrayList<>();
        assertThatThrownBy(() -> prepare(upstream, out, 0, 2))
                .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
                .satisfies(failure -> {
                    assertThat(failure.exit()).isEqualTo(4);
                    problems.addAll(failure.problems());
                });
        assertThat(visible(out)).isEmpty();
        return problems;
    }

    private static List<String> visible(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".prepare.lock"))
                    .sorted()
                    .toList();
        }
    }

    private static SortedMap<String, String> digests(PrepareSummary summary) {
        SortedMap<String, String> digests = new TreeMap<>();
        WorldReceipt.read(summary.world())
                .datasets()
                .forEach(dataset -> digests.put(
                        dataset.datasetId(),
                        dataset.rows() + " " + dataset.rowDigest().orElse("-")));
        return digests;
    }

    /** Files of a world but the receipt, whose sources differ, and their bytes. */
    private static Map<String, Object> files(Path world) throws IOException {
        Map<String, Object> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(world)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = world.relativize(file).toString();
                if (!name.equals(WorldReceipt.FILE)) {
                    files.put(name, java.util.Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }

    private static String path(PrepareSummary summary, String datasetId) {
        return "'" + summary.world() + "/data/layer2/5B/" + datasetId + "/**/*.parquet'";
    }

    private static String table(PrepareSummary summary, String datasetId) {
        return "read_parquet(" + path(summary, datasetId) + ", hive_partitioning=false, file_row_number=true)";
    }

    private static String withFiles(String table) {
        return table.replace("hive_partitioning=false", "hive_partitioning=false, filename=true");
    }
}
