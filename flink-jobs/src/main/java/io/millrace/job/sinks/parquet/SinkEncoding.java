package io.millrace.job.sinks.parquet;

/** Encodings a file may use; rows and digests are the same in both. Run profile key {@code sink.encoding}. */
public enum SinkEncoding {
    /** DELTA_BINARY_PACKED where it saves bytes, PLAIN for uniform ids, RLE_DICTIONARY for repeating text. */
    COMPACT,
    /** PLAIN and RLE_DICTIONARY only: for readers without delta pages, Flink's vectorised reader among them. */
    PLAIN
}
