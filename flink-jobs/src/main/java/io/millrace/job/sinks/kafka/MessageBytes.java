package io.millrace.job.sinks.kafka;

import java.util.Arrays;
import tools.jackson.core.io.SerializedString;

/** Bytes of one text after the other: pieces that were made once, and numbers between them. For one thread. */
public final class MessageBytes {
    private static final int FIRST_BYTES = 1_024;
    /** Of a number of 64 bits, sign included. */
    private static final int DIGITS_MAX = 20;

    private static final int TEN = 10;
    private static final int HUNDRED = 100;
    private static final int TEN_TO_8 = 100_000_000;
    private static final long TEN_TO_19 = Long.parseUnsignedLong("10000000000000000000");

    /** Of ten, up to the largest of 63 bits. */
    private static final long[] POWERS = powers();

    /** 00 to 99. */
    private static final byte[] PAIRS = pairs();

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    /** By length. */
    private byte[][] exact = new byte[FIRST_BYTES][];

    private static long[] powers() {
        long[] powers = new long[DIGITS_MAX - 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * TEN;
        }
        return powers;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[2 * HUNDRED];
        for (int number = 0; number < HUNDRED; number++) {
            pairs[2 * number] = (byte) ('0' + number / TEN);
            pairs[2 * number + 1] = (byte) ('0' + number % TEN);
        }
        return pairs;
    }

    /** Text in quotes, escaped as JSON wants it. */
    static byte[] quoted(String text) {
        byte[] escaped = new SerializedString(text).asQuotedUTF8();
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /** Begins the next text. */
    public void clear() {
        size = 0;
    }

    void put(byte[] piece) {
        put(piece, piece.length);
    }

    void put(byte[] piece, int length) {
        require(length);
        System.arraycopy(piece, 0, bytes, size, length);
        size += length;
    }

    /** A character of ASCII. */
    public void put(char character) {
        require(1);
        bytes[size++] = (byte) character;
    }

    /** Decimal digits of a number, with a sign when it is below 0. */
    public void putSigned(long number) {
        if (number < 0) {
            put('-');
            putUnsigned(-number);
        } else {
            putUnsigned(number);
        }
    }

    /** Decimal digits of 64 bits without a sign. */
    public void putUnsigned(long bits) {
        require(DIGITS_MAX);
        int end = size + digits(bits);
        long left = bits;
        int at = end;
        if (left < 0) {
            long tenth = Long.divideUnsigned(left, TEN);
            bytes[--at] = (byte) ('0' + (left - tenth * TEN));
            left = tenth;
        }
        // Dividing 32 bits is cheaper than dividing 64, and two digits at a time than one.
        while (left >= TEN_TO_8) {
            long rest = left / TEN_TO_8;
            int eight = (int) (left - rest * TEN_TO_8);
            for (int pair = 0; pair < 4; pair++) {
                at = pair(eight, at);
                eight /= HUNDRED;
            }
            left = rest;
        }
        int low = (int) left;
        while (at - size > 1) {
            at = pair(low, at);
            low /= HUNDRED;
        }
        if (at > size) {
            bytes[size] = (byte) ('0' + low % TEN);
        }
        size = end;
    }

    /** Writes the last two digits before a place. */
    private int pair(int number, int before) {
        int two = 2 * (number % HUNDRED);
        bytes[before - 2] = PAIRS[two];
        bytes[before - 1] = PAIRS[two + 1];
        return before - 2;
    }

    private static int digits(long bits) {
        if (bits < 0) {
            return Long.compareUnsigned(bits, TEN_TO_19) >= 0 ? DIGITS_MAX : DIGITS_MAX - 1;
        }
        // log10(2), a little less: right or one too few, for any number of bits.
        int digits = ((Long.SIZE - Long.numberOfLeadingZeros(bits | 1)) * 1_233) >> 12;
        return digits < POWERS.length && bits >= POWERS[digits] ? digits + 1 : Math.max(1, digits);
    }

    /**
     * The text so far in an array of just its length, good until the next text of that length. A new one for each text would
     * always lie in cold memory, which costs more than the copy.
     */
    public byte[] exact() {
        if (size >= exact.length) {
            exact = Arrays.copyOf(exact, 2 * size);
        }
        if (exact[size] == null) {
            exact[size] = new byte[size];
        }
        System.arraycopy(bytes, 0, exact[size], 0, size);
        return exact[size];
    }

    /** The bytes themselves, good until the next change. */
    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    private void require(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
