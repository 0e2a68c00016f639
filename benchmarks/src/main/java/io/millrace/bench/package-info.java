/** What the product costs as whole processes, and what others cost for the same. Start with {@link io.millrace.bench.Bench}. */
package io.millrace.bench;
