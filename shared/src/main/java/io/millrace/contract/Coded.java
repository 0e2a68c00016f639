package io.millrace.contract;

/** A closed vocabulary on disk: a token in files, a code 1..255 in slabs and row digests; 0 is absent. */
public interface Coded {
    /** 1..255, as in {@code contracts/dictionary/enums.yaml}. */
    int code();

    /** The text that stands in Parquet and policies. */
    String token();
}
