package io.millrace.world;

/** Ids of one table in ascending order; the place of an id is its ordinal. */
final class SortedIds {
    private final long[] ids;
    private final int[] rows;
    private final boolean consecutive;

    private SortedIds(long[] ids, int[] rows) {
        this.ids = ids;
        this.rows = rows;
        boolean steps = true;
        for (int i = 1; i < ids.length; i++) {
            steps &= ids[i] == ids[i - 1] + 1;
        }
        consecutive = steps;
    }

    static SortedIds of(LongColumn column) {
        long[] ids = column.toArray();
        int[] rows = RowOrder.sort(ids);
        return new SortedIds(ids, rows);
    }

    int size() {
        return ids.length;
    }

    long id(int ordinal) {
        return ids[ordinal];
    }

    /** Row of the table that holds the id. */
    int row(int ordinal) {
        return rows[ordinal];
    }

    /** True when the ids are 1, 2, 3 and so on, so that they need not be stored. */
    boolean isDense() {
        return consecutive && (ids.length == 0 || ids[0] == 1);
    }

    /** @return -1 if absent */
    int ordinalOf(long id) {
        if (ids.length == 0) {
            return -1;
        }
        if (consecutive) {
            long ordinal = id - ids[0];
            return ordinal >= 0 && ordinal < ids.length ? (int) ordinal : -1;
        }
        return search(ids, id);
    }

    /**
     * Place of an id among unsigned ids in ascending order.
     *
     * @return -1 if absent
     */
    static int search(long[] ids, long id) {
        int low = 0;
        int high = ids.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(ids[middle], id);
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }
}
