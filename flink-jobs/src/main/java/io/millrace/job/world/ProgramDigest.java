package io.millrace.job.world;

import io.millrace.digest.FileDigest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Which program this is: unfinished work is taken over only by the one that began it. */
final class ProgramDigest {
    private ProgramDigest() {}

    /** Digest of the jar this class came from, hex64; {@code classes} for classes in a folder, as tests have them. */
    static String ofThis() throws IOException {
        CodeSource source = ProgramDigest.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "classes";
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? FileDigest.ofFile(jar) : "classes";
        } catch (URISyntaxException e) {
            throw new IOException(source.getLocation() + " is no place of a program", e);
        }
    }
}
