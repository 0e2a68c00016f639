package io.millrace.run;

import io.millrace.slab.Columns;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Additive counters of the rows of one dataset: what publishing compares without reading a row again (contracts 6.3 and
 * 6.5). Texts are decimal; sums of amounts are modulo 2^64, written signed.
 *
 * <p>Names: {@code rows.<column>.<token>} for every value an enum column has, and the names below by kind.
 */
public final class RowCounters {
    private static final int CODES = 256;

    // Neighbouring rows often have the same code; a counter each keeps one increment from waiting for the other.
    private static final int LANES = 4;

    /** Counters that need a column in flight: a reader of the published rows cannot check them. */
    public static final Set<String> IN_FLIGHT =
            Set.of("retry_candidates", "challenge_candidates", "purchase_clearings");

    private final List<EnumCounts> enums = new ArrayList<>();
    private final KindCounts ofKind;

    public RowCounters(SlabKind kind) {
        List<Columns.Column> columns = kind.empty(1).columns().published();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).kind() == Columns.Kind.ENUM) {
                enums.add(new EnumCounts(i, columns.get(i)));
            }
        }
        ofKind = switch (kind) {
            case SESSIONED -> new EntityCounts();
            case SESSION_INDEX -> new SessionCounts();
            case FLOW -> new AnchorCounts();
            case OUTCOME -> new OutcomeCounts();
            case EVENT -> new EventCounts();
            case ACCOUNTING -> new AccountingCounts();
            case ARRIVAL,
                    ATTACHED,
                    MERCHANT_DIM,
                    ZONE_DIM,
                    SITE_DIM,
                    REJECT,
                    PARTY,
                    ACCOUNT,
                    INSTRUMENT,
                    ACCOUNT_INSTRUMENT_LINK,
                    DEVICE,
                    IP,
                    DEVICE_LINK,
                    IP_LINK,
                    PARTY_ROLE,
                    ACCOUNT_ROLE,
                    DEVICE_ROLE,
                    IP_ROLE,
                    MERCHANT_ROLE -> new NoCounts();
        };
    }

    /** Adds rows {@code from..to-1} of a slab of the kind given at the start. */
    public void add(Slab slab, int from, int to) {
        List<Columns.Column> columns = slab.columns().published();
        for (EnumCounts counts : enums) {
            counts.add((byte[]) columns.get(counts.index).array(), from, to);
        }
        ofKind.add(slab, from, to);
    }

    /** Counter name to decimal text; enum values without a row are left out. */
    public SortedMap<String, String> texts() {
        SortedMap<String, Long> values = new TreeMap<>();
        enums.forEach(counts -> counts.into(values));
        ofKind.into(values);
        SortedMap<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, Long.toString(value)));
        return texts;
    }

    /** Counters of the union of parts, from the texts of their footers; modulo 2^64. */
    public static SortedMap<String, String> sum(Collection<? extends Map<String, String>> parts) {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (Map<String, String> part : parts) {
            part.forEach((name, text) -> sums.merge(name, Long.parseLong(text), Long::sum));
        }
        SortedMap<String, String> texts = new TreeMap<>();
        sums.forEach((name, value) -> texts.put(name, Long.toString(value)));
        return texts;
    }

    /** Rows by value of one enum column. */
    private static final class EnumCounts {
        private final int index;
        private final Columns.Column column;
        private final long[] rowsByCode = new long[LANES * CODES];

        EnumCounts(int index, Columns.Column column) {
            this.index = index;
            this.column = column;
        }

        void add(byte[] codes, int from, int to) {
            for (int row = from; row < to; row++) {
                rowsByCode[(row & (LANES - 1)) * CODES + (codes[row] & 0xFF)]++;
            }
        }

        void into(SortedMap<String, Long> values) {
            for (int code = 1; code <= column.vocabulary().length; code++) {
                long rows = rows(code);
                if (rows > 0) {
                    values.put("rows." + column.name() + "." + column.vocabulary()[code - 1].token(), rows);
                }
            }
        }

        private long rows(int code) {
            long rows = 0;
            for (int lane = 0; lane < LANES; lane++) {
                rows += rowsByCode[lane * CODES + code];
            }
            return rows;
        }
    }
}
