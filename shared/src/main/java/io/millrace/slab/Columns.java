package io.millrace.slab;

import io.millrace.contract.Coded;
import io.millrace.contract.Iso;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The registered columns of one slab. The line that allocates a column registers it, so codec, page encoder, row digest,
 * {@code describe} and the contract test all walk one list.
 *
 * <p>What a column is, is told once per kind: slabs are made by the thousand a second, and a constructor that described
 * all its columns anew would be most of what the compiler of a run has to do. Later slabs of a kind bring their arrays only.
 */
public final class Columns {
    /** Absent id, gap or time in a nullable column: outside 63 bits. Absent unsigned 64-bit ids are 0. */
    public static final long ABSENT = -1;

    /** Absent amount; -1 is a possible refund. */
    public static final long NO_AMOUNT = Long.MIN_VALUE;

    private static final int COLUMNS_MAX = 40;
    private static final Coded[] NO_VOCABULARY = new Coded[0];

    /** By kind; null until the first slab of it was looked at. Two threads may both tell the same. */
    private static final AtomicReferenceArray<Shape[]> SHAPES = new AtomicReferenceArray<>(SlabKind.values().length);

    private final SlabKind slabKind;
    private final int rowsMax;
    private final Shape[] known;
    private final Shape[] shapes;
    private final Object[] arrays;
    private int count;
    private List<Column> all;
    private List<Column> published;
    private boolean nextInFlight;

    Columns(SlabKind slabKind, int rowsMax) {
        this.slabKind = slabKind;
        this.rowsMax = rowsMax;
        known = SHAPES.get(slabKind.ordinal());
        shapes = known == null ? new Shape[COLUMNS_MAX] : known;
        arrays = new Object[shapes.length];
    }

    /** In registration order. */
    public List<Column> all() {
        if (all == null) {
            if (known == null) {
                SHAPES.set(slabKind.ordinal(), Arrays.copyOf(shapes, count));
            }
            Column[] columns = new Column[count];
            for (int i = 0; i < count; i++) {
                columns[i] = new Column(shapes[i], arrays[i]);
            }
            all = List.of(columns);
        }
        return all;
    }

    /** Columns of the row schema, in file order: all but those in flight. */
    public List<Column> published() {
        if (published == null) {
            published = all().stream().filter(column -> !column.inFlight()).toList();
        }
        return published;
    }

    /** The next column is needed by a later stage and stands in no file. */
    Columns inFlight() {
        nextInFlight = true;
        return this;
    }

    long[] micros(String name) {
        return longs(name, Kind.TS, false, 0);
    }

    long[] microsOrAbsent(String name) {
        return longs(name, Kind.TS, true, ABSENT);
    }

    long[] u64(String name) {
        return longs(name, Kind.U64, false, 0);
    }

    long[] u64OrAbsent(String name) {
        return longs(name, Kind.U64, true, 0);
    }

    long[] i64(String name) {
        return longs(name, Kind.I64, false, 0);
    }

    long[] i64OrAbsent(String name) {
        return longs(name, Kind.I64, true, ABSENT);
    }

    long[] amountOrAbsent(String name) {
        return longs(name, Kind.I64, true, NO_AMOUNT);
    }

    int[] i32(String name) {
        return ints(name, Kind.I32, false);
    }

    int[] i32OrAbsent(String name) {
        return ints(name, Kind.I32, true);
    }

    int[] u32OrAbsent(String name) {
        return ints(name, Kind.U32, true);
    }

    boolean[] bool(String name) {
        boolean[] array = new boolean[rowsMax];
        register(name, Kind.BOOL, false, 0, NO_VOCABULARY, array);
        return array;
    }

    byte[] code(String name, Coded[] vocabulary) {
        return codes(name, false, vocabulary);
    }

    byte[] codeOrAbsent(String name, Coded[] vocabulary) {
        return codes(name, true, vocabulary);
    }

    byte[] word(String name, Coded[] vocabulary) {
        byte[] array = new byte[rowsMax];
        register(name, Kind.WORD, false, 0, vocabulary, array);
        return array;
    }

    short[] country(String name) {
        return shorts(name, Kind.CC, false);
    }

    short[] countryOrAbsent(String name) {
        return shorts(name, Kind.CC, true);
    }

    short[] currency(String name) {
        return shorts(name, Kind.CUR, false);
    }

    short[] zone(String name) {
        return shorts(name, Kind.ZONE, false);
    }

    short[] zoneOrAbsent(String name) {
        return shorts(name, Kind.ZONE, true);
    }

    String[] text(String name) {
        return texts(name, false);
    }

    String[] textOrAbsent(String name) {
        return texts(name, true);
    }

    private String[] texts(String name, boolean nullable) {
        String[] array = new String[rowsMax];
        register(name, Kind.STR, nullable, ABSENT, NO_VOCABULARY, array);
        return array;
    }

    private long[] longs(String name, Kind kind, boolean nullable, long absent) {
        long[] array = new long[rowsMax];
        register(name, kind, nullable, absent, NO_VOCABULARY, array);
        return array;
    }

    private int[] ints(String name, Kind kind, boolean nullable) {
        int[] array = new int[rowsMax];
        register(name, kind, nullable, ABSENT, NO_VOCABULARY, array);
        return array;
    }

    private short[] shorts(String name, Kind kind, boolean nullable) {
        short[] array = new short[rowsMax];
        register(name, kind, nullable, ABSENT, NO_VOCABULARY, array);
        return array;
    }

    private byte[] codes(String name, boolean nullable, Coded[] vocabulary) {
        byte[] array = new byte[rowsMax];
        register(name, Kind.ENUM, nullable, 0, vocabulary, array);
        return array;
    }

    private void register(
            String name, Kind columnKind, boolean nullable, long absent, Coded[] vocabulary, Object array) {
        if (known == null) {
            shapes[count] = new Shape(name, columnKind, nullable, absent, nextInFlight, vocabulary);
            nextInFlight = false;
        }
        arrays[count++] = array;
    }

    /**
     * Logical kinds of contracts 4.1. ZONE is a STR column whose value is a position in zone_dim_5B; WORD is a STR column
     * whose values come from a closed list of ours, held as codes like ENUM, with the canonical bytes of text. STR itself
     * holds objects and stands only in dimensions and rejects, never in a row of the traffic job.
     */
    public enum Kind {
        I32,
        U32,
        I64,
        U64,
        TS,
        BOOL,
        ENUM,
        CC,
        CUR,
        ZONE,
        WORD,
        STR;

        /** Bytes of one value in the arrays: 8, 4, 2 or 1; 0 for STR, whose values have no fixed width. */
        public int width() {
            return switch (this) {
                case I64, U64, TS -> 8;
                case I32, U32 -> 4;
                case CC, CUR, ZONE -> 2;
                case BOOL, ENUM, WORD -> 1;
                case STR -> 0;
            };
        }
    }

    /**
     * What all slabs of a kind say of one column.
     *
     * @param name as in the row schema
     * @param absent value that stands for null in a nullable column
     * @param inFlight not part of the published row
     * @param vocabulary of ENUM and WORD columns, by code - 1; else empty
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed and never compared
    private record Shape(String name, Kind kind, boolean nullable, long absent, boolean inFlight, Coded[] vocabulary) {}

    /** One column of one slab. */
    public static final class Column {
        private final Shape shape;
        private final Object array;

        private Column(Shape shape, Object array) {
            this.shape = shape;
            this.array = array;
        }

        /** As in the row schema. */
        public String name() {
            return shape.name;
        }

        public Kind kind() {
            return shape.kind;
        }

        public boolean nullable() {
            return shape.nullable;
        }

        /** The value that stands for null in a nullable column. */
        public long absent() {
            return shape.absent;
        }

        /** Whether it is not part of the published row. */
        public boolean inFlight() {
            return shape.inFlight;
        }

        /** Of ENUM and WORD columns, by code - 1; else empty. */
        public Coded[] vocabulary() {
            return shape.vocabulary;
        }

        /**
         * {@code long[]} for I64 U64 TS, {@code int[]} for I32 U32, {@code short[]} for CC CUR ZONE, {@code byte[]} for
         * ENUM WORD, {@code boolean[]} for BOOL, {@code String[]} for STR (null is absent).
         */
        public Object array() {
            return array;
        }

        public boolean isAbsent(int row) {
            if (shape.kind == Kind.STR) {
                return ((String[]) array)[row] == null;
            }
            return shape.nullable && bits(row) == shape.absent;
        }

        /** The stored value, widened with its sign; BOOL as 0 or 1. STR has no bits. */
        public long bits(int row) {
            return switch (shape.kind) {
                case I64, U64, TS -> ((long[]) array)[row];
                case I32, U32 -> ((int[]) array)[row];
                case CC, CUR, ZONE -> ((short[]) array)[row];
                case ENUM, WORD -> ((byte[]) array)[row] & 0xFF;
                case BOOL -> ((boolean[]) array)[row] ? 1 : 0;
                case STR -> throw new IllegalStateException(shape.name + " holds text");
            };
        }

        String describe(int row) {
            if (isAbsent(row)) {
                return "-";
            }
            long bits = shape.kind == Kind.STR ? 0 : bits(row);
            return switch (shape.kind) {
                case I64, TS, I32, ZONE -> Long.toString(bits);
                case U64 -> Long.toUnsignedString(bits);
                case U32 -> Integer.toUnsignedString((int) bits);
                case BOOL -> bits == 1 ? "true" : "false";
                case ENUM, WORD -> bits == 0 ? "0?" : shape.vocabulary[(int) bits - 1].token();
                case CC -> Iso.country((int) bits);
                case CUR -> Iso.currency((int) bits);
                case STR -> ((String[]) array)[row];
            };
        }
    }
}
