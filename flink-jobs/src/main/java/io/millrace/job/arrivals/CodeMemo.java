package io.millrace.job.arrivals;

import java.util.function.ToIntFunction;
import org.apache.parquet.io.api.Binary;

/**
 * Codes of the texts of one column that were looked up before, by the text object itself: a dictionary page hands out one
 * object per entry, so neither its bytes are decoded nor hashed again. Texts of other pages are new objects, and never
 * found.
 */
final class CodeMemo {
    /** More than most dictionaries hold; of two texts in one place the later one stays. */
    private static final int PLACES = 1 << 8;

    private final Binary[] texts = new Binary[PLACES];
    private final int[] codes = new int[PLACES];

    /** @param law of a text that was not seen yet */
    @SuppressWarnings("ReferenceEquality") // the same object is the point
    int code(Binary text, ToIntFunction<String> law) {
        int place = System.identityHashCode(text) & (PLACES - 1);
        if (texts[place] != text) {
            codes[place] = law.applyAsInt(text.toStringUsingUTF8());
            texts[place] = text;
        }
        return codes[place];
    }
}
