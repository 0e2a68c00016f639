package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.PolicyPack;
import java.util.ArrayList;
import java.util.List;

/** Which runs a config is for: {@code behaviour_config_6B#/scope}. An empty list of allowed ones means all. */
final class ScopeLaw {
    private ScopeLaw() {}

    /**
     * Why a run is out of scope.
     *
     * @param problems SCOPE_EXCLUDED per broken rule; empty when in scope
     * @param isSkipped the config says to skip, not to fail
     */
    record Scope(List<Problem> problems, boolean isSkipped) {}

    static Scope judge(PolicyPack behaviourConfig, RunIdentity identity) {
        PolicyNode root = behaviourConfig.root();
        List<Problem> problems = new ArrayList<>();
        check(behaviourConfig, "scenarios", identity.scenarioId(), problems);
        check(behaviourConfig, "seeds", identity.seedText(), problems);
        boolean isSkipped = !problems.isEmpty()
                && root.get("degrade").get("on_scope_miss").text().equals("SKIP");
        return new Scope(List.copyOf(problems), isSkipped);
    }

    private static void check(PolicyPack pack, String axis, String value, List<Problem> problems) {
        PolicyNode scope = pack.root().get("scope");
        PolicyNode allow = scope.get(axis + "_allow");
        PolicyNode block = scope.get(axis + "_block");
        List<String> allowed = texts(allow);
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            problems.add(excluded(pack, allow, "must allow this run's " + value, allowed.toString()));
        }
        if (texts(block).contains(value)) {
            problems.add(excluded(
                    pack,
                    block,
                    "must not block this run's " + value,
                    texts(block).toString()));
        }
    }

    private static List<String> texts(PolicyNode list) {
        return list.texts();
    }

    private static Problem excluded(PolicyPack pack, PolicyNode node, String expected, String found) {
        return new Problem(
                ErrorCode.SCOPE_EXCLUDED,
                pack.file() + "#" + node.pointer(),
                expected,
                found,
                "name another scenario or world, or change the scope",
                "L44",
                node.line(),
                node.column());
    }
}
