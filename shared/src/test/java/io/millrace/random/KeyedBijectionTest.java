package io.millrace.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ForAllSeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedBijectionTest {
    static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";

    @ParameterizedTest
    @CsvSource({
        "flow_id,4969477141850168157,3896674689172932235,1432737292246765802,1347318786034434497",
        "session_id,3414382091620668732,1385863872546653755,5103379391439112969,6195497738092086503",
        "order_id,961908064405021306,2197275183010289148,8204022005928622352,4102624957989952748"
    })
    void reproducesTheVectorsOfTheLaw(String kind, long of1, long of2, long of40, long ofMax) {
        KeyedBijection ids = KeyedBijection.of(WORLD, 42, kind);
        assertThat(ids.id(1)).isEqualTo(of1);
        assertThat(ids.id(2)).isEqualTo(of2);
        assertThat(ids.id((1L << 40) + 7)).isEqualTo(of40);
        assertThat(ids.id(Long.MAX_VALUE)).isEqualTo(ofMax);
    }

    @Test
    void walksOncePastZeroAndBack() {
        KeyedBijection ids = KeyedBijection.of(WORLD, 42, "flow_id");
        assertThat(ids.id(7341623623554704807L)).isEqualTo(3313774173803595263L);
        assertThat(ids.arrivalKey(3313774173803595263L)).isEqualTo(7341623623554704807L);
    }

    @Test
    void everyIdLeadsBackToItsArrival() {
        KeyedBijection ids = KeyedBijection.of(WORLD, 42, "order_id");
        ForAllSeeds.of(20).check(seed -> {
            for (long i = 0; i < 5_000; i++) {
                long key = (Philox2x64.x0(seed, i, 1) & Long.MAX_VALUE) | 1;
                long id = ids.id(key);
                assertThat(id).isPositive();
                assertThat(ids.arrivalKey(id)).isEqualTo(key);
            }
        });
    }
}
