/** Canonical bytes and the digests over them. Start with {@link io.millrace.digest.TupleDigest} for identity and {@link io.millrace.digest.RowDigest} for rows. */
package io.millrace.digest;
