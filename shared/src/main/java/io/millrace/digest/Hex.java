package io.millrace.digest;

import java.util.HexFormat;

/** 64-bit words as 16 lower-case hex digits, most significant first. */
final class Hex {
    private static final int DIGITS = 16;

    private Hex() {}

    static String of(long word) {
        return HexFormat.of().toHexDigits(word);
    }

    /** @throws IllegalArgumentException unless 16 lower-case hex digits */
    static long parse(String digits) {
        if (!digits.matches("[0-9a-f]{" + DIGITS + "}")) {
            throw new IllegalArgumentException("must be " + DIGITS + " lower-case hex digits, was " + digits);
        }
        return HexFormat.fromHexDigitsToLong(digits);
    }
}
