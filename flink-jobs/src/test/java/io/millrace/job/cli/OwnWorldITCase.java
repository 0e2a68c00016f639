package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.GoldenText;
import io.millrace.run.WorldReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** From a world spec to a verified run by the commands a person types, and the rows that come out of it. */
class OwnWorldITCase {
    @TempDir
    Path folder;

    @Test
    void tinyGoesFromItsSpecToAVerifiedRunWithItsReviewedRows() throws IOException {
        OwnWorld world = OwnWorld.emptyIn(folder);
        done(world.entities(), "Entities made in");
        done(world.arrivals(), "Arrivals made in");
        done(world.generate(), "published");
        done(world.verify(), "verified");
        done(world.verify("--realism"), "realistic: no required metric outside pass");
        GoldenText.of("digests-tiny.txt").isEqualTo(ofWorld(world.world()) + ofRun(world.run()));

        // A second time: everything is there, nothing is touched.
        done(world.entities(), "Entities are there already, whole; nothing was changed.");
        done(world.arrivals(), "Arrivals are there already, whole; nothing was changed.");
        done(world.generate(), "already published");
        // The same run made on the fly is another seal, which is told in one line and not per input.
        Said onTheFly = world.generateOnTheFly();
        assertThat(onTheFly.exit()).isEqualTo(5);
        assertThat(onTheFly.err().lines().filter(line -> line.startsWith("SEALED_INPUTS_DRIFT")))
                .singleElement()
                .asString()
                .contains("must still be sealed over a world of files");
    }

    @Test
    void aRunWithoutTablesNamesTheCommandThatMakesThem() throws IOException {
        OwnWorld world = OwnWorld.emptyIn(folder);
        done(world.generateOnTheFly(), "published");
        String[] card = {
            "verify",
            world.run().toString(),
            "--realism",
            "--world",
            world.worlds().toString()
        };
        String told =
                "E1 to E7 and M15 need the 6A tables of the world, and none was found: make them, then do this again: ";
        List<String> lines = Said.millrace(card)
                .out()
                .lines()
                .filter(line -> line.startsWith(told))
                .toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("entities --world-spec tiny --seed 42 --config ", " --out " + world.worlds());
        done(Said.millrace(lines.get(0).replace(told + "./millrace ", "").split(" ", -1)), "Entities made in");
        assertThat(Said.millrace(card).out())
                .doesNotContain("need the 6A tables")
                .containsPattern("(?m)^  E1 +[0-9]");
    }

    private static void done(Said said, String word) {
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).contains(word);
    }

    private static String ofWorld(Path world) {
        StringBuilder text = new StringBuilder();
        WorldReceipt.read(world)
                .datasets()
                .forEach(dataset -> text.append("%-30s %7d %s\n"
                        .formatted(
                                dataset.datasetId(),
                                dataset.rows(),
                                dataset.rowDigest().orElse("-"))));
        return text.toString();
    }

    private static String ofRun(Path run) throws IOException {
        String manifest = SmallWorld.below(run).stream()
                .filter(file -> file.endsWith("/run_manifest_6B.json"))
                .findFirst()
                .orElseThrow();
        StringBuilder text = new StringBuilder();
        for (JsonNode dataset : new ObjectMapper()
                .readTree(Files.readAllBytes(run.resolve(manifest)))
                .required("datasets")) {
            text.append("%-30s %7d %s\n"
                    .formatted(
                            dataset.required("dataset_id").asString(),
                            dataset.required("rows").asLong(),
                            dataset.required("row_digest").asString()));
        }
        return text.toString();
    }
}
