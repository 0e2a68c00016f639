package io.millrace.run;

import io.millrace.digest.TupleDigest;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample upstream tree, and copies of it to break. */
public final class SampleUpstream {
    /** Fingerprint of the sample world. */
    public static final String FINGERPRINT = "c735e5797fe05c9e985afe2efbb62db5c3cbcaafc73b53b9958f1bceda056e8a";

    /** Its parameter_hash. */
    public static final String WORLD_PARAMETER_HASH =
            "735d53cbf7c87f1ae4845b767e2e8a248ab42984079cd24f54488c2fd7a1c553";

    public static final String SCENARIO = "baseline_v1";

    public static final List<String> SEGMENTS = List.of("1A", "1B", "2A", "2B", "3A", "3B", "5A", "5B", "6A");

    private SampleUpstream() {}

    public static Path root() {
        return PolicyFiles.root().resolve("samples/upstream");
    }

    /** Copies the bundles and manifests; tables become empty files of their names. */
    public static Path copy(Path target) {
        try (Stream<Path> files = Files.walk(root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = target.resolve(root().relativize(file));
                Files.createDirectories(to.getParent());
                if (file.toString().endsWith(".parquet")) {
                    Files.createFile(to);
                } else {
                    Files.copy(file, to);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bundle folder of a segment. */
    public static Path bundle(Path upstream, String segment) {
        int layer = segment.startsWith("5") ? 2 : segment.startsWith("6") ? 3 : 1;
        return upstream.resolve(
                "data/layer" + layer + "/" + segment + "/validation/manifest_fingerprint=" + FINGERPRINT);
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text that must be there. */
    public static void edit(Path file, String from, String to) {
        String text = text(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " has no " + from);
        }
        write(file, text.replace(from, to));
    }

    /** Writes the flag of a bundle whose digest is over the bytes of these members, in this order. */
    public static void reseal(Path bundle, String... members) {
        StringBuilder bytes = new StringBuilder();
        for (String member : members) {
            bytes.append(text(bundle.resolve(member)));
        }
        String digest = TupleDigest.sha256Hex(bytes.toString().getBytes(StandardCharsets.UTF_8));
        Path flag = bundle.resolve("_passed.flag");
        write(
                flag,
                text(flag).startsWith("{")
                        ? "{\"bundle_digest_sha256\":\"" + digest + "\",\"manifest_fingerprint\":\"" + FINGERPRINT
                                + "\"}\n"
                        : "sha256_hex = " + digest + "\n");
    }

    /** Puts the digest of a member into an index. */
    public static void relist(Path bundle, String index, String member, String oldDigest) {
        String digest = TupleDigest.sha256Hex(text(bundle.resolve(member)).getBytes(StandardCharsets.UTF_8));
        edit(bundle.resolve(index), oldDigest, digest);
    }
}
