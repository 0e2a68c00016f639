package io.millrace.run;

import io.millrace.base.Problem;
import io.millrace.policy.PolicyPacks;
import java.nio.file.Path;
import java.util.List;

/** Reads the packs in effect; {@link PolicyPacks#read(Path, List)} everywhere but in tests of the gate. */
@FunctionalInterface
public interface PackReader {
    PolicyPacks read(Path config, List<Problem> problems);
}
