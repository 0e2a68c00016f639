package io.millrace.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SortedMap;

/** {@code tables_digest} of a run: all its quantile tables in one number, which stands in every footer. */
public final class TablesDigest {
    private TablesDigest() {}

    /**
     * SHA-256 over length-prefixed name and digest of every table, by name.
     *
     * @return hex64
     */
    public static String of(SortedMap<String, QuantileTable> tables) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tables.forEach((name, table) -> {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            for (int shift = 0; shift < 32; shift += 8) {
                bytes.write(utf8.length >>> shift);
            }
            bytes.writeBytes(utf8);
            bytes.writeBytes(table.digest());
        });
        return HexFormat.of().formatHex(QuantileTable.sha256(bytes.toByteArray()));
    }
}
