package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A published run among others, as its gate and its bundle tell it.
 *
 * @param contractsVersion of the program that sealed it
 * @param sealedInputsDigest hex64
 * @param bundleDigest hex64
 */
record PanelMember(
        Path root,
        RunIdentity identity,
        WorldKind worldKind,
        String contractsVersion,
        String sealedInputsDigest,
        String bundleDigest) {
    /**
     * Reads a run; bundle and sizes of files are looked at, rows are not.
     *
     * @param problems receives everything that keeps it from being compared; then the result is empty
     */
    static Optional<PanelMember> read(Path root, List<Problem> problems) {
        try {
            SealedRun sealed = SealedRun.open(RunFolder.at(root));
            Optional<String> bundle = PublishedRun.check(root, sealed.identity(), PublishedRun.Depth.SIZES);
            if (bundle.isEmpty()) {
                problems.add(Problem.of(
                        ErrorCode.PUBLISHED_RUN_DAMAGED,
                        root.toString(),
                        "must be published to be compared with others",
                        "a run without flag",
                        "finish it first: millrace resume; a run without end is never published, take bounded ones"));
            }
            return bundle.map(digest -> new PanelMember(
                    root,
                    sealed.identity(),
                    sealed.receipt().worldKind(),
                    sealed.receipt().contractsVersion(),
                    sealed.receipt().sealedInputsDigest(),
                    digest));
        } catch (MillraceException broken) {
            broken.problems().forEach(problem -> problems.add(of(root, problem)));
            return Optional.empty();
        }
    }

    String runId() {
        return identity.runId();
    }

    /** Among several runs a path within one of them says too little. */
    private static Problem of(Path root, Problem problem) {
        return problem.where().startsWith(root.toString())
                ? problem
                : Problem.of(
                        problem.code(),
                        root + ": " + problem.where(),
                        problem.expected(),
                        problem.found(),
                        problem.fix());
    }
}
