/** Canonical bytes and the digests over them. Start with {@link io.millrace.digest.TupleDigest}. */
package io.millrace.digest;
