package io.millrace.contract;

/** Answer of the issuer. Append only: codes are on disk. */
public enum AuthResult implements Coded {
    APPROVED,
    DECLINED;

    private static final AuthResult[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..2 */
    public static AuthResult ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("AuthResult has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
