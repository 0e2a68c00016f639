package io.millrace.job.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes of operator state as version 0.1 wrote them, {@code src/test/resources/state/0.1}: never written again by a later
 * version. {@code -Dmillrace.state.fixtures=folder} writes those of this program into a folder, for the next version.
 */
public final class StateFixture {
    private StateFixture() {}

    /**
     * The committed bytes.
     *
     * @param now what this program writes
     */
    public static byte[] of(String name, byte[] now) {
        try {
            String folder = System.getProperty("millrace.state.fixtures");
            if (folder != null) {
                Files.write(Files.createDirectories(Path.of(folder)).resolve(name), now);
            }
            try (InputStream in = StateFixture.class.getResourceAsStream("/state/0.1/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("no fixture state/0.1/" + name);
                }
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
