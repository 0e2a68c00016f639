package io.millrace.random;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys from identity: SHA-256 over (law, fingerprint, seed, names); random law sections 2 and 6. */
public final class KeyLaw {
    private KeyLaw() {}

    /**
     * @param manifestFingerprint 64 hex characters
     * @param seed unsigned
     * @param names length-prefixed UTF-8 after the seed
     * @return 32 bytes
     */
    public static byte[] hash(String law, String manifestFingerprint, long seed, String... names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        uer(bytes, law);
        bytes.writeBytes(HexFormat.of().parseHex(manifestFingerprint));
        for (int shift = 0; shift < 64; shift += 8) {
            bytes.write((int) (seed >>> shift));
        }
        for (String name : names) {
            uer(bytes, name);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Little-endian word at {@code offset}. */
    public static long word(byte[] bytes, int offset) {
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = word << 8 | (bytes[offset + i] & 0xFF);
        }
        return word;
    }

    private static void uer(ByteArrayOutputStream bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < 32; shift += 8) {
            bytes.write(utf8.length >>> shift);
        }
        bytes.writeBytes(utf8);
    }
}
