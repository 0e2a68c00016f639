package io.millrace.digest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The digest laws of identity: length-prefixed texts, packs, tuples of packs. Contracts 1.2. */
public final class TupleDigest {
    private TupleDigest() {}

    /** SHA-256, 32 bytes. */
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 in 64 hex digits. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    /** {@code LE32(UTF-8 length) || UTF-8 bytes}. */
    public static void uer(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(utf8.length >>> shift);
        }
        out.writeBytes(utf8);
    }

    /** Little-endian, eight bytes. */
    public static void le64(ByteArrayOutputStream out, long word) {
        for (int shift = 0; shift < 64; shift += 8) {
            out.write((int) (word >>> shift));
        }
    }

    /** Digest of a pack: SHA-256 of its canonical JSON, hex64. Comments and key order do not matter, every value does. */
    public static String ofPack(String canonicalJson) {
        return sha256Hex(canonicalJson.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code t(pack)}: binds the file name to the content. */
    public static byte[] ofNamedPack(String basename, String packDigestHex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        uer(bytes, basename);
        bytes.writeBytes(HexFormat.of().parseHex(packDigestHex));
        return sha256(bytes.toByteArray());
    }

    /**
     * Digest of a set of packs, hex64; the empty set is SHA-256 of nothing.
     *
     * @param packDigestByBasename file name with ending, without folder, to pack digest
     */
    public static String ofPacks(Map<String, String> packDigestByBasename) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TreeMap<>(packDigestByBasename).forEach((name, digest) -> bytes.writeBytes(ofNamedPack(name, digest)));
        return sha256Hex(bytes.toByteArray());
    }
}
