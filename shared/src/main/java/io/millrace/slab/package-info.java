/** Columnar batches that travel between stages. Start with {@link io.millrace.slab.Slab}. */
package io.millrace.slab;
