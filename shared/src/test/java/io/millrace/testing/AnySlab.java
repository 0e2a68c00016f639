package io.millrace.testing;

import io.millrace.slab.Columns;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.util.List;

/**
 * Slabs of any kind full of values that a row schema allows, drawn from a seed: each column has one of several shapes
 * (constant, runs, rising, uniform, extremes) and each nullable column one of several patterns of nulls.
 */
public final class AnySlab {
    /** Tzids for ZONE columns. */
    public static final List<String> ZONES =
            List.of("Africa/Lagos", "America/Argentina/Buenos_Aires", "Asia/Tokyo", "Europe/Berlin", "UTC");

    private static final long[] EXTREMES = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, Integer.MIN_VALUE, 255};
    private static final String[] TEXTS = {"", "a", "\u00e9t\u00e9", "\u2603 \ud83d\ude80", "x".repeat(300)};

    private AnySlab() {}

    public static Slab of(SlabKind kind, long seed, int rows) {
        Slab slab = kind.empty(Math.max(1, rows));
        slab.size = rows;
        int index = 0;
        for (Columns.Column column : slab.columns().all()) {
            long columnSeed = KeyBucket.mix64(seed * 1_000 + index++);
            int shape = (int) Math.floorMod(columnSeed, 6L);
            int nulls = (int) Math.floorMod(columnSeed >>> 8, 5L);
            for (int row = 0; row < rows; row++) {
                long noise = KeyBucket.mix64(columnSeed + row);
                if (column.nullable() && isNull(nulls, row, rows, noise)) {
                    setNull(column, row);
                } else {
                    set(column, row, value(shape, row, columnSeed, noise), noise);
                }
            }
        }
        return slab;
    }

    private static boolean isNull(int pattern, int row, int rows, long noise) {
        return switch (pattern) {
            case 0 -> false;
            case 1 -> true;
            case 2 -> (noise & 1) == 0;
            case 3 -> row >= rows / 3 && row < rows / 2;
            default -> row != rows / 2;
        };
    }

    private static long value(int shape, int row, long columnSeed, long noise) {
        return switch (shape) {
            case 0 -> columnSeed;
            case 1 -> row / 50;
            case 2 -> 1_760_000_000_000_000L + row * 1_000L + (noise & 255);
            case 3 -> noise;
            case 4 -> EXTREMES[(int) Math.floorMod(noise, (long) EXTREMES.length)];
            default -> noise & 0xFFFF;
        };
    }

    private static void setNull(Columns.Column column, int row) {
        switch (column.kind()) {
            case I64, U64, TS -> ((long[]) column.array())[row] = column.absent();
            case I32, U32 -> ((int[]) column.array())[row] = (int) column.absent();
            case CC, CUR, ZONE -> ((short[]) column.array())[row] = (short) column.absent();
            case ENUM, WORD -> ((byte[]) column.array())[row] = (byte) column.absent();
            case STR -> ((String[]) column.array())[row] = null;
            case BOOL -> throw new IllegalArgumentException("no flag is nullable");
        }
    }

    private static void set(Columns.Column column, int row, long value, long noise) {
        switch (column.kind()) {
            case I64, U64, TS -> ((long[]) column.array())[row] = value;
            case I32, U32 ->
                ((int[]) column.array())[row] =
                        column.name().equals("template") ? 1 + (int) Math.floorMod(value, 12L) : (int) value;
            case CC -> ((short[]) column.array())[row] = (short) Math.floorMod(value, 676L);
            case CUR -> ((short[]) column.array())[row] = (short) Math.floorMod(value, 17_576L);
            case ZONE -> ((short[]) column.array())[row] = (short) Math.floorMod(value, (long) ZONES.size());
            case ENUM, WORD ->
                ((byte[]) column.array())[row] = (byte) (1 + Math.floorMod(value, (long) column.vocabulary().length));
            case BOOL -> ((boolean[]) column.array())[row] = (value & 1) == 1;
            case STR ->
                ((String[]) column.array())[row] =
                        TEXTS[(int) Math.floorMod(noise, (long) TEXTS.length)] + Math.floorMod(value, 1_000L);
        }
    }
}
