package io.millrace.job.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link ReferenceRun}, made once for all test classes of this JVM and removed after the last. A JVM of several launches is one session. */
public final class SharedRuns implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ReferenceRun.class;
    }

    @Override
    public ReferenceRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION,
                        ExtensionContext.Namespace.create(SharedRuns.class))
                .getOrComputeIfAbsent("reference", absent -> new Kept(), Kept.class)
                .run;
    }

    /** Closed by JUnit with the whole test run. */
    private static final class Kept implements AutoCloseable {
        private final Path folder;
        private final ReferenceRun run;

        Kept() {
            try {
                folder = Files.createTempDirectory("millrace-reference");
                run = ReferenceRun.make(SmallWorld.in(folder), folder.resolve("runs"));
            } catch (Exception e) {
                throw new IllegalStateException("the reference run could not be made", e);
            }
        }

        @Override
        public void close() {
            RunFiles.remove(folder);
        }
    }
}
