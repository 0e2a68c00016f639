package io.millrace.job.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

class CodeMemoTest {
    @Test
    void aTextObjectIsDecodedOnce() {
        CodeMemo memo = new CodeMemo();
        Binary text = Binary.fromString("POS");
        List<String> decoded = new ArrayList<>();
        for (int row = 0; row < 5; row++) {
            assertThat(memo.code(text, seen -> decoded.add(seen) ? 7 : -1)).isEqualTo(7);
        }
        assertThat(decoded).containsExactly("POS");
    }

    @Test
    void everyTextHasItsCodeHoweverManyShareAPlace() {
        CodeMemo memo = new CodeMemo();
        List<Binary> texts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            texts.add(Binary.fromString(Integer.toString(i)));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < texts.size(); i++) {
                assertThat(memo.code(texts.get(i), Integer::parseInt)).isEqualTo(i);
            }
        }
    }
}
