package io.millrace.contract;

/**
 * Reasons of a decline: ISO 8583 field 39 for cards, ISO 20022 for rails, S1 and S2 (challenge failed, abandoned) are
 * ours. Append only: codes are on disk.
 */
public enum ReasonCode implements Coded {
    C51("51"),
    C05("05"),
    C61("61"),
    C65("65"),
    C14("14"),
    C54("54"),
    C82("82"),
    C55("55"),
    C57("57"),
    C62("62"),
    C59("59"),
    C41("41"),
    C43("43"),
    C91("91"),
    C96("96"),
    AM04("AM04"),
    AM14("AM14"),
    AC01("AC01"),
    AC04("AC04"),
    RR04("RR04"),
    MS03("MS03"),
    AB05("AB05"),
    S1("S1"),
    S2("S2");

    private static final ReasonCode[] VALUES = values();

    private final String token;

    ReasonCode(String token) {
        this.token = token;
    }

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return token;
    }

    /** @throws IllegalArgumentException for a code outside the list */
    public static ReasonCode ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("ReasonCode has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }

    /** @throws IllegalArgumentException for an unknown token */
    public static ReasonCode ofToken(String token) {
        for (ReasonCode code : VALUES) {
            if (code.token.equals(token)) {
                return code;
            }
        }
        throw new IllegalArgumentException("no reason code " + token);
    }
}
