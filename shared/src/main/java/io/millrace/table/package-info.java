/** Sealed tables for weighted picks and quantiles: built once, integer or StrictMath, equal on every JVM. */
package io.millrace.table;
