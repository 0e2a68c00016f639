package io.millrace.run;

/** Law of a sealed digest; contracts 3.5. */
public enum DigestKind {
    /** SHA-256 of the file bytes. */
    CONTENT_SHA256,
    /** SHA-256 of the canonical JSON, so an edited comment is no drift. */
    CANONICAL_JSON_SHA256,
    /** SHA-256 of one line per file of a small partition: its SHA-256, size and path. */
    FILESET_SHA256,
    /** The same with footer digests, for partitions too large to read through. */
    PARQUET_FOOTER_SHA256,
    /** Bundle digest by the law of its producer. */
    BUNDLE_LAW,
    /** Nothing on disk: the law that makes the rows. */
    LAW_SHA256
}
