package io.millrace.run;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.WorldKind;
import io.millrace.policy.LintReport;
import io.millrace.policy.PolicyLinter;
import io.millrace.policy.PolicyLock;
import io.millrace.policy.PolicyPack;
import io.millrace.policy.PolicyPacks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * S0: decides whether a run may start and binds everything it may read. Contracts, packs, identity, upstream gates,
 * inputs, seal; all problems of all steps in one pass, and nothing but the report is written when there is one. Draws
 * nothing, reads no row; the same inputs give the same bytes.
 */
public final class Gate {
    private final GateRequest request;
    private final GateContracts contracts;
    private final UpstreamLaws laws;
    private final DatasetDictionary dictionary;
    private final List<Problem> problems = new ArrayList<>();
    private final List<NotChecked> notChecked = new ArrayList<>();
    private final List<SegmentGate> segments = new ArrayList<>();
    private final List<SealedInput> rows = new ArrayList<>();
    private final TreeMap<String, Long> durations = new TreeMap<>();

    /** The packs that could be read; the linter judges them even when others could not. */
    private Optional<PolicyPacks> readable = Optional.empty();

    /** All packs, when nothing is wrong with any. */
    private Optional<PolicyPacks> packs = Optional.empty();

    private Optional<LintReport> lint = Optional.empty();

    /** Packs that changed while their version did not. No input of the run, so no receipt tells of them. */
    private List<LintReport.Warning> unreleased = List.of();

    private Optional<GateWorld> world = Optional.empty();
    private Optional<RunIdentity> identity = Optional.empty();
    private Optional<GateReceipt.Totals> totals = Optional.empty();
    private Optional<SealedInputs> sealed = Optional.empty();

    private Gate(GateRequest request) {
        this.request = request;
        this.dictionary = DatasetDictionary.shipped();
        this.contracts = GateContracts.load(dictionary);
        this.laws = UpstreamLaws.load();
    }

    /**
     * Seals a run, or says why not.
     *
     * @return never throws for what is wrong with inputs, disks or locks: that is in the result. The lock of the run
     *     folder is held by the result when the gate passed
     */
    public static GateResult seal(GateRequest request) {
        return new Gate(request).run();
    }

    private GateResult run() {
        timed("contracts", () -> problems.addAll(request.tools().contracts().get()));
        timed("packs", this::readPacks);
        timed("world", this::readWorld);
        identify();
        timed("lint", this::lintPacks);
        Optional<ScopeLaw.Scope> scope = scope();
        if (problems.isEmpty() && scope.isPresent() && scope.get().isSkipped()) {
            scope.get()
                    .problems()
                    .forEach(problem -> notChecked.add(new NotChecked("upstream gates and inputs", problem.text())));
            return finish(GateStatus.SKIPPED, Optional.empty());
        }
        scope.ifPresent(found -> problems.addAll(found.problems()));
        Optional<RunFolder> folder = Optional.empty();
        if (identity.isPresent() && request.mode() != GateRequest.Mode.CHECK_ONLY) {
            try {
                folder = Optional.of(
                        lock(request.places().runsRoot(), identity.get().runId()));
            } catch (RunException e) {
                // Somebody else writes there, or nobody can: the report has no place either.
                problems.addAll(e.problems());
                return result(GateStatus.FAILED, Optional.empty());
            }
        }
        try {
            GateStatus status = look(folder);
            return finish(status, folder);
        } catch (RuntimeException | Error e) {
            folder.ifPresent(RunFolder::close);
            throw e;
        }
    }

    private RunFolder lock(Path runsRoot, String runId) {
        return request.mode() == GateRequest.Mode.SEAL_TAKING_OVER
                ? RunFolder.takeOver(runsRoot, runId)
                : RunFolder.lock(runsRoot, runId);
    }

    /** Steps 4 to 7. */
    private GateStatus look(Optional<RunFolder> folder) {
        List<SealedFile> files = new ArrayList<>();
        if (world.isPresent()) {
            timed("upstream", () -> rows.addAll(upstream(world.get())));
            timed("inputs", () -> {
                InputCheck.Found found = InputCheck.check(
                        world.get(),
                        InputSpec.of(world.get().receipt().axes().kind(), dictionary),
                        packs,
                        dictionary,
                        request.tools(),
                        laws,
                        problems,
                        notChecked);
                rows.addAll(found.rows());
                files.addAll(found.files());
                totals = Optional.of(found.totals());
            });
        } else {
            notChecked.add(new NotChecked("upstream gates and inputs", "a world receipt"));
        }
        if (!problems.isEmpty() || identity.isEmpty()) {
            return GateStatus.FAILED;
        }
        rows.addAll(contracts.rows(identity.get().manifestFingerprint()));
        rows.addAll(
                PackSeal.rows(packs.orElseThrow(), world.get().receipt().axes().kind(), identity.get()));
        sealed = Optional.of(new SealedInputs(rows, files));
        Map<String, byte[]> gateFiles = gateFiles();
        timed("schemas", () -> problems.addAll(OwnOutput.check(gateFiles)));
        if (!problems.isEmpty()) {
            return GateStatus.FAILED;
        }
        GateStatus[] status = {GateStatus.CHECKED};
        timed("publish", () -> status[0] = publish(folder, gateFiles));
        return status[0];
    }

    private GateStatus publish(Optional<RunFolder> folder, Map<String, byte[]> gateFiles) {
        RunFolder target = folder.orElseGet(() ->
                RunFolder.at(request.places().runsRoot().resolve(identity.get().runId())));
        GateStore store = new GateStore(target.gate(identity.get()), gateFiles);
        byte[] runReceipt = new RunReceipt(
                        identity.get(), world.get().receipt().axes().kind(), dictionary.contractsVersion())
                .bytes();
        try {
            problems.addAll(store.conflicts());
            boolean hasRunReceipt = Files.exists(target.runReceipt());
            if (hasRunReceipt && !Arrays.equals(Files.readAllBytes(target.runReceipt()), runReceipt)) {
                problems.add(Problem.of(
                        ErrorCode.IO_WRITE_CONFLICT,
                        "run_receipt.json",
                        "must be the receipt of run " + target.runId(),
                        "other bytes",
                        "use another --runs-root"));
            }
            if (!problems.isEmpty()) {
                return GateStatus.FAILED;
            }
            if (folder.isEmpty()) {
                return GateStatus.CHECKED;
            }
            GateStatus status = store.publish();
            if (!hasRunReceipt) {
                DurableFile.write(target.runReceipt(), runReceipt);
                return status == GateStatus.NOOP_IDEMPOTENT ? GateStatus.COMPLETED : status;
            }
            return status;
        } catch (IOException e) {
            problems.add(Problem.of(
                    ErrorCode.GATE_RECEIPT_WRITE_FAILED,
                    target.gate(identity.get()).toString(),
                    "must be writable",
                    e.toString(),
                    "free space or mend the permissions, or give another --runs-root"));
            return GateStatus.FAILED;
        }
    }

    /** Everything of the gate folder, the receipt last. */
    private Map<String, byte[]> gateFiles() {
        WorldKind kind = world.get().receipt().axes().kind();
        TreeMap<String, GateReceipt.Policy> policies = new TreeMap<>();
        LinkedHashMap<String, byte[]> files = new LinkedHashMap<>();
        for (PolicyPack pack : packs.get().inEffect(kind).values()) {
            policies.put(pack.policyId(), new GateReceipt.Policy(pack.version(), pack.lawRevision(), pack.digest()));
            files.put(PackSeal.file(pack.policyId()), PackSeal.bytes(pack));
        }
        world.get().made().ifPresent(made -> {
            files.put(WorldReceipt.FILE, world.get().receipt().bytes());
            files.put(GeneratedWorld.SPEC_COPY, made.specCopy());
        });
        SealedInputs inputs = sealed.orElseThrow();
        files.put(SealedInputs.ROWS_FILE, inputs.rowsBytes());
        files.put(SealedInputs.FILES_FILE, inputs.filesBytes());
        GateReceipt receipt = new GateReceipt(
                dictionary.contractsVersion(),
                identity.get(),
                kind,
                segments.stream().map(GateReceipt.Segment::of).toList(),
                contracts.digests(),
                policies,
                totals.orElseThrow(),
                lint.map(this::sealed).orElse(new GateReceipt.Lint(List.of(), List.of(), List.of())),
                inputs.rowsDigest(),
                inputs.filesDigest());
        files.put(GateReceipt.FILE, receipt.bytes());
        return files;
    }

    /** What a receipt keeps of it: no folder of the machine. */
    private GateReceipt.Lint sealed(LintReport report) {
        PolicyPacks read = packs.orElseThrow();
        return new GateReceipt.Lint(
                report.passed(),
                Stream.concat(report.warnings().stream(), report.figures().stream())
                        .map(warning -> new LintReport.Warning(
                                warning.rule(),
                                read.sealed(warning.file()),
                                warning.pointer(),
                                warning.must(),
                                warning.was()))
                        .sorted(LintReport.Warning.BY_PLACE)
                        .toList(),
                report.notChecked().stream()
                        .map(LintReport.NotChecked::text)
                        .map(read::sealed)
                        .toList());
    }

    private void readPacks() {
        List<Problem> found = new ArrayList<>();
        Path config = request.places().config();
        PolicyPacks read = request.tools().packs().read(config, found);
        List<Problem> damage = new ArrayList<>();
        // The lock is no input of a run, so neither is what is wrong with it.
        unreleased = PolicyLock.read(config, damage)
                .map(lock -> PolicyLinter.lintLock(read, lock))
                .orElseGet(() -> damage.stream().map(Gate::warning).toList());
        problems.addAll(found);
        readable = Optional.of(read);
        if (found.isEmpty()) {
            packs = Optional.of(read);
        } else {
            notChecked.add(new NotChecked("identity of the run", "packs without problems"));
        }
    }

    private static LintReport.Warning warning(Problem problem) {
        return new LintReport.Warning("L03", problem.file(), "", problem.expected(), problem.found());
    }

    private void readWorld() {
        if (request.madeFrom().isPresent()) {
            if (packs.isPresent()) {
                makeWorld(request.madeFrom().get());
            } else {
                notChecked.add(new NotChecked("the world that is made on the fly", "packs without problems"));
            }
            return;
        }
        try {
            Path folder = WorldReceipt.locate(request.places().world());
            WorldReceipt receipt = WorldReceipt.read(folder);
            long seed = receipt.axes().seed();
            if (request.wanted().seed().isPresent() && request.wanted().seed().getAsLong() != seed) {
                problems.add(Problem.of(
                        ErrorCode.WORLD_IDENTITY_MISMATCH,
                        WorldReceipt.FILE + "#/seed",
                        "must be the seed asked for, "
                                + Long.toUnsignedString(request.wanted().seed().getAsLong()),
                        Long.toUnsignedString(seed),
                        "name the world of that seed, or leave --seed out: a run has the seed of its world"));
            }
            Optional<Path> upstream = receipt.axes().kind() == WorldKind.OWN
                    ? Optional.of(folder)
                    : request.places().upstream();
            world = scenario(receipt).map(scenario -> new GateWorld(folder, upstream, receipt, scenario));
        } catch (ContractException e) {
            problems.addAll(e.problems());
        }
    }

    /** Nothing of it lies on disk but what this gate will write: the receipt that its folder would have, and its spec. */
    private void makeWorld(String spec) {
        long seed = request.wanted().seed().orElseThrow();
        try {
            ScenarioId scenario = ScenarioId.of(request.wanted().scenarioId().orElseThrow());
            GeneratedWorld made = GeneratedWorld.of(packs.orElseThrow(), spec, seed, new ArrayList<>());
            // Refuses a model that the calendar does not have.
            made.arrivals(scenario.model());
            PolicyPacks all = spec.endsWith(GeneratedWorld.SPEC_ENDING)
                    ? packs.orElseThrow().withWorldSpecAt(Path.of(spec), GeneratedWorld.SPEC_COPY)
                    : made.packs();
            packs = Optional.of(all);
            readable = packs;
            RunIdentity run = new RunIdentity(
                    seed,
                    scenario.text(),
                    made.worldParameterHash(),
                    all.parameterHash(WorldKind.OWN),
                    made.manifestFingerprint());
            Path folder = RunFolder.at(request.places().runsRoot().resolve(run.runId()))
                    .gate(run);
            world = Optional.of(new GateWorld(
                    folder, Optional.of(folder), made.receipt(scenario), scenario.text(), Optional.of(made)));
        } catch (PolicyException e) {
            problems.addAll(e.problems());
        }
    }

    private Optional<String> scenario(WorldReceipt receipt) {
        List<String> ids = receipt.scenarios().stream()
                .map(WorldReceipt.Scenario::scenarioId)
                .toList();
        Optional<String> wanted = request.wanted().scenarioId();
        if (wanted.isEmpty() && ids.size() == 1) {
            return Optional.of(ids.get(0));
        }
        if (wanted.isPresent() && ids.contains(wanted.get())) {
            return wanted;
        }
        problems.add(Problem.of(
                ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                WorldReceipt.FILE + "#/scenarios",
                wanted.map(id -> "must hold the scenario " + id)
                        .orElse("must hold exactly one scenario, or one is named"),
                ids.isEmpty() ? "no scenario" : ids.toString(),
                fixOfScenario(receipt, ids)));
        return Optional.empty();
    }

    private static String fixOfScenario(WorldReceipt receipt, List<String> ids) {
        if (receipt.axes().kind() == WorldKind.FOREIGN) {
            return "name one of them by --scenario";
        }
        return (ids.isEmpty() ? "" : "name one of them by --scenario, or ")
                + "make its arrivals: millrace arrivals --scenario";
    }

    private void identify() {
        if (packs.isEmpty() || world.isEmpty()) {
            return;
        }
        WorldReceipt.Axes axes = world.get().receipt().axes();
        if (axes.kind() == WorldKind.OWN && world.get().made().isEmpty()) {
            packs = packs.map(read -> read.ofWorld(axes.worldParameterHash()).orElseGet(() -> ofCopy(read)));
            readable = packs;
            requireAxis("world_parameter_hash", packs.get().worldParameterHash(), axes.worldParameterHash());
            requireAxis(
                    "manifest_fingerprint",
                    RunIdentity.ownWorld(axes.worldParameterHash(), axes.seed()),
                    axes.manifestFingerprint());
        }
        try {
            identity = Optional.of(new RunIdentity(
                    axes.seed(),
                    world.get().scenarioId(),
                    axes.worldParameterHash(),
                    packs.get().parameterHash(axes.kind()),
                    axes.manifestFingerprint()));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.of(
                    ErrorCode.WORLD_IDENTITY_MISMATCH,
                    WorldReceipt.FILE,
                    "must carry axes of their form",
                    String.valueOf(e.getMessage()),
                    "make the world again"));
        }
    }

    /** A spec of the user need not lie in the config folder: its world has a copy. */
    private PolicyPacks ofCopy(PolicyPacks read) {
        Path copy = world.orElseThrow().folder().resolve(GeneratedWorld.SPEC_COPY);
        try {
            return Files.exists(copy) ? read.withWorldSpecAt(copy, GeneratedWorld.SPEC_COPY) : read;
        } catch (PolicyException e) {
            problems.addAll(e.problems());
            return read;
        }
    }

    private void requireAxis(String axis, String expected, String found) {
        if (!expected.equals(found)) {
            problems.add(Problem.of(
                    ErrorCode.WORLD_IDENTITY_MISMATCH,
                    WorldReceipt.FILE + "#/" + axis,
                    "must follow from the packs in effect, " + expected,
                    found,
                    "give the config the world was made with, or make the world again"));
        }
    }

    private void lintPacks() {
        if (readable.isPresent() && request.tools().lint().isPresent()) {
            LintReport report = request.tools().lint().get().lint(readable.get(), world);
            // A world that is made on the fly was refused by some of the same rules.
            report.problems().stream()
                    .filter(problem -> !problems.contains(problem))
                    .forEach(problems::add);
            lint = Optional.of(report);
        } else {
            notChecked.add(new NotChecked("rules between packs", "a linter"));
        }
    }

    private Optional<ScopeLaw.Scope> scope() {
        Optional<PolicyPack> config = packs.flatMap(read -> read.pack("behaviour_config_6B"));
        if (config.isEmpty() || identity.isEmpty()) {
            notChecked.add(new NotChecked("scope", "behaviour_config_6B and a world"));
            return Optional.empty();
        }
        return Optional.of(ScopeLaw.judge(config.get(), identity.get()));
    }

    /** Step 4: the gates of the required segments, and the manifests and receipt of a foreign tree. */
    private List<SealedInput> upstream(GateWorld found) {
        WorldKind kind = found.receipt().axes().kind();
        List<String> required = request.requiredSegments().isEmpty()
                ? switch (kind) {
                    case OWN -> GateRequest.OWN_SEGMENTS;
                    case FOREIGN -> GateRequest.FOREIGN_SEGMENTS;
                }
                : request.requiredSegments();
        if (found.upstream().isEmpty()) {
            problems.add(Problem.of(
                    ErrorCode.UPSTREAM_HASHGATE_MISSING,
                    "--upstream",
                    "must be the root of the tree the world was prepared from",
                    "nothing",
                    "give it; the gates of " + required + " lie there"));
            return List.of();
        }
        UpstreamSeal seal = new UpstreamSeal(found, laws, problems, notChecked);
        segments.addAll(seal.gates(required));
        if (kind == WorldKind.FOREIGN) {
            seal.checkRunReceipt();
            seal.checkManifests();
        }
        return seal.rows();
    }

    private GateResult finish(GateStatus status, Optional<RunFolder> folder) {
        GateResult result = result(status, folder);
        if (request.mode() == GateRequest.Mode.CHECK_ONLY) {
            return result;
        }
        // Without axes there is no run folder yet; the report of such a failure lies beside the runs.
        Path file = folder.map(RunFolder::gateReport)
                .orElse(request.places().runsRoot().resolve("s0_report.json"));
        if (status == GateStatus.NOOP_IDEMPOTENT && Files.exists(file)) {
            // A start that found everything sealed leaves the run as it lies, byte for byte.
            return result;
        }
        try {
            DurableFile.write(file, result.report().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            problems.add(Problem.of(
                    ErrorCode.GATE_RECEIPT_WRITE_FAILED,
                    "s0_report.json",
                    "must be writable",
                    e.toString(),
                    "free space or mend the permissions"));
            folder.ifPresent(RunFolder::close);
            return result(GateStatus.FAILED, Optional.empty());
        }
        if (status == GateStatus.FAILED) {
            folder.ifPresent(RunFolder::close);
            return result(status, Optional.empty());
        }
        return result;
    }

    private GateResult result(GateStatus status, Optional<RunFolder> folder) {
        boolean passed = status != GateStatus.FAILED && status != GateStatus.SKIPPED;
        Optional<String> digest = passed ? sealed.map(SealedInputs::rowsDigest) : Optional.empty();
        String report = GateReport.json(new GateReport.Content(
                status,
                dictionary.contractsVersion(),
                identity,
                segments,
                rows,
                digest,
                totals,
                lint,
                unreleased,
                problems,
                notChecked,
                durations));
        return new GateResult(status, identity, folder, digest, segments, unreleased, problems, notChecked, report);
    }

    private void timed(String step, Runnable work) {
        long start = request.tools().nanos().getAsLong();
        work.run();
        durations.put(step, (request.tools().nanos().getAsLong() - start) / 1_000_000);
    }
}
