package io.millrace.contract;

/** Storage types of columns; contracts 4.1. E is a closed vocabulary, V an open one that a taxonomy pack maps. */
public enum ColumnType {
    I32,
    I64,
    U32,
    U64,
    TS,
    BOOL,
    E,
    CC,
    CUR,
    STR,
    V
}
