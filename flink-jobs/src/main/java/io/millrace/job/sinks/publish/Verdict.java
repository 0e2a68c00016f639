package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.policy.ValidationCheck;
import io.millrace.policy.ValidationCheck.Severity;
import io.millrace.run.Equation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the checks of the sealed validation policy make of a run at its publishing: parity is judged here, the checks of
 * other commands are named as not made yet, so that a reader of the bundle knows what there is to ask for.
 *
 * @param status FAIL keeps the flag away, WARN only tells
 * @param rows of {@code s5_validation_report_6B.json}, for canonical JSON
 * @param problems of required checks; with any, nothing is published
 */
record Verdict(Status status, List<Map<String, Object>> rows, List<Problem> problems) {
    /** The worst of all checks. */
    enum Status {
        PASS,
        WARN,
        FAIL
    }

    /** @param checks by id; a law that the policy does not list is required */
    static Verdict of(List<Equation> parity, SortedMap<String, ValidationCheck> checks) {
        Status status = Status.PASS;
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Equation equation : parity) {
            Optional<ValidationCheck> check = Optional.ofNullable(checks.get(equation.law()));
            Severity severity = check.map(ValidationCheck::severity).orElse(Severity.REQUIRED);
            long broken = parity.stream()
                    .filter(other -> other.law().equals(equation.law()) && !other.holds())
                    .count();
            boolean counts = !equation.holds()
                    && check.map(known -> known.isBroken(broken)).orElse(true);
            if (counts) {
                status = worse(status, severity);
            }
            if (counts && severity == Severity.REQUIRED) {
                problems.add(problem(equation));
            }
            String result = equation.holds() ? "PASS" : severity == Severity.REQUIRED && counts ? "FAIL" : "WARN";
            rows.add(row(equation.name(), severity, result, equation.left(), equation.right()));
        }
        for (ValidationCheck check : checks.values()) {
            if (check.group() != ValidationCheck.Group.PARITY) {
                rows.add(row(
                        check.checkId(),
                        check.severity(),
                        "NOT_CHECKED",
                        "after publishing, by " + command(check.group()),
                        Long.toString(check.threshold())));
            }
        }
        return new Verdict(status, rows, problems);
    }

    private static Status worse(Status status, Severity severity) {
        return switch (severity) {
            case REQUIRED -> Status.FAIL;
            case WARN -> status == Status.FAIL ? Status.FAIL : Status.WARN;
            case INFO -> status;
        };
    }

    private static String command(ValidationCheck.Group group) {
        return switch (group) {
            case PARITY -> "generate";
            case VERIFY -> "verify";
            case REALISM -> "verify --realism";
        };
    }

    private static Map<String, Object> row(
            String checkId, Severity severity, String result, String measured, String threshold) {
        TreeMap<String, Object> row = new TreeMap<>();
        row.put("check_id", checkId);
        row.put("severity", severity.name());
        row.put("result", result);
        row.put("measured", measured);
        row.put("threshold", threshold);
        return row;
    }

    private static Problem problem(Equation equation) {
        ErrorCode code = equation.code();
        return Problem.of(
                code,
                equation.name(),
                "both sides must be equal, right side " + equation.right(),
                equation.left(),
                "a row was lost, doubled or changed; report this with reports/ of the run");
    }
}
