package io.millrace.run;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the header of an entity index. */
@FunctionalInterface
public interface IndexHeaders {
    /** @throws IOException when the file is no entity index of this version; the message says why */
    IndexFacts read(Path file) throws IOException;
}
