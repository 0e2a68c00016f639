package io.millrace.world;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.policy.AttachmentPolicy.ForeignActivity;
import io.millrace.world.IndexLayout.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An index file whose header and checksums hold: places of its sections and what it says about itself. */
final class IndexFile {
    private static final int KNOWN_FLAGS = IndexLayout.FLAG_DENSE | IndexLayout.FLAG_FOREIGN;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path path;
    private final MappedFile bytes;
    private final boolean dense;
    private final EntityIndexInfo info;

    private IndexFile(Path path, MappedFile bytes, boolean dense, EntityIndexInfo info) {
        this.path = path;
        this.bytes = bytes;
        this.dense = dense;
        this.info = info;
    }

    static IndexFile open(Path path) {
        return read(path, List.of(Section.values()));
    }

    static EntityIndexInfo describe(Path path) {
        return read(path, List.of(Section.INFO)).info;
    }

    MappedFile bytes() {
        return bytes;
    }

    boolean isDense() {
        return dense;
    }

    EntityIndexInfo info() {
        return info;
    }

    long start(Section section) {
        return bytes.getLong(entry(section) + 8);
    }

    /** Bytes without the padding. */
    long length(Section section) {
        return bytes.getLong(entry(section) + 16);
    }

    void requireDigest(String digest) {
        if (!info.digest().equals(digest)) {
            throw altered(path, "must have the sealed content digest " + digest, info.digest());
        }
    }

    private static IndexFile read(Path path, List<Section> checked) {
        try {
            MappedFile header = MappedFile.of(path, IndexLayout.CHUNK_BITS);
            requireHeader(path, header);
            MappedFile bytes = MappedFile.of(path, header.getInt(IndexLayout.CHUNK_BITS_AT));
            for (Section section : checked) {
                long start = bytes.getLong(entry(section) + 8);
                long length = bytes.getLong(entry(section) + 16);
                int expected = bytes.getInt(entry(section) + 28);
                int found = bytes.crc32c(start, IndexLayout.padded(length));
                if (found != expected) {
                    throw altered(
                            path, "must have CRC-32C " + hex(expected) + " in section " + section.name(), hex(found));
                }
            }
            boolean dense = (bytes.getInt(IndexLayout.FLAGS_AT) & IndexLayout.FLAG_DENSE) != 0;
            return new IndexFile(path, bytes, dense, parse(bytes));
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            path.toString(),
                            "must be readable",
                            e.getClass().getSimpleName() + " " + e.getMessage(),
                            "prepare the world, or correct the path"),
                    e);
        }
    }

    private static void requireHeader(Path path, MappedFile header) throws IOException {
        if (header.length() < IndexLayout.PAGE) {
            throw altered(path, "must have a header of " + IndexLayout.PAGE + " bytes", Files.size(path) + " bytes");
        }
        if (header.getLong(0) != IndexLayout.MAGIC) {
            throw foreignFormat(path, "must begin with MLRUIDX1", "another magic");
        }
        int format = header.getInt(IndexLayout.FORMAT_AT);
        if (format != IndexLayout.FORMAT) {
            throw foreignFormat(path, "must have format " + IndexLayout.FORMAT, "format " + format);
        }
        int expected = header.getInt(IndexLayout.HEADER_CRC_AT);
        int found = header.crc32c(0, IndexLayout.HEADER_CRC_AT);
        if (found != expected) {
            throw altered(path, "must have CRC-32C " + hex(expected) + " in the header", hex(found));
        }
        int flags = header.getInt(IndexLayout.FLAGS_AT);
        int sections = header.getInt(IndexLayout.SECTIONS_AT);
        if ((flags & ~KNOWN_FLAGS) != 0 || sections != Section.values().length) {
            throw foreignFormat(
                    path,
                    "must have known flags and " + Section.values().length + " sections",
                    "flags " + flags + " and " + sections + " sections");
        }
        long length = header.getLong(IndexLayout.LENGTH_AT);
        if (header.length() != length) {
            throw altered(path, "must have " + length + " bytes", header.length() + " bytes");
        }
    }

    private static EntityIndexInfo parse(MappedFile bytes) {
        long start = bytes.getLong(entry(Section.INFO) + 8);
        int length = Math.toIntExact(bytes.getLong(entry(Section.INFO) + 16));
        JsonNode json = JSON.readTree(new String(bytes.bytes(start, length), StandardCharsets.UTF_8));
        TreeMap<String, String> sources = new TreeMap<>();
        json.get("source_digest")
                .properties()
                .forEach(entry -> sources.put(entry.getKey(), entry.getValue().stringValue()));
        TreeMap<String, List<String>> tokens = new TreeMap<>();
        json.get("tokens")
                .properties()
                .forEach(entry -> tokens.put(
                        entry.getKey(),
                        entry.getValue().values().stream()
                                .map(JsonNode::stringValue)
                                .toList()));
        TreeMap<String, Long> counts = new TreeMap<>();
        json.get("counts")
                .properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().longValue()));
        JsonNode activity = json.get("activity");
        return new EntityIndexInfo(
                HexFormat.of().formatHex(bytes.bytes(IndexLayout.DIGEST_AT, IndexLayout.DIGEST_BYTES)),
                EntityIndexAxes.of(
                        json.get("manifest_fingerprint").stringValue(),
                        Long.parseUnsignedLong(json.get("seed").stringValue()),
                        sources),
                activity.isNull()
                        ? Optional.empty()
                        : Optional.of(new ForeignActivity(
                                activity.get("weight_base").doubleValue(),
                                activity.get("weight_holdings_log1p").doubleValue(),
                                activity.get("activity_sigma_log").doubleValue(),
                                activity.get("active_share").doubleValue())),
                Collections.unmodifiableSortedMap(tokens),
                Collections.unmodifiableSortedMap(counts));
    }

    private static long entry(Section section) {
        return IndexLayout.TABLE_AT + (long) section.ordinal() * IndexLayout.TABLE_ENTRY;
    }

    private static ContractException foreignFormat(Path path, String expected, String found) {
        return new ContractException(Problem.of(
                ErrorCode.INPUT_SCHEMA_MISMATCH,
                path.toString(),
                expected,
                found,
                "prepare the world with this version of the program"));
    }

    private static ContractException altered(Path path, String expected, String found) {
        return new ContractException(Problem.of(
                ErrorCode.INPUT_DIGEST_MISMATCH,
                path.toString(),
                expected,
                found,
                "restore the file, or prepare the world again"));
    }

    private static String hex(int crc) {
        return HexFormat.of().toHexDigits(crc);
    }
}
