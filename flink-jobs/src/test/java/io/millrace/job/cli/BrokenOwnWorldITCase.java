package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Worlds of our own that somebody has changed: the gate names what was changed, by its code; nothing is sealed; and what is
 * mended passes.
 */
class BrokenOwnWorldITCase {
    @TempDir
    Path folder;

    private OwnWorld world;

    @BeforeEach
    void copy() {
        world = OwnWorld.madeIn(folder);
    }

    /** How a file is changed. */
    @FunctionalInterface
    private interface Change {
        void of(Path file, byte[] sound) throws IOException;

        static void flip(Path file, byte[] sound) throws IOException {
            byte[] bytes = sound.clone();
            bytes[bytes.length / 3] ^= 1;
            Files.write(file, bytes);
        }

        static void cut(Path file, byte[] sound) throws IOException {
            Files.write(file, Arrays.copyOf(sound, sound.length / 2));
        }

        static void delete(Path file, byte[] sound) throws IOException {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrival_events_5B", "merchant_dim_5B", "s1_party_base_6A", "s4_ip_links_6A"})
    void aTableIsTheOneItsBundleBinds(String table) throws IOException {
        Path part = below("/" + table + "/", ".parquet");
        // Inside a page: rows and footers say what they said.
        refused(
                4,
                "INPUT_PARITY_MISMATCH: .*/" + table + "/.*: must be the table its bundle binds.*",
                part,
                Change::flip);
        refused(4, "INPUT_SCHEMA_MISMATCH: .*/" + table + "/.*: must be a whole Parquet file.*", part, Change::cut);
        refused(
                4,
                table.equals("arrival_events_5B")
                        ? "INPUT_PARITY_MISMATCH: .*/" + table + "/.*"
                        : "SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING: .*/" + table + "/.*: must hold the files of.*",
                part,
                Change::delete);
        refused(
                4,
                "INPUT_PARITY_MISMATCH: .*",
                part.resolveSibling("part-99.parquet"),
                (file, none) -> Files.copy(part, file));
        mended();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5B", "6A"})
    void aBundleIsTheOneItsFlagVouchesFor(String segment) throws IOException {
        Path flag = below(segment + "/validation/", "_passed.flag");
        String where = ".*" + segment + "/validation/.*";
        refused(
                4,
                "UPSTREAM_HASHGATE_INVALID: " + where + "_passed.flag: must hold the bundle digest.*",
                flag,
                replaced("= .", "= 0"));
        refused(
                4,
                "UPSTREAM_HASHGATE_INVALID: " + where + "_passed.flag: must be one line sha256_hex = .*",
                flag,
                replaced("sha256_hex", "sha512_hex"));
        refused(4, "UPSTREAM_HASHGATE_MISSING: " + where + "_passed.flag: .*", flag, Change::delete);

        Path index = flag.resolveSibling("index.json");
        refused(
                4,
                "UPSTREAM_HASHGATE_INVALID: " + where
                        + "(table_digests.json: must be listed in the index|_passed.flag: must hold the bundle).*",
                index,
                replaced("\\{[^{}]*TABLE_DIGESTS[^{}]*\\},?", ""));
        refused(4, "UPSTREAM_HASHGATE_MISSING: " + where + "index.json: .*", index, Change::delete);

        Path digests = flag.resolveSibling("table_digests.json");
        refused(
                4,
                "(UPSTREAM_HASHGATE_INVALID: " + where
                        + "(table_digests.json: must have the listed digest|_passed.flag: must hold the bundle)"
                        + "|INPUT_PARITY_MISMATCH: .*: must be the table its bundle binds).*",
                digests,
                replaced("\"rows\":[0-9]+", "\"rows\":1"));
        refused(
                4,
                "UPSTREAM_HASHGATE_INVALID: " + where + "table_digests.json: must be there, the index lists it.*",
                digests,
                Change::delete);
        refused(
                4,
                "UPSTREAM_HASHGATE_INVALID: " + where + "extra.json: must be listed in the index.*",
                flag.resolveSibling("extra.json"),
                (file, none) -> Files.writeString(file, "{}"));
        mended();
    }

    @Test
    void theIndexOfEntitiesIsWhole() throws IOException {
        Path index = below("/entity_index_6A/", ".bin");
        refused(
                5,
                "INPUT_DIGEST_MISMATCH: .*entity_index.bin: must have [0-9]+ bytes, was [0-9]+ bytes.*",
                index,
                (file, sound) -> Files.write(file, Arrays.copyOf(sound, sound.length - 4096)));
        refused(
                5,
                "INPUT_DIGEST_MISMATCH: .*entity_index.bin: must have a header of 4096 bytes, was 9 bytes.*",
                index,
                (file, sound) -> Files.write(file, Arrays.copyOf(sound, 9)));
        refused(4, "SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING: .*entity_index.bin: .*", index, Change::delete);
        mended();
    }

    /** Derived data, which no bundle binds: whoever opens it checks its sections. */
    @Test
    @Tag("F15")
    void aChangedByteOfTheIndexOfEntitiesStopsTheRun() throws IOException {
        Path index = below("/entity_index_6A/", ".bin");
        Change.flip(index, Files.readAllBytes(index));
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isEqualTo(5);
        assertThat(said.problems()).singleElement().asString().startsWith("INPUT_DIGEST_MISMATCH: ");
        nothingIsPublished();
    }

    @Test
    void generateTakesNoChangedTableEither() throws IOException {
        Path part = below("/s5_party_fraud_roles_6A/", ".parquet");
        Change.flip(part, Files.readAllBytes(part));
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isEqualTo(4);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .matches("INPUT_PARITY_MISMATCH: .*/s5_party_fraud_roles_6A/.*: must be the table its bundle binds.*");
        nothingIsPublished();
    }

    /** Changes a file, has the world refused for that, and puts the file back. */
    private void refused(int exit, String problem, Path file, Change change) throws IOException {
        byte[] sound = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        change.of(file, sound);
        Said said = world.seal();
        assertThat(said.exit()).as(said.err()).isEqualTo(exit);
        assertThat(said.problems()).isNotEmpty().anySatisfy(line -> assertThat(line)
                .matches(problem));
        assertThat(SmallWorld.below(world.runs())).noneMatch(path -> path.contains("s0_gate_receipt"));
        if (sound.length > 0) {
            Files.write(file, sound);
        } else {
            Files.delete(file);
        }
    }

    private void mended() {
        assertThat(world.seal()).returns(0, Said::exit);
    }

    private void nothingIsPublished() {
        assertThat(SmallWorld.below(world.runs()))
                .noneMatch(file -> file.endsWith("_passed.flag"))
                .noneMatch(file -> file.matches(".*/[^.][^/]*[.]parquet"));
    }

    private static Change replaced(String pattern, String replacement) {
        return (file, sound) -> {
            String text = new String(sound, StandardCharsets.UTF_8);
            String changed = text.replaceFirst(pattern, replacement);
            assertThat(changed).isNotEqualTo(text);
            Files.writeString(file, changed);
        };
    }

    private Path below(String part, String ending) {
        List<String> files = SmallWorld.below(world.world()).stream()
                .filter(file -> ("/" + file).contains(part) && file.endsWith(ending))
                .toList();
        assertThat(files).as(part + ending).isNotEmpty();
        return world.world().resolve(files.get(0));
    }
}
