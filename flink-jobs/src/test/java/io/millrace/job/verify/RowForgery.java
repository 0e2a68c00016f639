package io.millrace.job.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One lie, told in SQL over tables that hold the rows of a sound run. They lie in {@code forged_rows.sql}.
 *
 * @param name {@code event twice}
 * @param what it changes, for people
 * @param checks ids of those that find it, the one made for it first
 * @param statements in order
 */
record RowForgery(String name, String what, List<String> checks, List<String> statements) {
    private static final String FOUND_BY = "-- found by: ";

    static List<RowForgery> all() {
        try (InputStream stream = RowForgery.class.getResourceAsStream("/forged_rows.sql")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            List<RowForgery> forgeries = new ArrayList<>();
            for (String section : text.split("\n\n")) {
                if (section.contains(FOUND_BY)) {
                    forgeries.add(of(section.lines().toList()));
                }
            }
            return forgeries;
        } catch (IOException e) {
            throw new IllegalStateException("no forgeries", e);
        }
    }

    private static RowForgery of(List<String> lines) {
        String[] title = lines.get(0).substring(3).split(": ", 2);
        String sql = String.join("\n", lines.subList(2, lines.size()));
        return new RowForgery(
                title[0],
                title[1],
                List.of(lines.get(1).substring(FOUND_BY.length()).split(" ")),
                List.of(sql.split(";\n|;$")));
    }

    @Override
    public String toString() {
        return name;
    }
}
