/** Slabs as Parquet part files, page by page. Start with {@link io.millrace.job.sinks.parquet.SlabParquetEncoder}. */
package io.millrace.job.sinks.parquet;
