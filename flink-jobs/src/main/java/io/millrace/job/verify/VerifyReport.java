package io.millrace.job.verify;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.policy.ValidationCheck;
import io.millrace.policy.ValidationCheck.Severity;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the judge says of a run, tied to the bundle it judged: JUDGE of the sealed validation policy tells how many
 * violations are allowed and what more of them mean.
 *
 * @param bundleDigest of the flag that was there; empty when there was none
 * @param judge of the sealed policy
 */
public record VerifyReport(
        String runId, Optional<String> bundleDigest, ValidationCheck judge, List<CheckResult> checks) {
    private static final Pattern FLAG = Pattern.compile("sha256_hex = ([0-9a-f]{64})\n");
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int SAMPLE_CHARACTERS = 900;

    public VerifyReport {
        checks = List.copyOf(checks);
    }

    /** PASS, WARN when the policy only warns, FAIL. */
    public enum Status {
        PASS,
        WARN,
        FAIL
    }

    /** Judges a run. */
    public static VerifyReport of(VerifySettings settings) {
        List<CheckResult> checks = Verify.run(settings);
        SealedRun sealed = SealedRun.open(RunFolder.at(settings.runRoot()));
        Path flag = settings.runRoot()
                .resolve(ValidationBundle.folder(sealed.identity()))
                .resolve(ValidationBundle.FLAG);
        ValidationCheck judge = Optional.ofNullable(ValidationCheck.of(sealed.packs()
                                .require("segment_validation_policy_6B")
                                .root())
                        .get("JUDGE"))
                .orElse(new ValidationCheck("JUDGE", ValidationCheck.Group.VERIFY, Severity.REQUIRED, 0));
        return new VerifyReport(sealed.identity().runId(), digest(flag), judge, checks);
    }

    private static Optional<String> digest(Path flag) {
        try {
            Matcher text = FLAG.matcher(Files.exists(flag) ? Files.readString(flag) : "");
            return text.matches() ? Optional.of(text.group(1)) : Optional.empty();
        } catch (IOException e) {
            // That it cannot be read is for the checks to say.
            return Optional.empty();
        }
    }

    /**
     * Keeps the verdict with its run, {@code reports/verify.json}.
     *
     * @return whether it was kept; a run that is read only keeps none
     */
    public boolean keep(Path runRoot) {
        return KeptScorecard.keepAt(runRoot.resolve("reports/verify.json"), CanonicalJson.of(json()));
    }

    /** Checks that found something. */
    public List<CheckResult> failed() {
        return checks.stream().filter(CheckResult::hasFailed).toList();
    }

    public long violations() {
        return checks.stream().mapToLong(CheckResult::violations).sum();
    }

    public Status status() {
        if (!judge.isBroken(violations())) {
            return Status.PASS;
        }
        return switch (judge.severity()) {
            case REQUIRED -> Status.FAIL;
            case WARN -> Status.WARN;
            case INFO -> Status.PASS;
        };
    }

    /** As {@code contracts/schema/run/verify_report.schema.json} says, for canonical JSON. */
    public Map<String, Object> json() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CheckResult check : checks) {
            rows.add(new TreeMap<>(Map.of(
                    "check_id", check.checkId(),
                    "title", check.title(),
                    "code", check.code().name(),
                    "status", check.status().name(),
                    "violations", check.violations(),
                    "sample", cut(check.sample()),
                    "seconds", Math.round(check.seconds() * MILLIS_PER_SECOND) / MILLIS_PER_SECOND)));
        }
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("run_id", runId);
        json.put("bundle_digest", bundleDigest.orElse(null));
        json.put("overall_status", status().name());
        json.put("severity", judge.severity().name());
        json.put("threshold", judge.threshold());
        json.put("violations", violations());
        json.put("checks", rows);
        return json;
    }

    private static String cut(String text) {
        return text.length() <= SAMPLE_CHARACTERS ? text : text.substring(0, SAMPLE_CHARACTERS) + "…";
    }
}
