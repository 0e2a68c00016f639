package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.PackDictionary;
import io.millrace.digest.FileDigest;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.PolicyPack;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * A sealed run as a later stage sees it: identity, packs and inputs from the gate folder and from nowhere else. Opening
 * recomputes every digest; what does not fit ends the stage before it reads a row.
 */
public final class SealedRun {
    private final GateReceipt receipt;
    private final SealedInputs inputs;
    private final PolicyPacks packs;

    private SealedRun(GateReceipt receipt, SealedInputs inputs, PolicyPacks packs) {
        this.receipt = receipt;
        this.inputs = inputs;
        this.packs = packs;
    }

    /**
     * Opens the gate of a run.
     *
     * @throws RunException with every problem: not sealed, receipt or sealed files changed, POLICY_DIGEST_MISMATCH
     */
    public static SealedRun open(RunFolder folder) {
        RunIdentity identity = identity(folder);
        Path gate = folder.gate(identity);
        GateReceipt receipt = receipt(gate, identity);
        List<Problem> problems = new ArrayList<>();
        byte[] rows = bytes(gate.resolve(SealedInputs.ROWS_FILE));
        byte[] files = bytes(gate.resolve(SealedInputs.FILES_FILE));
        requireDigest(SealedInputs.ROWS_FILE, receipt.sealedInputsDigest(), rows, problems);
        requireDigest(SealedInputs.FILES_FILE, receipt.sealedFilesDigest(), files, problems);
        PolicyPacks packs = packs(gate, receipt, problems);
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        try {
            return new SealedRun(receipt, SealedInputs.parse(rows, files), packs);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RunException(drift(SealedInputs.ROWS_FILE, String.valueOf(e.getMessage())), e);
        }
    }

    public RunIdentity identity() {
        return receipt.identity();
    }

    public GateReceipt receipt() {
        return receipt;
    }

    public SealedInputs inputs() {
        return inputs;
    }

    /** Packs in effect, as sealed. Lines and columns of their nodes are those of the canonical text. */
    public PolicyPacks packs() {
        return packs;
    }

    /**
     * The one input of a role and data set that is there.
     *
     * @throws RunException SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING when the gate sealed none
     */
    public SealedInput input(InputRole role, String datasetId) {
        return inputs.rows().stream()
                .filter(row -> row.use().role() == role
                        && row.presence() == SealedInput.Presence.PRESENT
                        && row.key().datasetId().equals(Optional.of(datasetId)))
                .findFirst()
                .orElseThrow(() -> new RunException(Problem.of(
                        ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                        SealedInputs.ROWS_FILE + "#" + datasetId,
                        "must be sealed as " + role,
                        "no such input",
                        "seal the run again: millrace seal")));
    }

    /** Parquet files of an input, by path. */
    public List<SealedFile> files(SealedInput input) {
        return inputs.files().stream()
                .filter(file -> file.manifestKey().equals(input.key().manifestKey())
                        && file.path().startsWith(input.place().path()))
                .toList();
    }

    /**
     * The file a stage is about to open.
     *
     * @param root folder that the input's {@link InputRoot} means on this machine
     * @throws RunException INPUT_DIGEST_MISMATCH when size or footer are not the sealed ones
     */
    public static Path checked(SealedFile file, Path root, TableFooters footers) {
        Path path = root.resolve(file.path());
        try {
            long size = Files.isRegularFile(path) ? Files.size(path) : -1;
            if (size != file.sizeBytes()) {
                throw new RunException(
                        mismatch(file.path(), file.sizeBytes() + " bytes", size < 0 ? "no file" : size + " bytes"));
            }
            String footer = footers.read(path).footerSha256Hex();
            if (!footer.equals(file.footerSha256Hex())) {
                throw new RunException(
                        mismatch(file.path(), "the footer " + file.footerSha256Hex(), "the footer " + footer));
            }
            return path;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * An input that is one file, such as the entity index.
     *
     * @throws RunException INPUT_DIGEST_MISMATCH when its bytes are not the sealed ones
     */
    public static Path checked(SealedInput input, Path root) {
        Path path = root.resolve(input.place().path());
        SealedInput.Content content = input.content().orElseThrow();
        try {
            String found = Files.isRegularFile(path) ? FileDigest.ofFile(path) : "no file";
            if (!found.equals(content.sha256Hex())) {
                throw new RunException(mismatch(input.place().path(), content.sha256Hex(), found));
            }
            return path;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static RunIdentity identity(RunFolder folder) {
        if (!Files.isRegularFile(folder.runReceipt())) {
            throw new RunException(Problem.of(
                    ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                    folder.runReceipt().toString(),
                    "must be the receipt of a sealed run",
                    "no file",
                    "name one that millrace runs lists, or seal the run first: millrace seal"));
        }
        try {
            RunIdentity identity = RunReceipt.parse(bytes(folder.runReceipt())).identity();
            if (!identity.runId().equals(folder.runId())) {
                throw new IllegalArgumentException("run_id is " + identity.runId());
            }
            return identity;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.RUN_IDENTITY_MISMATCH,
                            folder.runReceipt().toString(),
                            "must be the receipt of run " + folder.runId(),
                            String.valueOf(e.getMessage()),
                            "give the folder its name back, or seal again into another --runs-root"),
                    e);
        }
    }

    private static GateReceipt receipt(Path gate, RunIdentity identity) {
        try {
            GateReceipt receipt = GateReceipt.parse(bytes(gate.resolve(GateReceipt.FILE)));
            if (!receipt.identity().equals(identity)) {
                throw new IllegalArgumentException(
                        "it is of run " + receipt.identity().runId());
            }
            return receipt;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.GATE_RECEIPT_IDEMPOTENCE_VIOLATION,
                            GateReceipt.FILE,
                            "must be the receipt the gate wrote for run " + identity.runId(),
                            String.valueOf(e.getMessage()),
                            "restore it, or seal again into another --runs-root"),
                    e);
        }
    }

    private static PolicyPacks packs(Path gate, GateReceipt receipt, List<Problem> problems) {
        TreeMap<String, PolicyPack> packs = new TreeMap<>();
        receipt.policies().forEach((id, policy) -> {
            String name = PackSeal.file(id);
            byte[] bytes = bytes(gate.resolve(name));
            String text = new String(bytes, StandardCharsets.UTF_8);
            String canonical = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            String digest = TupleDigest.ofPack(canonical);
            if (!digest.equals(policy.digest())) {
                problems.add(Problem.of(
                        ErrorCode.POLICY_DIGEST_MISMATCH,
                        name,
                        "must have the sealed digest " + policy.digest(),
                        digest,
                        "restore the file, or seal the changed pack as a run of its own"));
                return;
            }
            Optional<PolicyNode> root = StrictJson.parse(name, bytes, ErrorCode.POLICY_DIGEST_MISMATCH, problems);
            root.ifPresent(node -> packs.put(id, new PolicyPack(id, name, node, canonical, digest)));
        });
        if (problems.isEmpty()
                && !PolicyPacks.tupleDigest(packs).equals(receipt.identity().parameterHash())) {
            problems.add(Problem.of(
                    ErrorCode.POLICY_DIGEST_MISMATCH,
                    "policies/",
                    "must give the parameter_hash " + receipt.identity().parameterHash(),
                    PolicyPacks.tupleDigest(packs),
                    "restore the gate folder, or seal again into another --runs-root"));
        }
        return PolicyPacks.of(packs, PackDictionary.shipped());
    }

    private static void requireDigest(String name, String expected, byte[] bytes, List<Problem> problems) {
        String found = TupleDigest.sha256Hex(bytes);
        if (!found.equals(expected)) {
            problems.add(drift(name, "the digest " + found + " instead of " + expected));
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Problem drift(String name, String found) {
        return Problem.of(
                ErrorCode.SEALED_INPUTS_DRIFT,
                name,
                "must be the file that the receipt names",
                found,
                "restore the gate folder, or seal again into another --runs-root");
    }

    private static Problem mismatch(String where, String expected, String found) {
        return Problem.of(
                ErrorCode.INPUT_DIGEST_MISMATCH,
                where,
                "must be as sealed, " + expected,
                found,
                "restore the file, or seal the new content as a run of its own");
    }

    private static RunException unreadable(Path file, IOException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_READ_FAILED,
                        file.toString(),
                        "must be readable",
                        e.toString(),
                        "restore the file or mend the permissions"),
                e);
    }
}
