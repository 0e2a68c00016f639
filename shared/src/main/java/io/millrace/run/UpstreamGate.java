package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.FileDigest;
import io.millrace.digest.TupleDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Gate of one upstream segment: recomputes its bundle digest by its producer's law and compares it with the flag. Every
 * fault is told; none stops the others, so one pass tells all that must be mended.
 */
public final class UpstreamGate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FINGERPRINT_TOKEN = Pattern.compile("(?:^|/)manifest_fingerprint=([^/]*)");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final UpstreamLaw law;
    private final UpstreamLaws laws;
    private final Path upstream;
    private final Path bundle;
    private final String bundlePath;
    private final String fingerprint;
    private final List<Problem> problems;
    private final ReadGuard guard = new ReadGuard();
    /** Bytes of files that are judged as well as hashed, so that both are the same bytes. */
    private final Map<Path, byte[]> judged = new HashMap<>();
    /** Files whose bytes the bundle digest or the gate itself vouches for. */
    private final Set<Path> vouched = new HashSet<>();

    private int verified;
    private long memberBytes;

    private UpstreamGate(
            UpstreamLaw law,
            UpstreamLaws laws,
            Path upstream,
            String fingerprint,
            String scenarioId,
            List<Problem> problems) {
        this.law = law;
        this.laws = laws;
        this.upstream = upstream;
        this.bundlePath = law.bundlePath(fingerprint, scenarioId);
        this.bundle = upstream.resolve(bundlePath);
        this.fingerprint = fingerprint;
        this.problems = problems;
    }

    /** A listed member: path as listed, its id and digest when the index has them. */
    private record Member(String path, String id, String sha256Hex) {}

    /**
     * Applies one law to one segment.
     *
     * @param upstream root that bundle paths are relative to
     * @param fingerprint of the world, hex64
     * @param problems receives every fault
     */
    public static SegmentGate check(
            UpstreamLaw law,
            UpstreamLaws laws,
            Path upstream,
            String fingerprint,
            String scenarioId,
            List<Problem> problems) {
        List<Problem> own = new ArrayList<>();
        SegmentGate gate = new UpstreamGate(law, laws, upstream, fingerprint, scenarioId, own).run();
        problems.addAll(own);
        return gate;
    }

    private SegmentGate run() {
        if (!Files.isDirectory(bundle)) {
            report(
                    ErrorCode.UPSTREAM_HASHGATE_MISSING,
                    bundlePath,
                    "must be the bundle folder of segment " + law.segment(),
                    "no folder",
                    "give the root of the upstream tree by --upstream, or bring the bundle of this world");
            return outcome(Optional.empty(), 0, SegmentGate.FLAG_ONLY);
        }
        Optional<String> indexFile = indexFile();
        Optional<List<Member>> members = indexFile.flatMap(this::members);
        Optional<String> flagDigest = flag();
        Optional<String> digest = members.flatMap(this::digest);
        members.ifPresent(list -> checkFileSet(list, indexFile.orElseThrow()));
        boolean isSound = digest.isPresent() && digest.equals(flagDigest);
        if (digest.isPresent() && flagDigest.isPresent() && !isSound) {
            invalid(
                    bundlePath + laws.flagFile(),
                    "must hold the bundle digest " + digest.get(),
                    flagDigest.get(),
                    "the bundle is not the one its producer sealed; restore it");
        }
        checkFingerprints();
        indexFile.ifPresent(file -> vouched.add(bundle.resolve(file)));
        members.ifPresent(list -> list.forEach(member -> vouched.add(base().resolve(member.path()))));
        List<Problem> nonPass = new ArrayList<>();
        String verdictSource = verdict(nonPass);
        if (isSound) {
            // The word of a bundle that is not whole is nobody's word.
            problems.addAll(nonPass);
        }
        problems.addAll(guard.changes(upstream));
        return outcome(digest, members.map(List::size).orElse(0), verdictSource);
    }

    private SegmentGate outcome(Optional<String> digest, int listed, String verdictSource) {
        byte[] flag = judged.get(bundle.resolve(laws.flagFile()));
        return new SegmentGate(
                law.segment(),
                law.layer(),
                problems.isEmpty() ? SegmentGate.Status.PASS : SegmentGate.Status.FAIL,
                new SegmentGate.Bundle(
                        law.producer().name().toLowerCase(Locale.ROOT),
                        bundlePath,
                        digest,
                        listed,
                        verified,
                        memberBytes),
                new SegmentGate.Flag(
                        bundlePath + laws.flagFile(),
                        Optional.ofNullable(flag).map(TupleDigest::sha256Hex),
                        flag == null ? 0 : flag.length),
                verdictSource);
    }

    private Optional<String> indexFile() {
        for (String candidate : law.index().files()) {
            if (Files.isRegularFile(bundle.resolve(candidate))) {
                return Optional.of(candidate);
            }
        }
        report(
                ErrorCode.UPSTREAM_HASHGATE_MISSING,
                bundlePath + law.index().files().get(0),
                "must be the index of the bundle",
                "no file",
                "restore the bundle of segment " + law.segment());
        return Optional.empty();
    }

    /** Members in the order of the digest; empty when the index has no usable list. */
    private Optional<List<Member>> members(String indexFile) {
        String where = bundlePath + indexFile;
        Optional<JsonNode> json = json(indexFile);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        JsonNode rows = json.get().at(law.index().rowsAt());
        if (!rows.isArray()) {
            invalid(
                    where + "#" + law.index().rowsAt(),
                    "must be an array of members",
                    rows.isMissingNode() ? "nothing" : rows.getNodeType().name(),
                    "restore the index");
            return Optional.empty();
        }
        List<Member> members = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        int problemsBefore = problems.size();
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            String pointer = where + "#" + law.index().rowsAt() + "/" + i;
            Optional<String> path = field(row, law.index().pathField(), pointer);
            String sha = law.index()
                    .shaField()
                    .flatMap(key -> field(row, key, pointer))
                    .orElse("");
            String id = law.index()
                    .idField()
                    .flatMap(key -> field(row, key, pointer))
                    .orElse("");
            if (path.isEmpty()) {
                continue;
            }
            checkPath(path.get(), pointer);
            if (!seen.add(path.get())) {
                invalid(pointer, "must list each path once", "\"" + path.get() + "\" again", "restore the index");
            }
            if (law.index().shaField().isPresent() && !HEX_64.matcher(sha).matches()) {
                invalid(pointer, "must have a digest of 64 hex digits", "\"" + sha + "\"", "restore the index");
            }
            members.add(new Member(path.get(), id, sha));
        }
        if (problems.size() > problemsBefore) {
            return Optional.empty();
        }
        switch (law.digest().order()) {
            case PATH_ASCII -> members.sort(Comparator.comparing(Member::path));
            case ID_ASCII -> members.sort(Comparator.comparing(Member::id));
            case AS_LISTED -> {}
        }
        return Optional.of(members);
    }

    private Optional<String> field(JsonNode row, String key, String pointer) {
        JsonNode value = row.path(key);
        if (!value.isString()) {
            invalid(pointer, "must have the text " + key, value.toString(), "restore the index");
            return Optional.empty();
        }
        return Optional.of(value.stringValue());
    }

    private void checkPath(String path, String pointer) {
        String found = "\"" + path + "\"";
        if (path.isEmpty() || !path.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            invalid(pointer, "must list a printable ASCII path", found, "restore the index");
        } else if (path.startsWith("/") || path.contains("\\") || path.contains(":")) {
            invalid(pointer, "must list a relative path with /", found, "restore the index");
        } else if (Stream.of(path.split("/", -1))
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            invalid(pointer, "must list a path that stays below its root", found, "restore the index");
        }
        Matcher token = FINGERPRINT_TOKEN.matcher(path);
        while (token.find()) {
            requireFingerprint(token.group(1), pointer);
        }
    }

    private Optional<String> digest(List<Member> members) {
        return switch (law.digest().over()) {
            case MEMBER_BYTES -> digestOfBytes(members);
            case MEMBER_HEX_TEXT -> {
                MessageDigest texts = FileDigest.sha256();
                members.forEach(member -> texts.update(member.sha256Hex().getBytes(StandardCharsets.US_ASCII)));
                yield Optional.of(HexFormat.of().formatHex(texts.digest()));
            }
        };
    }

    /** One pass over the members: their own digests, the bundle digest, and the bytes that are judged later. */
    private Optional<String> digestOfBytes(List<Member> members) {
        MessageDigest all = FileDigest.sha256();
        boolean whole = true;
        for (Member member : members) {
            Path file = base().resolve(member.path());
            String where = where(member.path());
            if (!Files.isRegularFile(file)) {
                invalid(where, "must be there, the index lists it", "no file", "restore the file");
                whole = false;
                continue;
            }
            try {
                memberBytes += guard.sizeBytes(file);
                String sha = hash(file, all);
                if (law.digest().memberCheck() == UpstreamLaw.MemberCheck.SHA256) {
                    verified++;
                    if (!sha.equals(member.sha256Hex())) {
                        invalid(where, "must have the listed digest " + member.sha256Hex(), sha, "restore the file");
                    }
                }
            } catch (IOException e) {
                unreadable(where, e);
                whole = false;
            }
        }
        return whole ? Optional.of(HexFormat.of().formatHex(all.digest())) : Optional.empty();
    }

    private String hash(Path file, MessageDigest all) throws IOException {
        if (isJudged(file)) {
            byte[] bytes = content(file);
            all.update(bytes);
            return TupleDigest.sha256Hex(bytes);
        }
        return guard.sha256(file, (buffer, length) -> all.update(buffer, 0, length));
    }

    private boolean isJudged(Path file) {
        return Stream.concat(
                        law.fingerprints().stream(), law.verdicts().stream().map(UpstreamLaw.Verdict::place))
                .anyMatch(place -> bundle.resolve(place.file()).equals(file));
    }

    /** Digest that the flag states; empty when there is no flag of the form. */
    private Optional<String> flag() {
        String where = bundlePath + laws.flagFile();
        Path file = bundle.resolve(laws.flagFile());
        if (!Files.isRegularFile(file)) {
            report(
                    ErrorCode.UPSTREAM_HASHGATE_MISSING,
                    where,
                    "must be the flag of the bundle",
                    "no file",
                    "segment " + law.segment() + " has not passed its own validation; do not use it");
            return Optional.empty();
        }
        try {
            String text = new String(content(file), StandardCharsets.UTF_8);
            return switch (law.digest().flagForm()) {
                case TEXT_LINE -> textFlag(text, where);
                case JSON_DIGEST -> jsonFlag(where);
            };
        } catch (IOException e) {
            unreadable(where, e);
            return Optional.empty();
        }
    }

    private Optional<String> textFlag(String text, String where) {
        String line = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        Matcher matcher = laws.flagTextPattern().matcher(line);
        if (!matcher.matches()) {
            invalid(where, "must be one line sha256_hex = <64 hex digits>", CanonicalJson.of(text), "restore the flag");
            return Optional.empty();
        }
        return Optional.of(matcher.group(1));
    }

    private Optional<String> jsonFlag(String where) {
        Optional<JsonNode> json = json(laws.flagFile());
        if (json.isEmpty()) {
            return Optional.empty();
        }
        Set<String> keys = new TreeSet<>();
        if (json.get().isObject()) {
            keys.addAll(json.get().propertyNames());
        }
        String digest = json.get().path("bundle_digest_sha256").asString("");
        if (!keys.equals(Set.of("manifest_fingerprint", "bundle_digest_sha256"))
                || !HEX_64.matcher(digest).matches()) {
            invalid(
                    where,
                    "must be {manifest_fingerprint, bundle_digest_sha256} and nothing else",
                    json.get().toString(),
                    "restore the flag");
            return Optional.empty();
        }
        requireFingerprint(json.get().path("manifest_fingerprint").asString(""), where + "#/manifest_fingerprint");
        return Optional.of(digest);
    }

    /** EXACT bundles: the folder holds the listed files, the flag and the index, and nothing else. */
    private void checkFileSet(List<Member> members, String indexFile) {
        if (law.digest().fileSet() == UpstreamLaw.FileSet.LISTED_ONLY) {
            return;
        }
        Set<String> expected = new HashSet<>(Set.of(laws.flagFile(), indexFile));
        members.forEach(member -> expected.add(member.path()));
        try (Stream<Path> files = Files.walk(bundle)) {
            files.filter(file -> !Files.isDirectory(file))
                    .map(file -> bundle.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !expected.contains(path))
                    .sorted()
                    .forEach(path -> invalid(
                            bundlePath + path, "must be listed in the index", "a file of no list", "remove it"));
        } catch (IOException e) {
            unreadable(bundlePath, e);
        }
        if (law.index().isMember()
                && members.stream().noneMatch(member -> member.path().equals(indexFile))) {
            invalid(bundlePath + indexFile, "must list itself", "no such member", "restore the index");
        }
    }

    private void checkFingerprints() {
        for (UpstreamLaw.Place place : law.fingerprints()) {
            if (Files.isRegularFile(bundle.resolve(place.file()))) {
                json(place.file())
                        .map(json -> json.at(place.pointer()))
                        .filter(value -> !value.isMissingNode())
                        .ifPresent(value -> requireFingerprint(value.asString(""), bundlePath + place));
            }
        }
    }

    /** The segment's own word; only files that the digest or the gate vouches for may give it. */
    private String verdict(List<Problem> nonPass) {
        for (UpstreamLaw.Verdict candidate : law.verdicts()) {
            UpstreamLaw.Place place = candidate.place();
            if (!vouched.contains(bundle.resolve(place.file()))) {
                continue;
            }
            Optional<JsonNode> value =
                    json(place.file()).map(json -> json.at(place.pointer())).filter(node -> !node.isMissingNode());
            if (value.isEmpty()) {
                continue;
            }
            if (!candidate.pass().contains(value.get().asString(""))) {
                nonPass.add(Problem.of(
                        ErrorCode.UPSTREAM_VALIDATION_NONPASS,
                        bundlePath + place,
                        "must be one of " + candidate.pass(),
                        value.get().toString(),
                        "segment " + law.segment() + " failed its own validation; do not use it"));
            }
            return place.toString();
        }
        return SegmentGate.FLAG_ONLY;
    }

    private void requireFingerprint(String found, String where) {
        if (!found.equals(fingerprint)) {
            report(
                    ErrorCode.WORLD_IDENTITY_MISMATCH,
                    where,
                    "must be the fingerprint of the world, " + fingerprint,
                    "\"" + found + "\"",
                    "this bundle belongs to another world");
        }
    }

    private Optional<JsonNode> json(String file) {
        try {
            return Optional.of(JSON.readTree(content(bundle.resolve(file))));
        } catch (IOException e) {
            unreadable(bundlePath + file, e);
        } catch (JacksonException e) {
            invalid(bundlePath + file, "must be JSON", String.valueOf(e.getOriginalMessage()), "restore the file");
        }
        return Optional.empty();
    }

    private byte[] content(Path file) throws IOException {
        byte[] bytes = judged.get(file);
        if (bytes == null) {
            bytes = guard.bytes(file);
            judged.put(file, bytes);
        }
        return bytes;
    }

    private Path base() {
        return switch (law.index().pathBase()) {
            case BUNDLE -> bundle;
            case UPSTREAM_ROOT -> upstream;
        };
    }

    private String where(String memberPath) {
        return switch (law.index().pathBase()) {
            case BUNDLE -> bundlePath + memberPath;
            case UPSTREAM_ROOT -> memberPath;
        };
    }

    private void unreadable(String where, IOException e) {
        report(ErrorCode.IO_READ_FAILED, where, "must be readable", e.toString(), "mend the storage or permissions");
    }

    private void invalid(String where, String expected, String found, String fix) {
        report(ErrorCode.UPSTREAM_HASHGATE_INVALID, where, expected, found, fix);
    }

    private void report(ErrorCode code, String where, String expected, String found, String fix) {
        problems.add(new Problem(code, where, expected, found, fix, "gate " + law.segment(), 0, 0));
    }
}
