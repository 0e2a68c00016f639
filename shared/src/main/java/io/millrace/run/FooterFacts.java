package io.millrace.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the footer of one Parquet file says.
 *
 * @param rows row count
 * @param columns top-level columns in file order
 * @param keys key-value metadata
 * @param footerSha256Hex hex64 of the last (footer length + 8) bytes of the file
 */
public record FooterFacts(
        long rows, List<ColumnFacts> columns, SortedMap<String, String> keys, String footerSha256Hex) {
    public FooterFacts {
        columns = List.copyOf(columns);
        keys = new TreeMap<>(keys);
    }

    /**
     * One column.
     *
     * @param name as in the file
     * @param physicalType Parquet's word, e.g. {@code INT64}, {@code BYTE_ARRAY}
     * @param logicalType Parquet's word, e.g. {@code STRING}, {@code INTEGER(64,false)}, {@code TIMESTAMP(MICROS,true)};
     *     empty when there is none
     * @param nullable OPTIONAL rather than REQUIRED
     * @param min smallest value by the statistics of all row groups; empty when one of them has none, or not an integer
     * @param max largest value, as min
     */
    public record ColumnFacts(
            String name,
            String physicalType,
            String logicalType,
            boolean nullable,
            OptionalLong min,
            OptionalLong max) {}

    public Optional<ColumnFacts> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
