package io.millrace.job.sinks.publish;

import io.millrace.Simulation;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.WorldKind;
import io.millrace.policy.RngPolicy;
import io.millrace.policy.ValidationCheck;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.run.DatasetTotals;
import io.millrace.run.FooterFacts;
import io.millrace.run.GateReceipt;
import io.millrace.run.InputRole;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedFile;
import io.millrace.run.SealedInput;
import io.millrace.run.SealedInputs;
import io.millrace.run.SealedRun;
import io.millrace.run.TableFooters;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run is, besides its files: everything that footers, parity and manifest repeat.
 *
 * @param contractsVersion version of the dictionary
 * @param laws policy id to law revision
 * @param sealedInputsDigest of the gate
 * @param tablesDigest of the quantile tables
 * @param schemaVersions of the datasets that the manifest lists, by id; stage_accounting_6B is not among them, since its
 *     rows are per subtask and its sum is the draw ledger
 * @param arrivals rows and link sums of the sealed arrivals
 * @param rng the rng policies of the stages that ran
 * @param runLevelDraws draws that belong to no row, from the size of their domain
 * @param gateFiles bundle members that the gate has written, by name
 * @param checks what the sealed validation policy asks for, by id
 */
public record RunFacts(
        RunIdentity identity,
        WorldKind worldKind,
        String contractsVersion,
        WorldReceipt.Scenario scenario,
        SortedMap<String, Integer> laws,
        String sealedInputsDigest,
        String tablesDigest,
        SortedMap<String, String> schemaVersions,
        DatasetTotals arrivals,
        List<RngPolicy> rng,
        Draws draws,
        DrawLedger runLevelDraws,
        SortedMap<String, byte[]> gateFiles,
        SortedMap<String, ValidationCheck> checks) {
    private static final List<SlabKind> DATASETS =
            List.of(SlabKind.SESSIONED, SlabKind.SESSION_INDEX, SlabKind.FLOW, SlabKind.OUTCOME, SlabKind.EVENT);

    /**
     * Gathers the facts and checks the files of the sealed arrivals on the way: sizes and footers.
     *
     * @param worldRoot folder with the world receipt
     * @param counted arrivals that no file holds; empty when the sealed files tell
     */
    public static RunFacts of(
            SealedRun sealed,
            Simulation simulation,
            Path worldRoot,
            RunFolder folder,
            TableFooters footers,
            Optional<DatasetTotals> counted) {
        DatasetDictionary dictionary = DatasetDictionary.shipped();
        TreeMap<String, String> schemaVersions = new TreeMap<>();
        for (SlabKind kind : DATASETS) {
            schemaVersions.put(
                    kind.datasetId(), dictionary.dataset(kind.datasetId()).schemaVersion());
        }
        RunIdentity identity = sealed.identity();
        return new RunFacts(
                identity,
                sealed.receipt().worldKind(),
                dictionary.contractsVersion(),
                WorldReceipt.read(worldRoot).scenario(identity.scenarioId()).orElseThrow(),
                simulation.laws(),
                sealed.receipt().sealedInputsDigest(),
                simulation.tablesDigest(),
                schemaVersions,
                counted.orElseGet(() -> arrivals(sealed, worldRoot, footers)),
                List.of(
                        RngPolicy.of(sealed.packs().require("rng_policy_6B").root()),
                        RngPolicy.of(
                                sealed.packs().require("flow_rng_policy_6B").root())),
                simulation.draws(),
                simulation.runLevelDraws(),
                gateFiles(folder.gate(identity)),
                ValidationCheck.of(
                        sealed.packs().require("segment_validation_policy_6B").root()));
    }

    private static DatasetTotals arrivals(SealedRun sealed, Path worldRoot, TableFooters footers) {
        SealedInput input = sealed.input(InputRole.ARRIVALS, SlabKind.ARRIVAL.datasetId());
        DatasetTotals totals = new DatasetTotals(SlabKind.ARRIVAL.datasetId());
        FooterFacts[] last = new FooterFacts[1];
        for (SealedFile file : sealed.files(input)) {
            SealedRun.checked(file, worldRoot, path -> last[0] = footers.read(path));
            FooterFacts footer = last[0];
            totals.add(
                    footer.rows(),
                    footer.keys().get("millrace.row_digest"),
                    CommittedFiles.texts(footer.keys().get("millrace.links")),
                    CommittedFiles.texts(footer.keys().get("millrace.counters")),
                    0,
                    0);
        }
        return totals;
    }

    private static SortedMap<String, byte[]> gateFiles(Path gate) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (String name : List.of(GateReceipt.FILE, SealedInputs.ROWS_FILE)) {
            try {
                files.put(name, Files.readAllBytes(gate.resolve(name)));
            } catch (IOException e) {
                throw new RunException(
                        Problem.of(
                                ErrorCode.IO_READ_FAILED,
                                gate.resolve(name).toString(),
                                "must be readable",
                                e.toString(),
                                "mend the storage"),
                        e);
            }
        }
        return files;
    }
}
