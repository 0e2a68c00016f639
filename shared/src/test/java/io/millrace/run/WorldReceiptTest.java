package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.contract.WorldKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldReceiptTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        WorldReceipt receipt = receipt();
        receipt.write(folder);
        assertThat(WorldReceipt.read(folder)).isEqualTo(receipt);
        assertThat(SampleUpstream.text(folder.resolve(WorldReceipt.FILE)))
                .isEqualTo("{\"datasets\":[{\"dataset_id\":\"zone_dim_5B\",\"row_digest\":null,\"rows\":3,"
                        + "\"scenario_id\":null}],\"kind\":\"OWN\",\"manifest_fingerprint\":\"" + "b".repeat(64)
                        + "\",\"offsets_digest\":\"" + "d".repeat(64)
                        + "\",\"scenarios\":[{\"horizon_end_us\":null,\"horizon_start_us\":1767225600000000,"
                        + "\"scenario_id\":\"baseline_20260101_live\"}],\"seed\":\"18446744073709551615\","
                        + "\"source\":[],\"start_tables_digest\":\"" + "e".repeat(64)
                        + "\",\"tzdb_version\":\"2025b\",\"world_law\":\"1\",\"world_parameter_hash\":\""
                        + "c".repeat(64) + "\"}\n");
    }

    @Test
    void anUnknownOrMissingKeyIsRefused() throws IOException {
        receipt().write(folder);
        SampleUpstream.edit(folder.resolve(WorldReceipt.FILE), "\"tzdb_version\"", "\"tzdb\"");
        assertThatThrownBy(() -> WorldReceipt.read(folder))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("world_receipt.json: must be a world receipt, was must have exactly the keys");
    }

    @Test
    void anAbsentReceiptSaysHowToMakeAWorld() {
        assertThatThrownBy(() -> WorldReceipt.read(folder))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("or make one: millrace prepare");
    }

    @Test
    void aForeignWorldHasNoLawOfOurs() {
        assertThatThrownBy(() ->
                        new WorldReceipt.Axes(WorldKind.FOREIGN, "b".repeat(64), "c".repeat(64), 1, Optional.of("1")))
                .hasMessageContaining("world_law is set for own worlds alone");
    }

    private static WorldReceipt receipt() {
        return new WorldReceipt(
                new WorldReceipt.Axes(WorldKind.OWN, "b".repeat(64), "c".repeat(64), -1L, Optional.of("1")),
                List.of(new WorldReceipt.Scenario(
                        "baseline_20260101_live", 1_767_225_600_000_000L, OptionalLong.empty())),
                List.of(new WorldReceipt.Dataset("zone_dim_5B", Optional.empty(), 3, Optional.empty())),
                new WorldReceipt.Tables("2025b", "d".repeat(64), Optional.of("e".repeat(64))),
                List.of());
    }
}
