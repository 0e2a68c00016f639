package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.testing.BusReader;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.TestBroker;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run in a real broker while it is made: the messages are its rows, each once and in order, however often it stops. */
@ExtendWith(SharedBroker.class)
class GenerateToKafkaITCase {
    private static TestBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void share(TestBroker shared) {
        broker = shared;
    }

    @Test
    void aBoundedRunIsInTheTopicsWhenItIsPublished() throws Exception {
        Said made = generate("bounded.", "--scenario", "baseline_20260101_2d");
        assertThat(made.err()).doesNotContainPattern("[A-Z]+_[A-Z_]+: ");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).contains("sent, read back and counted: ");
        BusReader reader = new BusReader(broker, run(), "bounded.");
        for (BusStream stream : BusStream.values()) {
            reader.requireWhole(stream);
            reader.requireOrder(stream);
            reader.requireSchema(stream);
            reader.requireNoLeak(stream);
        }
        Said again = generate("bounded.", "--scenario", "baseline_20260101_2d");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("already published ")
                .contains("already sent to " + broker.address() + ", cluster ");
        reader.forget();
        reader.requireWhole(BusStream.EVENTS);
    }

    @Test
    void aRunWithoutEndThatStopsAndGoesOnIsInTheTopicsUpToWhereItStands() throws Exception {
        Said first = generate("live.", "--live", "--until", "2026-01-01T15:00:00Z");
        assertThat(first.err()).doesNotContainPattern("[A-Z]+_[A-Z_]+: ");
        assertThat(first.exit()).as(first.err()).isZero();
        BusReader reader = new BusReader(broker, run(), "live.");
        requireBefore(reader, "2026-01-01T15:00:00Z");

        for (String until : List.of("2026-01-02T07:00:00Z", "2026-01-03T11:00:00Z")) {
            Said next = Said.millrace("resume", run().toString(), "--until", until, "--parallelism", "1");
            assertThat(next.err()).doesNotContainPattern("[A-Z]+_[A-Z_]+: ").contains("goes on from ");
            assertThat(next.exit()).as(next.err()).isZero();
            reader.forget();
            requireBefore(reader, until);
        }
        for (BusStream stream : BusStream.values()) {
            reader.requireOrder(stream);
            reader.requireNoLeak(stream);
        }
    }

    @Test
    void aBrokerThatIsNotThereIsToldBeforeTheFirstRow() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("client.properties"), "request.timeout.ms=300\ndefault.api.timeout.ms=600\n");
        Said said = millrace(
                "generate",
                "--scenario",
                "baseline_20260101_1d",
                "--to",
                "kafka",
                "--bootstrap-servers",
                "localhost:1",
                "--properties",
                settings.toString());
        assertThat(said.exit()).as(said.err()).isEqualTo(7);
        assertThat(said.problems()).singleElement().asString().startsWith("BROKER_UNREACHABLE: localhost:1: ");
        assertThat(run().resolve("_ledger")).doesNotExist();
    }

    @Test
    void optionsOfKafkaAreForKafka() {
        Said said = millrace("generate", "--scenario", "baseline_20260101_1d", "--key", "party_id");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).startsWith("USAGE: millrace generate: --key: only with --to kafka; ");
    }

    private void requireBefore(BusReader reader, String until) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(until));
        for (BusStream stream : BusStream.values()) {
            assertThat(reader.sorted(stream))
                    .isEqualTo(reader.parquet(stream).stream()
                            .filter(row -> BusReader.micros(row) < micros)
                            .toList());
        }
        assertThat(reader.sorted(BusStream.EVENTS))
                .hasSizeGreaterThan(100)
                .hasSizeLessThan(reader.parquet(BusStream.EVENTS).size());
    }

    private Said generate(String prefix, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "generate",
                "--to",
                "kafka",
                "--create-topics",
                "--partitions",
                "3",
                "--checkpoint-seconds",
                "0.3",
                "--bootstrap-servers",
                broker.address(),
                "--topics",
                Arrays.stream(BusStream.values())
                        .map(stream -> stream.word() + "=" + prefix + stream.standardTopic())
                        .collect(Collectors.joining(","))));
        arguments.addAll(List.of(more));
        return millrace(arguments.toArray(String[]::new));
    }

    private Said millrace(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        Path config = PolicyFiles.root().resolve("config");
        all.addAll(List.of(
                "--config",
                config.toString(),
                "--profile",
                config.resolve("run/tiny.yaml").toString(),
                "--procedural",
                "--runs",
                folder.resolve("runs").toString()));
        return Said.millrace(all.toArray(String[]::new));
    }

    private Path run() {
        return RunFiles.named(folder.resolve("runs"), "run_receipt.json").get(0).getParent();
    }
}
