package io.millrace.job.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Gives tests the {@link ReferenceRun}, removed after the last. */
public final class SharedRuns extends MadeOnce<SharedRuns.Kept> {
    SharedRuns() {
        super(ReferenceRun.class, Kept.class);
    }

    @Override
    Kept make() throws Exception {
        Path folder = Files.createTempDirectory("millrace-reference");
        return new Kept(folder, ReferenceRun.make(SmallWorld.in(folder), folder.resolve("runs")));
    }

    @Override
    Object given(Kept made) {
        return made.run;
    }

    /** Closed by JUnit with the whole test run. */
    record Kept(Path folder, ReferenceRun run) implements AutoCloseable {
        @Override
        public void close() {
            RunFiles.remove(folder);
        }
    }
}
