package io.millrace.arrivals;

/** Unsigned 64-bit ids as decimal text: digits alone, no sign, no blanks. */
public final class DecimalId {
    private static final String LARGEST = "18446744073709551615";

    private DecimalId() {}

    /** Whether {@link Long#parseUnsignedLong(String)} gives the id that the text means. */
    public static boolean isReadable(String text) {
        int length = text.length();
        if (length == 0 || length > LARGEST.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return length < LARGEST.length() || text.compareTo(LARGEST) <= 0;
    }
}
