package io.millrace.slab;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Bytes of one text column in the slab codec: per row a little-endian length, -1 for null, and UTF-8. */
final class TextBlock {
    private static final int NULL = -1;

    private TextBlock() {}

    static byte[] of(String[] texts, int size) {
        byte[][] utf8 = new byte[size][];
        int length = size * Integer.BYTES;
        for (int row = 0; row < size; row++) {
            if (texts[row] != null) {
                utf8[row] = texts[row].getBytes(StandardCharsets.UTF_8);
                length += utf8[row].length;
            }
        }
        ByteBuffer block = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] text : utf8) {
            block.putInt(text == null ? NULL : text.length);
            if (text != null) {
                block.put(text);
            }
        }
        return block.array();
    }

    static void into(String[] texts, int size, byte[] block) {
        ByteBuffer source = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < size; row++) {
            int length = source.getInt();
            if (length == NULL) {
                texts[row] = null;
            } else {
                texts[row] = new String(block, source.position(), length, StandardCharsets.UTF_8);
                source.position(source.position() + length);
            }
        }
    }
}
