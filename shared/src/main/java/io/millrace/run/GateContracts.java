package io.millrace.run;

import io.millrace.contract.ContractResource;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.PackDictionary;
import io.millrace.digest.TupleDigest;
import io.millrace.run.SealedInput.Content;
import io.millrace.run.SealedInput.Presence;
import io.millrace.run.SealedInput.ReadScope;
import io.millrace.run.SealedInput.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The contracts a run is bound to: dictionaries and the schemas of rows and policies, from the program itself. Texts of
 * messages are left out: a better wording is no drift.
 */
final class GateContracts {
    private static final List<String> DICTIONARIES = List.of(
            "dictionary/datasets.yaml",
            "dictionary/enums.yaml",
            "dictionary/packs.yaml",
            "dictionary/authorities.yaml",
            "dictionary/upstream.yaml",
            "dictionary/foreign.yaml",
            "dictionary/zone_country.yaml",
            "schema/common/defs.schema.json");

    private final SortedMap<String, byte[]> files;

    private GateContracts(SortedMap<String, byte[]> files) {
        this.files = Collections.unmodifiableSortedMap(files);
    }

    static GateContracts load(DatasetDictionary dictionary) {
        TreeSet<String> paths = new TreeSet<>(DICTIONARIES);
        DatasetDictionary.shipped().all().forEach(dataset -> dataset.schema()
                .filter(schema -> schema.startsWith("schema/row/"))
                .ifPresent(paths::add));
        PackDictionary.shipped().entries().forEach(entry -> paths.add(entry.schema()));
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (String path : paths) {
            // What is absent is the self-check's to tell; nothing absent can be sealed.
            ContractResource.find(path).ifPresent(bytes -> files.put(path, bytes));
        }
        return new GateContracts(files);
    }

    /** SHA-256 by path below {@code contracts}. */
    SortedMap<String, String> digests() {
        TreeMap<String, String> digests = new TreeMap<>();
        files.forEach((path, bytes) -> digests.put(path, TupleDigest.sha256Hex(bytes)));
        return digests;
    }

    List<SealedInput> rows(String manifestFingerprint) {
        List<SealedInput> rows = new ArrayList<>();
        files.forEach((path, bytes) -> rows.add(new SealedInput(
                manifestFingerprint,
                new SealedInput.Key(3, "6B", "millrace.contract." + path, Optional.empty()),
                new SealedInput.Place(InputRoot.PROGRAM, path, path, List.of()),
                new SealedInput.Use(Optional.empty(), InputRole.CONTRACT, Status.REQUIRED, ReadScope.METADATA_ONLY),
                Presence.PRESENT,
                Optional.of(Content.of(DigestKind.CONTENT_SHA256, TupleDigest.sha256Hex(bytes), 1, bytes.length)),
                Optional.empty())));
        return rows;
    }
}
