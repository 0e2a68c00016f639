/**
 * Sealed tables for weighted picks and quantiles: built once, integer or StrictMath, equal on every JVM. Start with
 * {@link io.millrace.table.QuantileTable}; the laws behind it are {@link io.millrace.table.Distribution}s.
 */
package io.millrace.table;
