package io.millrace.job.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Gives tests the {@link MadeRun} of seed 42, removed after the last. */
public final class SharedMadeRun extends MadeOnce<SharedMadeRun.Kept> {
    SharedMadeRun() {
        super(MadeRun.class, Kept.class);
    }

    @Override
    Kept make() throws Exception {
        Path folder = Files.createTempDirectory("millrace-made");
        return new Kept(folder, MadeRun.make(MadeRun.SEED, folder.resolve("runs")));
    }

    @Override
    Object given(Kept made) {
        return made.run;
    }

    /** Closed by JUnit with the whole test run. */
    record Kept(Path folder, MadeRun run) implements AutoCloseable {
        @Override
        public void close() {
            RunFiles.remove(folder);
        }
    }
}
