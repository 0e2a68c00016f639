package io.millrace.contract;

/** ISO codes as small integers: base 26, A = 0. {@code country_code} of the random law is the same number. */
public final class Iso {
    /** No country. */
    public static final int ABSENT = -1;

    private Iso() {}

    /**
     * @param letters two (country) or three (currency) upper-case ASCII letters
     * @return 0..675 or 0..17575
     * @throws IllegalArgumentException for anything else
     */
    public static int pack(String letters) {
        if (letters.length() != 2 && letters.length() != 3) {
            throw new IllegalArgumentException("two or three upper-case letters, was " + letters);
        }
        int packed = 0;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter < 'A' || letter > 'Z') {
                throw new IllegalArgumentException("two or three upper-case letters, was " + letters);
            }
            packed = packed * 26 + (letter - 'A');
        }
        return packed;
    }

    /** Two letters of 0..675. */
    public static String country(int packed) {
        return new String(new char[] {(char) ('A' + packed / 26), (char) ('A' + packed % 26)});
    }

    /** Three letters of 0..17575. */
    public static String currency(int packed) {
        return new String(
                new char[] {(char) ('A' + packed / 676), (char) ('A' + packed / 26 % 26), (char) ('A' + packed % 26)});
    }
}
