package io.millrace.job.sinks.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.PartEncoder;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.testing.AnySlab;
import io.millrace.testing.ForAllSeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlabParquetEncoderTest {
    private static final PartLimits SMALL = new PartLimits(100, 300, 1 << 20);

    @TempDir
    Path folder;

    @Test
    void everyKindComesBackWithAnyNullsAndExtremes() {
        ForAllSeeds.of(20).check(seed -> {
            for (SlabKind kind : SlabKind.values()) {
                int rows = 1 + (int) (seed * 97 % 1_000);
                Slab slab = AnySlab.of(kind, seed, rows);
                List<String> digests = new ArrayList<>();
                for (SinkEncoding encoding : SinkEncoding.values()) {
                    Path file = folder.resolve(kind + "-" + encoding + "-" + seed + ".parquet");
                    PartEncoder.Content content = PartFixture.write(
                            PartFixture.encoder(kind, encoding, SMALL), slab, 1 + (int) (seed * 31 % 400), file);
                    assertThat(content.rows()).isEqualTo(rows);
                    assertThat(PartFixture.read(kind, file))
                            .as("%s %s", kind, encoding)
                            .isEqualTo(PartFixture.rows(slab));
                    digests.add(content.rowDigest() + content.links());
                }
                assertThat(digests.get(0)).isEqualTo(digests.get(1));
            }
        });
    }
}
