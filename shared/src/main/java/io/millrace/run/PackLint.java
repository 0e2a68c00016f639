package io.millrace.run;

import io.millrace.policy.LintReport;
import io.millrace.policy.PolicyPacks;
import java.util.Optional;

/** The rules between policies, as the gate asks for them. */
@FunctionalInterface
public interface PackLint {
    /**
     * Judges packs that passed their schemas.
     *
     * @param world they are to run in; empty when it could not be read, so rules that need it are not checked
     */
    LintReport lint(PolicyPacks packs, Optional<GateWorld> world);
}
