package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.run.RunIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which runs may stand beside another: repeats, which have its identity, and runs that differ in the seed alone and so
 * in the population that follows from it.
 */
final class PanelRules {
    private final PanelMember judged;
    private final List<Problem> problems = new ArrayList<>();

    private PanelRules(PanelMember judged) {
        this.judged = judged;
    }

    /** Everything that is wrong with the others. */
    static List<Problem> problems(PanelMember judged, List<PanelMember> others) {
        PanelRules rules = new PanelRules(judged);
        Set<Path> roots = new HashSet<>(Set.of(judged.root()));
        Map<String, PanelMember> bySeed = new TreeMap<>();
        for (PanelMember other : others) {
            if (!roots.add(other.root())) {
                rules.problems.add(Problem.of(
                        ErrorCode.USAGE,
                        "--beside " + other.root(),
                        "must be a run of its own",
                        "one that is named already",
                        "name each run once"));
            } else if (!other.runId().equals(judged.runId())) {
                rules.compare(other);
                PanelMember before = bySeed.putIfAbsent(other.identity().seedText(), other);
                if (before != null) {
                    rules.differs(
                            other,
                            "must have a seed that no other has",
                            "seed " + other.identity().seedText() + ", as " + before.root(),
                            "leave one of them out");
                }
            }
        }
        return rules.problems;
    }

    /** A run of another seed. */
    private void compare(PanelMember other) {
        RunIdentity wanted = judged.identity();
        RunIdentity found = other.identity();
        if (other.worldKind() != judged.worldKind()) {
            differs(
                    other,
                    "must be of a world of the kind " + judged.worldKind(),
                    other.worldKind().name(),
                    "");
            return;
        }
        if (!found.scenarioId().equals(wanted.scenarioId())) {
            differs(
                    other,
                    "must be of scenario " + wanted.scenarioId(),
                    found.scenarioId(),
                    "generate it with --scenario " + wanted.scenarioId());
        }
        if (!found.worldParameterHash().equals(wanted.worldParameterHash())) {
            differs(
                    other,
                    "must be of the world parameter hash " + wanted.worldParameterHash(),
                    found.worldParameterHash(),
                    "make it from the same world spec and world packs");
        } else if (!found.parameterHash().equals(wanted.parameterHash())) {
            differs(
                    other,
                    "must be of the parameter hash " + wanted.parameterHash(),
                    found.parameterHash(),
                    "generate it with the same policies");
        }
        if (!other.contractsVersion().equals(judged.contractsVersion())) {
            differs(
                    other,
                    "must be sealed under contracts " + judged.contractsVersion(),
                    other.contractsVersion(),
                    "generate both by one version of the program");
        }
        if (found.seed() == wanted.seed()) {
            differs(
                    other,
                    "must have another seed than run " + judged.runId(),
                    found.seedText(),
                    "generate it with another --seed");
        } else if (found.manifestFingerprint().equals(wanted.manifestFingerprint())) {
            differs(
                    other,
                    "must have a population of its own",
                    "the world of run " + judged.runId() + ", " + found.manifestFingerprint(),
                    "make a world of its own for each seed");
        } else if (followsFromSeed(judged) && !followsFromSeed(other)) {
            differs(
                    other,
                    "must be a world of law " + RunIdentity.WORLD_LAW + ", as that of run " + judged.runId(),
                    "the fingerprint " + found.manifestFingerprint(),
                    "make the world again with this program");
        }
    }

    /** Whether the law of this program gives the world its fingerprint; none does for worlds of another engine. */
    private static boolean followsFromSeed(PanelMember member) {
        RunIdentity identity = member.identity();
        return member.worldKind() == WorldKind.OWN
                && RunIdentity.ownWorld(identity.worldParameterHash(), identity.seed())
                        .equals(identity.manifestFingerprint());
    }

    private void differs(PanelMember other, String expected, String found, String fix) {
        problems.add(Problem.of(ErrorCode.RUN_IDENTITY_MISMATCH, "--beside " + other.root(), expected, found, fix));
    }
}
