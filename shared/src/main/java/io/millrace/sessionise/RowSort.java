package io.millrace.sessionise;

/** Stable merge sort of row numbers, without boxing; buffers are reused, so one instance belongs to one thread. */
final class RowSort {
    private static final int RUN = 8;

    private int[] rows = new int[0];
    private int[] spare = new int[0];

    /** The sorted row numbers; valid until the next sort. */
    int[] rows() {
        return rows;
    }

    /** Room for row numbers, which the caller fills before {@link #sort}. */
    int[] room(int count) {
        if (rows.length < count) {
            int capacity = Math.max(count, 2 * rows.length);
            rows = new int[capacity];
            spare = new int[capacity];
        }
        return rows;
    }

    /** Sorts the first {@code count} row numbers. */
    void sort(int count, Order order) {
        for (int start = 0; start < count; start += RUN) {
            insertionSort(start, Math.min(count, start + RUN), order);
        }
        for (int width = RUN; width < count; width *= 2) {
            for (int start = 0; start < count; start += 2 * width) {
                merge(start, Math.min(count, start + width), Math.min(count, start + 2 * width), order);
            }
            int[] merged = spare;
            spare = rows;
            rows = merged;
        }
    }

    private void insertionSort(int start, int end, Order order) {
        for (int i = start + 1; i < end; i++) {
            int row = rows[i];
            int place = i;
            while (place > start && order.compare(rows[place - 1], row) > 0) {
                rows[place] = rows[place - 1];
                place--;
            }
            rows[place] = row;
        }
    }

    private void merge(int start, int middle, int end, Order order) {
        int left = start;
        int right = middle;
        for (int target = start; target < end; target++) {
            boolean takeLeft = left < middle && (right >= end || order.compare(rows[left], rows[right]) <= 0);
            spare[target] = takeLeft ? rows[left++] : rows[right++];
        }
    }

    /** Order of two rows, as {@code Comparator} has it. */
    interface Order {
        int compare(int rowA, int rowB);
    }
}
