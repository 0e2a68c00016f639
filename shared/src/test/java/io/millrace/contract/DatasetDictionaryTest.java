package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.DatasetDictionary.Dataset;
import io.millrace.contract.DatasetDictionary.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatasetDictionaryTest {
    private static final String WPH = "a".repeat(64);
    private static final String PH = "b".repeat(64);
    private static final String MF = "c".repeat(64);
    private static final Axes WORLD = Axes.ofWorld("42", WPH, MF, "baseline_v1");

    private final DatasetDictionary dictionary = DatasetDictionary.shipped();

    @Test
    void pathsAreRenderedFromAxes() {
        Axes run = WORLD.ofRun(PH, "0123456789abcdef0123456789abcdef");
        assertThat(dictionary.dataset("s2_event_stream_baseline_6B").folder(run))
                .isEqualTo("data/layer3/6B/s2_event_stream_baseline_6B/seed=42/parameter_hash=" + PH
                        + "/manifest_fingerprint=" + MF + "/scenario_id=baseline_v1");
        assertThat(dictionary.dataset("arrival_events_5B").path(WORLD))
                .isEqualTo("data/layer2/5B/arrival_events_5B/seed=42/parameter_hash=" + WPH + "/manifest_fingerprint="
                        + MF + "/scenario_id=baseline_v1/utc_date={utc_date}/utc_hour={utc_hour}/part-*.parquet");
        assertThat(dictionary.dataset("entity_index_6A").path(WORLD))
                .isEqualTo("data/layer3/6A/entity_index_6A/seed=42/parameter_hash=" + WPH + "/manifest_fingerprint="
                        + MF + "/entity_index.bin");
        assertThat(dictionary.dataset("rng_trace_log").path(run))
                .isEqualTo("logs/layer3/6B/rng/trace/seed=42/parameter_hash=" + PH
                        + "/run_id=0123456789abcdef0123456789abcdef/rng_trace_log.jsonl");
        assertThat(dictionary.dataset("s0_gate_receipt_6B").folder(run))
                .startsWith("data/layer3/6B/s0_gate_6B/seed=42/")
                .endsWith("/scenario_id=baseline_v1");
    }

    @Test
    void aPathWithoutItsAxesIsRefused() {
        assertThatThrownBy(() -> dictionary.dataset("s1_session_index_6B").folder(WORLD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("s1_session_index_6B needs the axis ph for its path data/layer3/6B/");
        assertThatThrownBy(() -> dictionary.dataset("s9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the dictionary has no data set s9");
    }

    @Test
    void partitionKeysAreNamesInPathOrder() {
        assertThat(dictionary.dataset("arrival_events_5B").partitionKeys())
                .containsExactly(
                        "seed", "parameter_hash", "manifest_fingerprint", "scenario_id", "utc_date", "utc_hour");
        assertThat(dictionary.contractsVersion()).isEqualTo("1.0.0");
    }

    static Iterable<Dataset> datasets() {
        return DatasetDictionary.shipped().all();
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void everyDatasetHasASchemaThatKnowsItsColumns(Dataset dataset) {
        assertThat(dataset.schema().isPresent()).isEqualTo(dataset.format() != Format.BINARY);
        if (dataset.format() == Format.PARQUET) {
            RowSchema row = dataset.rowSchema();
            assertThat(row.names()).containsAll(dataset.keys()).containsAll(dataset.order());
            dataset.partitionDate()
                    .ifPresent(column -> assertThat(row.column(column).type()).isEqualTo(ColumnType.TS));
            assertThat(dataset.pathTemplate().contains("{utc_date}"))
                    .isEqualTo(dataset.partitionDate().isPresent());
        }
        assertThat(dataset.pathTemplate()).doesNotContain("{AX}").doesNotContain("{WAX}");
    }

    @Test
    void columnsCarryTypeUnitNullAndVisibility() {
        RowSchema row = dictionary.dataset("s1_arrival_entities_6B").rowSchema();
        assertThat(row.column("gap_previous_us"))
                .isEqualTo(new RowSchema.Column(
                        "gap_previous_us", ColumnType.I64, true, "microseconds", Visibility.CONTEXT, ""));
        assertThat(row.column("party_rule"))
                .isEqualTo(
                        new RowSchema.Column("party_rule", ColumnType.E, false, "", Visibility.AUDIT, "attach_rule"));
        assertThat(dictionary.dataset("s4_ip_base_6A").rowSchema().column("ip_type"))
                .isEqualTo(
                        new RowSchema.Column("ip_type", ColumnType.V, false, "", Visibility.CONTEXT, "ip_taxonomy_6A"));
        assertThatThrownBy(() -> row.column("party"))
                .hasMessage("schema/row/s1_arrival_entities_6B.schema.json has no column party");
    }

    @Test
    void nothingThatAnEventCarriesIsKnownOnlyLater() {
        assertThat(dictionary.dataset("s2_event_stream_baseline_6B").rowSchema().columns())
                .extracting(RowSchema.Column::visibility)
                .containsOnly(Visibility.TRAFFIC);
        assertThat(dictionary.dataset("s2_flow_anchor_baseline_6B").rowSchema().columns())
                .extracting(RowSchema.Column::visibility)
                .containsOnly(Visibility.CONTEXT);
    }
}
