/** The same traffic as a Flink job written in the usual way, to be compared with. Start with {@link io.millrace.bench.stock.StockMain}. */
package io.millrace.bench.stock;
