package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.run.SampleUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of another engine that are damaged, refused or empty; and what mending them does. */
class BrokenUpstreamITCase {
    @TempDir
    Path folder;

    @Test
    void aFlippedByteInABundleStopsTheRunAndTheOldByteStartsIt() throws IOException {
        SmallWorld world = SmallWorld.preparedIn(folder);
        Path member = world.bundle("3B").resolve("validation_report_3B.json");
        byte[] sound = Files.readAllBytes(member);
        byte[] flipped = sound.clone();
        flipped[new String(sound, StandardCharsets.UTF_8).indexOf("_ROWS")] ^= 1;
        Files.write(member, flipped);

        Said said = refused(world, 4);
        assertThat(said.problems()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .startsWith("UPSTREAM_HASHGATE_INVALID: data/layer1/3B/validation/manifest_fingerprint="
                        + SampleUpstream.FINGERPRINT + "/"));
        assertThat(said.problems()).anySatisfy(line -> assertThat(line).contains("validation_report_3B.json"));

        Files.write(member, sound);
        generated(world);
    }

    @Test
    void aMissingFlagStopsTheRunAndNamesItsPlace() throws IOException {
        SmallWorld world = SmallWorld.preparedIn(folder);
        Path flag = world.bundle("2B").resolve("_passed.flag");
        String sound = Files.readString(flag);
        Files.delete(flag);

        Said said = refused(world, 4);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("UPSTREAM_HASHGATE_MISSING: data/layer1/2B/validation/manifest_fingerprint="
                        + SampleUpstream.FINGERPRINT + "/_passed.flag: must ")
                .contains("was ");

        Files.writeString(flag, sound);
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    void aSoundBundleWithTheVerdictFailStopsTheRun() throws IOException {
        SmallWorld world = SmallWorld.preparedIn(folder);
        Path bundle = world.bundle("6A");
        Path sound = folder.resolve("sound");
        SmallWorld.copy(bundle, sound);
        SampleUpstream.edit(
                bundle.resolve("validation_report_6A.json"),
                "\"overall_status\": \"PASS\"",
                "\"overall_status\": \"FAIL\"");
        SampleUpstream.relist(
                bundle,
                "validation_bundle_index_6A.json",
                "validation_report_6A.json",
                "fc38c4e1ad8e8433ca6843d5824188adca1a1eea9021fe0bc33f99c9a23227a8");
        SampleUpstream.reseal(bundle, "issue_table_6A.json", "validation_report_6A.json");

        Said said = refused(world, 4);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("UPSTREAM_VALIDATION_NONPASS: data/layer3/6A/validation/manifest_fingerprint="
                        + SampleUpstream.FINGERPRINT + "/validation_report_6A.json#/overall_status")
                .contains("was \"FAIL\"");

        SmallWorld.copy(sound, bundle);
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    void severalFaultsOfSeveralSegmentsAreToldTogether() throws IOException {
        SmallWorld world = SmallWorld.preparedIn(folder);
        Files.delete(world.bundle("1A").resolve("_passed.flag"));
        SmallWorld.remove(world.bundle("1B"));
        Files.writeString(world.bundle("5A").resolve("_passed.flag"), "{}");

        Said said = refused(world, 4);
        assertThat(said.problems())
                .extracting(line -> line.replaceFirst("validation.*", ""))
                .containsOnly(
                        "UPSTREAM_HASHGATE_MISSING: data/layer1/1A/",
                        "UPSTREAM_HASHGATE_MISSING: data/layer1/1B/",
                        "UPSTREAM_HASHGATE_INVALID: data/layer2/5A/");
    }

    @Test
    void anUpstreamFolderThatIsNotThereIsNamed() {
        SmallWorld world = SmallWorld.preparedIn(folder);
        Path nowhere = folder.resolve("nowhere");

        Said generate = world.generate("--upstream", nowhere.toString());
        assertThat(generate.exit()).isEqualTo(4);
        assertThat(generate.problems()).anySatisfy(line -> assertThat(line).startsWith("UPSTREAM_HASHGATE_MISSING: "));
        assertThat(generate.err()).doesNotContain("\tat ");
        world.nothingIsPublished();

        Said prepare = world.prepare("--upstream", nowhere.toString());
        assertThat(prepare.exit()).isEqualTo(4);
        assertThat(prepare.problems()).singleElement().asString().contains(nowhere + "/run_receipt.json");
    }

    @Test
    void aTruncatedParquetFileIsRefusedAndTheWholeOnePrepared() throws IOException {
        SmallWorld world = SmallWorld.upstreamIn(folder);
        byte[] whole = Files.readAllBytes(world.sourceArrivals());
        Files.write(world.sourceArrivals(), Arrays.copyOf(whole, whole.length - 1000));

        Said said = world.prepare();
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("INPUT_SCHEMA_MISMATCH: data/layer2/5B/arrival_events/")
                .contains("part-000000.parquet: must be a whole Parquet file, was ");
        nothingIsPrepared(world);

        Files.write(world.sourceArrivals(), whole);
        assertThat(world.prepare()).returns(0, Said::exit);
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    void aColumnOfAnotherTypeIsRefusedAndTheRightOnePrepared() throws IOException {
        SmallWorld world = SmallWorld.upstreamIn(folder);
        byte[] sound = Files.readAllBytes(world.sourceArrivals());
        Path copy = Files.write(folder.resolve("sound.parquet"), sound);
        Judge.copyTo(
                world.sourceArrivals(),
                "SELECT * REPLACE (merchant_id::DOUBLE AS merchant_id) FROM " + Judge.table(copy));
        Path accounts = world.table("s2_account_base_6A");
        byte[] soundAccounts = Files.readAllBytes(accounts);
        Path accountsCopy = Files.write(folder.resolve("accounts.parquet"), soundAccounts);
        Judge.copyTo(accounts, "SELECT * EXCLUDE (account_type) FROM " + Judge.table(accountsCopy));

        Said said = world.prepare();
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.problems())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("INPUT_SCHEMA_MISMATCH: data/layer2/5B/arrival_events/")
                        .contains("part-000000.parquet#merchant_id: must be a 64-bit id"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("INPUT_SCHEMA_MISMATCH: ")
                        .contains("s2_account_base_6A.parquet#account_type: must be a column of the file"));
        nothingIsPrepared(world);

        Files.write(world.sourceArrivals(), sound);
        Files.write(accounts, soundAccounts);
        assertThat(world.prepare()).returns(0, Said::exit);
    }

    @Test
    void partiesWithoutAccountAreCountedAndNeverPicked() throws IOException {
        SmallWorld world = SmallWorld.upstreamIn(folder);
        // Ten parties that owned an account lose all they had.
        String poor = "(SELECT DISTINCT owner_party_id FROM old ORDER BY 1 LIMIT 10)";
        Path accounts = world.table("s2_account_base_6A");
        Path before = folder.resolve("accounts.parquet");
        Files.copy(accounts, before);
        long owners = Judge.number("SELECT count(DISTINCT owner_party_id) FROM " + Judge.table(before));
        Judge.copyTo(
                accounts,
                ("SELECT * FROM old WHERE owner_party_id NOT IN " + poor).replace("old", Judge.table(before)));
        for (String table :
                List.of("s3_instrument_base_6A", "s3_account_instrument_links_6A", "s5_account_fraud_roles_6A")) {
            Path file = world.table(table);
            Path old = folder.resolve(table + ".parquet");
            Files.copy(file, old);
            Judge.copyTo(
                    file,
                    "SELECT * FROM " + Judge.table(old) + " WHERE account_id IN (SELECT account_id FROM "
                            + Judge.table(accounts) + ")");
        }

        Said prepared = world.prepare();
        assertThat(prepared.exit()).as(prepared.err()).isZero();
        assertThat(prepared.out()).contains("parties 4,000", "parties without account " + (4_000 - owners + 10));
        generated(world);
        assertThat(Judge.number("SELECT count(*) FROM "
                        + Judge.table(world.run().resolve("data/layer3/6B/s1_arrival_entities_6B/**/*.parquet"))
                        + " WHERE party_id NOT IN (SELECT owner_party_id FROM " + Judge.table(accounts) + ")"))
                .isZero();
    }

    @Test
    void aWorldInWhichNobodyCanPayStopsAttach() throws IOException {
        SmallWorld world = SmallWorld.upstreamIn(folder);
        for (String table : List.of(
                "s2_account_base_6A",
                "s3_instrument_base_6A",
                "s3_account_instrument_links_6A",
                "s5_account_fraud_roles_6A")) {
            Path old = folder.resolve(table + ".parquet");
            Files.copy(world.table(table), old);
            Judge.copyTo(world.table(table), "SELECT * FROM " + Judge.table(old) + " LIMIT 0");
        }
        Said prepared = world.prepare();
        assertThat(prepared.exit()).as(prepared.err()).isZero();
        assertThat(prepared.out()).contains("parties without account 4,000", "parties that can be picked 0");

        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isEqualTo(6);
        assertThat(said.problems()).singleElement().asString().startsWith("S1_ENTITY_NO_CANDIDATES: ");
        world.hasNoFlag();
    }

    @Test
    void aFileThatCannotBeHashedIsAFaultOfTheStorage() throws IOException {
        Path unreadable = Path.of("/proc/self/mem");
        assumeThat(unreadable).as("a file whose first byte cannot be read").exists();
        SmallWorld world = SmallWorld.preparedIn(folder);
        Path manifest = world.upstream()
                .resolve("data/layer2/5A/sealed_inputs/manifest_fingerprint=" + SampleUpstream.FINGERPRINT
                        + "/sealed_inputs_5A.json");
        byte[] sound = Files.readAllBytes(manifest);
        Files.delete(manifest);
        Files.createSymbolicLink(manifest, unreadable);

        Said said = refused(world, 7);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("SEALED_INPUTS_DIGEST_COMPUTE_FAILED: data/layer2/5A/sealed_inputs/");

        Files.delete(manifest);
        Files.write(manifest, sound);
        assertThat(world.seal()).returns(0, Said::exit);
    }

    @Test
    void noArrivalsMakeAPublishedEmptyRunThatPasses() throws IOException {
        SmallWorld world = SmallWorld.upstreamIn(folder);
        Path before = folder.resolve("arrivals.parquet");
        Files.copy(world.sourceArrivals(), before);
        Judge.copyTo(world.sourceArrivals(), "SELECT * FROM " + Judge.table(before) + " LIMIT 0");

        assertThat(world.prepare().err()).doesNotContain("\tat ");
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("0 rows").doesNotContain("1 rows");
        assertThat(SmallWorld.below(world.run()))
                .anyMatch(file -> file.endsWith("/_passed.flag"))
                .noneMatch(file -> file.contains("s2_event_stream_baseline_6B") && file.endsWith(".parquet"));
        Path report = world.run()
                .resolve(SmallWorld.below(world.run()).stream()
                        .filter(file -> file.endsWith("s5_validation_report_6B.json"))
                        .findFirst()
                        .orElseThrow());
        assertThat(Files.readString(report))
                .contains("\"overall_status\":\"PASS\"")
                .doesNotContain("\"FAIL\"");

        Said again = world.generate();
        assertThat(again.exit()).isZero();
        assertThat(again.out()).startsWith("already published ");
        Said verified = Said.millrace(
                "verify", world.run().toString(), "--upstream", world.upstream().toString());
        assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    }

    @Test
    void tooManyRejectsStopPrepareUnlessAllowed() throws IOException {
        SmallWorld world = SmallWorld.upstreamIn(folder);
        Path before = folder.resolve("arrivals.parquet");
        Files.copy(world.sourceArrivals(), before);
        Judge.copyTo(
                world.sourceArrivals(),
                "SELECT * FROM old UNION ALL (SELECT * FROM old LIMIT 2)".replace("old", Judge.table(before)));

        Said said = world.prepare();
        assertThat(said.exit()).isEqualTo(6);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("REJECT_LIMIT_EXCEEDED: ")
                .contains("was 2: {DUPLICATE_KEY=2}", "--max-rejects");
        nothingIsPrepared(world);

        Said allowed = world.prepare("--max-rejects", "2");
        assertThat(allowed.exit()).isZero();
        assertThat(allowed.out()).contains("DUPLICATE_KEY 2");
        assertThat(world.seal()).returns(0, Said::exit);
    }

    private static Said refused(SmallWorld world, int exit) {
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isEqualTo(exit);
        assertThat(said.err()).doesNotContain("\tat ");
        world.nothingIsPublished();
        return said;
    }

    private static void generated(SmallWorld world) {
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isZero();
        world.isPublished();
    }

    private static void nothingIsPrepared(SmallWorld world) {
        assertThat(SmallWorld.below(world.worlds())).noneMatch(file -> file.startsWith(SampleUpstream.FINGERPRINT));
    }
}
