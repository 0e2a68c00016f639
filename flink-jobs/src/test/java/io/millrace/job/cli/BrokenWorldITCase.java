package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.run.RunFolder;
import io.millrace.run.SampleUpstream;
import io.millrace.slab.ArrivalSlab;
import io.millrace.testing.PackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepared worlds and run folders that somebody or something has changed; and what mending them does. */
class BrokenWorldITCase {
    @TempDir
    Path folder;

    private SmallWorld world;

    @BeforeEach
    void copy() {
        world = SmallWorld.preparedIn(folder);
    }

    @Test
    void anArrivalThatTheReceiptDoesNotVouchForStopsTheRun() throws IOException {
        byte[] sound = Files.readAllBytes(world.hourFile());
        PreparedHour.rewrite(world.hourFile(), BrokenWorldITCase::unknownMerchant);

        Said said = refused(4);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("INPUT_PARITY_MISMATCH: " + SmallWorld.ARRIVALS)
                .contains("must have the row digest of world_receipt.json");

        Files.write(world.hourFile(), sound);
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    @Tag("F9")
    void anArrivalChangedAfterSealingIsDrift() throws IOException {
        assertThat(world.seal()).returns(0, Said::exit);
        Path sound = folder.resolve("sound");
        SmallWorld.copy(world.world(), sound);
        PreparedHour.rewriteWithReceipt(world, rows -> rows.arrivalSeq[0] += 1_000_000);

        Said said = refused(5);
        assertThat(said.problems())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("SEALED_INPUTS_DRIFT: "))
                .anySatisfy(line -> assertThat(line).contains("arrival_events_5B"));

        SmallWorld.copy(sound, world.world());
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    void anArrivalOfAMerchantOutsideTheDimensionStopsAttach() {
        Path sound = folder.resolve("sound");
        SmallWorld.copy(world.world(), sound);
        PreparedHour.rewriteWithReceipt(world, BrokenWorldITCase::unknownOrdinal);

        Said said = refused(6);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("S1_ARRIVAL_FIELD_RANGE: ")
                .contains("merchant_ordinal", "was 999999");

        // What is sealed is sealed: the sound rows are another input, and get a run folder of their own.
        SmallWorld.copy(sound, world.world());
        Said again = world.generate();
        assertThat(again.exit()).isEqualTo(5);
        assertThat(again.problems()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .startsWith("SEALED_INPUTS_DRIFT: ")
                .contains("--runs-root"));
        SmallWorld.remove(world.runs());
        generated();
    }

    @Test
    void anArrivalWhoseMerchantIsNotTheOneOfItsOrdinalStopsAttach() {
        PreparedHour.rewriteWithReceipt(world, BrokenWorldITCase::unknownMerchant);
        Said said = refused(6);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("S1_ENTITY_REFERENCE_INVALID: ")
                .contains("merchant_id");
    }

    @Test
    @Tag("F9")
    void everyTruncatedHourFileIsNamed() throws IOException {
        Path other = world.hourFile().getParent().resolveSibling("utc_hour=13/part-0.parquet");
        Map<Path, byte[]> sound = new TreeMap<>();
        for (Path file : List.of(world.hourFile(), other)) {
            sound.put(file, Files.readAllBytes(file));
            Files.write(file, Arrays.copyOf(sound.get(file), sound.get(file).length / 2));
        }

        assertThat(refused(4).problems()).hasSize(2).allSatisfy(line -> assertThat(line)
                .matches("INPUT_SCHEMA_MISMATCH: " + SmallWorld.ARRIVALS
                        + "/utc_date=2026-01-02/utc_hour=1[23]/part-0.parquet: must be a whole Parquet file, was"
                        + " no whole Parquet file: is not a Parquet file.*; restore the file"));

        for (Map.Entry<Path, byte[]> file : sound.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    @Tag("F9")
    void aDamagedPageBehindASoundFooterIsNamedByTheTaskThatReadsIt() throws IOException {
        byte[] whole = Files.readAllBytes(world.hourFile());
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 4, 200, (byte) 0x5A);
        Files.write(world.hourFile(), damaged);

        Said said = refused(4);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("INPUT_SCHEMA_MISMATCH: ")
                .contains("/utc_date=2026-01-02/utc_hour=12/part-0.parquet: must be a whole Parquet file");
    }

    @Test
    void anHourFileOfAnotherWriterLacksColumnsAndAxes() throws IOException {
        byte[] whole = Files.readAllBytes(world.hourFile());
        Path sound = Files.write(folder.resolve("sound.parquet"), whole);
        Judge.copyTo(
                world.hourFile(),
                "SELECT * EXCLUDE (arrival_seq) REPLACE (merchant_id::DOUBLE AS merchant_id) FROM "
                        + Judge.table(sound));

        Said said = refused(4);
        assertThat(said.problems())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("INPUT_SCHEMA_MISMATCH: " + SmallWorld.ARRIVALS)
                        .contains("merchant_id"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("INPUT_SCHEMA_MISMATCH: " + SmallWorld.ARRIVALS)
                        .contains("arrival_seq"));

        Files.write(world.hourFile(), whole);
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    @Tag("F15")
    void anEntityIndexSwappedAfterSealingIsDrift() throws IOException {
        assertThat(world.seal()).returns(0, Said::exit);
        Path index = world.world().resolve(SmallWorld.INDEX);
        byte[] sound = Files.readAllBytes(index);
        byte[] other = sound.clone();
        other[sound.length - 1] ^= 1;
        Files.write(index, other);

        Said said = refused(5);
        assertThat(said.problems())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("SEALED_INPUTS_DRIFT: "))
                .anySatisfy(line -> assertThat(line).contains("entity_index_6A"));

        Files.write(index, sound);
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    void aMissingIndexAndAMissingDimensionAreNamedTogether() throws IOException {
        Files.delete(world.world().resolve(SmallWorld.INDEX));
        SmallWorld.remove(world.world().resolve("data/layer2/5B/zone_dim_5B"));

        assertThat(refused(4).problems())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING: data/layer"))
                .anySatisfy(line -> assertThat(line).contains("entity_index.bin"))
                .anySatisfy(line -> assertThat(line).contains("zone_dim_5B"));
    }

    @Test
    void aSealedPolicyThatWasTamperedWithIsNotUsed() throws IOException {
        generated();
        Path policies = folder.resolve("runs")
                .resolve(world.run())
                .resolve(SmallWorld.below(world.run()).stream()
                        .filter(file -> file.endsWith("/policies/timing_policy_6B.json"))
                        .findFirst()
                        .orElseThrow());
        String sound = Files.readString(policies);
        Files.writeString(policies, sound.replace("\"settlement_tail_days\":", "\"settlement_tail_days\":1"));

        Said verified = Said.millrace("verify", world.run().toString());
        assertThat(verified.exit()).isEqualTo(5);
        assertThat(verified.problems())
                .singleElement()
                .asString()
                .startsWith("POLICY_DIGEST_MISMATCH: ")
                .contains("timing_policy_6B.json");
        Said generated = world.generate();
        assertThat(generated.exit()).isEqualTo(5);
        assertThat(generated.problems()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .contains("timing_policy_6B"));

        Files.writeString(policies, sound);
        assertThat(world.generate().out()).startsWith("already published ");
    }

    @Test
    void aChangedPolicyIsAnotherRunBesideTheFirst() {
        assertThat(world.seal()).returns(0, Said::exit);
        Path first = world.run();
        Path config = folder.resolve("config");
        PackFolder.copyTo(config).edit("sessionisation_policy_6B", "timeout_seconds: 1200", "timeout_seconds: 1100");
        Said said = world.seal("--config", config.toString());
        assertThat(said.exit()).isZero();
        assertThat(said.out()).doesNotContain(first.getFileName().toString());
        assertThat(world.runs().toFile().list()).hasSize(2);
        assertThat(world.seal().out()).contains("S0 NOOP_IDEMPOTENT run " + first.getFileName());
    }

    @Test
    void aDamagedPublishedRunIsLeftAloneAndNamed() throws IOException {
        generated();
        Path file = world.run()
                .resolve(SmallWorld.below(world.run()).stream()
                        .filter(name -> name.contains("s2_event_stream_baseline_6B") && name.startsWith("data/"))
                        .filter(name -> name.endsWith(".parquet"))
                        .findFirst()
                        .orElseThrow());
        byte[] sound = Files.readAllBytes(file);
        Files.delete(file);
        List<String> before = SmallWorld.below(world.run());

        Said said = world.generate();
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("PUBLISHED_RUN_DAMAGED: " + world.run().relativize(file))
                .contains("was absent", "nothing was touched");
        assertThat(SmallWorld.below(world.run())).isEqualTo(before);
        assertThat(Said.millrace("runs", "--runs", world.runs().toString()).out())
                .contains("DAMAGED");

        Files.write(file, sound);
        assertThat(world.generate().out()).startsWith("already published ");
        Path report = world.run()
                .resolve(before.stream()
                        .filter(name -> name.endsWith("s5_validation_report_6B.json"))
                        .findFirst()
                        .orElseThrow());
        Files.writeString(report, Files.readString(report).replace("PASS", "FAIL"));
        assertThat(world.generate().problems())
                .singleElement()
                .asString()
                .startsWith("PUBLISHED_RUN_DAMAGED: validation_6B/s5_validation_report_6B.json: must have sha256 ");
        Said verified = Said.millrace("verify", world.run().toString());
        assertThat(verified.exit()).as(verified.err()).isEqualTo(9);
        assertThat(verified.out().lines().reduce((first, second) -> second).orElseThrow())
                .startsWith("VALIDATION_FAILED: 1 of ");
    }

    @Test
    void aRunThatSomebodyElseWritesIsBusy() {
        assertThat(world.seal()).returns(0, Said::exit);
        String runId = world.run().getFileName().toString();
        try (RunFolder held = RunFolder.lock(world.runs(), runId)) {
            assertThat(held.isLocked()).isTrue();
            Said said = refused(8);
            assertThat(said.problems())
                    .singleElement()
                    .asString()
                    .startsWith("RUN_BUSY: " + held.root() + "/.lock: must be free, was another process writes here");
        }
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    void aWorldThatIsNotThereAndAnotherSeedOrScenarioAreNamed() throws IOException {
        Said missing = world.generate("--world", folder.resolve("nowhere").toString());
        assertThat(missing.exit()).isEqualTo(4);
        assertThat(missing.problems())
                .singleElement()
                .asString()
                .startsWith("SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING: " + folder.resolve("nowhere"))
                .contains("make one: millrace prepare");

        Said seed = world.generate("--seed", "43", "--scenario", "baseline_v2");
        assertThat(seed.exit()).isEqualTo(4);
        assertThat(seed.problems())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WORLD_IDENTITY_MISMATCH: world_receipt.json#/seed: must be the seed asked for, 43,"
                                + " was 42; "))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING: world_receipt.json#/scenarios: must hold"
                                + " the scenario baseline_v2, was [baseline_v1]; "));

        Path receipt = world.world().resolve("world_receipt.json");
        String sound = Files.readString(receipt);
        Files.writeString(receipt, sound.substring(0, sound.length() / 2));
        Said torn = refused(4);
        assertThat(torn.problems()).singleElement().asString().contains("world_receipt.json");
        world.nothingIsPublished();

        Files.writeString(receipt, sound);
        assertThat(world.seal("--seed", "42", "--scenario", SampleUpstream.SCENARIO))
                .returns(0, Said::exit);
    }

    private static void unknownOrdinal(ArrivalSlab rows) {
        rows.merchantOrdinal[0] = 999_999;
    }

    private static void unknownMerchant(ArrivalSlab rows) {
        rows.merchantId[0] ^= 0x55L;
    }

    private Said refused(int exit) {
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isEqualTo(exit);
        assertThat(said.err()).doesNotContain("\tat ", "Caused by", "Exception:");
        if (said.err().contains("generating ")) {
            world.hasNoFlag();
        } else {
            world.nothingIsPublished();
        }
        return said;
    }

    private void generated() {
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isZero();
        world.isPublished();
    }
}
