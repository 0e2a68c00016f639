package io.millrace.job.verify;

import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.verify.RunComparison.DatasetDifference;
import io.millrace.job.verify.RunComparison.Difference;
import java.util.List;
import java.util.Optional;

/** Why two runs are equal or not, in one sentence. What decides more is asked first: damage, seed, world, window, policies. */
final class Cause {
    private final ComparedRun a;
    private final ComparedRun b;
    private final List<Difference> identity;
    private final List<Difference> policies;
    private final List<Difference> documents;
    private final List<DatasetDifference> datasets;

    Cause(
            ComparedRun a,
            ComparedRun b,
            List<Difference> identity,
            List<Difference> policies,
            List<Difference> documents,
            List<DatasetDifference> datasets) {
        this.a = a;
        this.b = b;
        this.identity = identity;
        this.policies = policies;
        this.documents = documents;
        this.datasets = datasets;
    }

    String sentence() {
        boolean same = datasets.stream().allMatch(DatasetDifference::isEqual);
        if (!a.damage().isEmpty() || !b.damage().isEmpty()) {
            return (a.damage().isEmpty() ? "B" : b.damage().isEmpty() ? "A" : "both")
                    + (a.damage().isEmpty() || b.damage().isEmpty() ? " is damaged: " : " are damaged: ")
                    + (a.damage().isEmpty() ? b : a).damage().get(0);
        }
        return same ? equal() : different();
    }

    private String equal() {
        if (!identity.isEmpty() && !policies.isEmpty()) {
            return "equal rows, although " + policies();
        }
        if (documents.isEmpty() && layout(a).equals(layout(b))) {
            return "equal";
        }
        if (documents.isEmpty()) {
            return "same content at other parallelism or layout: " + a.entries().size() + " against "
                    + b.entries().size() + " files";
        }
        return "equal rows, other documents: " + documents.get(0).what() + more(documents);
    }

    private String different() {
        Optional<String> axis = first("seed", "different seed")
                .or(() -> first("manifest_fingerprint", "different world"))
                .or(() -> first("scenario_id", "different scenario"));
        if (axis.isPresent()) {
            return axis.get() + (policies.isEmpty() ? "" : ", and " + policies());
        }
        if (!policies.isEmpty()) {
            return policies();
        }
        if (a.bundleDigest().isEmpty() || b.bundleDigest().isEmpty()) {
            return "same identity, and "
                    + (a.bundleDigest().isEmpty() ? b.bundleDigest().isEmpty() ? "neither run" : "A" : "B")
                    + " is not finished: what is missing may still come";
        }
        return "same identity but different rows: damage or a defect; judge each by millrace verify";
    }

    private Optional<String> first(String axis, String words) {
        return identity.stream()
                .filter(difference -> difference.what().equals(axis))
                .findFirst()
                .map(difference -> words + ", " + difference.a() + " against " + difference.b());
    }

    /** A version or a note alone changes no row; a value is told before them. */
    private String policies() {
        Difference told = policies.stream()
                .filter(difference -> !difference.what().endsWith("/policy_version")
                        && !difference.what().endsWith("/notes"))
                .findFirst()
                .orElse(policies.get(0));
        String[] key = told.what().split("#", 2);
        return "policy " + key[0]
                + (key.length == 1 ? " is another" : " changed " + key[1] + " from " + told.a() + " to " + told.b())
                + more(policies);
    }

    private static String more(List<Difference> differences) {
        return differences.size() == 1 ? "" : ", and " + (differences.size() - 1) + " more";
    }

    /** Contents of all files; names tell of attempts and subtasks. */
    private static List<String> layout(ComparedRun run) {
        return run.entries().stream()
                .map((LedgerEntry entry) -> entry.datasetId() + " " + entry.sha256())
                .sorted()
                .toList();
    }
}
