package io.millrace.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @ParameterizedTest
    @CsvSource({
        "1.0,1",
        "1e-12,1e-12",
        "1e21,1e+21",
        "-0.0,0",
        "1.5e300,1.5e+300",
        "0.000001,0.000001",
        "1e-7,1e-7",
        "1e20,100000000000000000000",
        "123.456,123.456",
        "5e-324,5e-324",
        "0.1,0.1",
        "2.0E-3,0.002",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "9007199254740993,9007199254740992"
    })
    void numbersAreWrittenAsEcmaScriptWritesThem(double value, String expected) {
        assertThat(CanonicalJson.number(value)).isEqualTo(expected);
    }

    @Test
    void sortsKeysAndEscapesWhatMustBeEscaped() {
        assertThat(CanonicalJson.of(Map.of("b", List.of(), "a", "x\"\\\n\u0001é")))
                .isEqualTo("{\"a\":\"x\\\"\\\\\\n\\u0001é\",\"b\":[]}");
        assertThat(CanonicalJson.of(Arrays.asList(null, true, 7L))).isEqualTo("[null,true,7]");
    }

    @Test
    void refusesWhatJsonCannotHold() {
        assertThatThrownBy(() -> CanonicalJson.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.of(new Object())).hasMessageContaining("java.lang.Object");
    }
}
