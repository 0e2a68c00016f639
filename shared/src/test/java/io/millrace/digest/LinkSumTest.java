package io.millrace.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinkSumTest {
    @Test
    void flowAndArrivalLinksAgreeWithTheVectors() {
        LinkSum flow = new LinkSum();
        flow.add(6148914691236517205L);
        assertThat(flow.text()).isEqualTo("5555555555555555:8e38e38e38e38e39");
        long merchant = Long.parseUnsignedLong("11400714819323198485");
        LinkSum arrival = new LinkSum();
        arrival.add(LinkSum.arrival(merchant, 1));
        arrival.add(LinkSum.arrival(merchant, 2));
        assertThat(arrival.text()).isEqualTo("06a064fd140f755f:26fc5cbd3a0a0dd1");
    }

    @Test
    void partsAddUpModulo2To64() {
        LinkSum one = new LinkSum();
        one.add(-1);
        LinkSum other = new LinkSum();
        other.add(3);
        assertThat(LinkSum.sum(List.of(one.text(), other.text()))).isEqualTo("0000000000000002:000000000000000a");
        assertThat(LinkSum.sum(List.of())).isEqualTo("0000000000000000:0000000000000000");
        assertThatThrownBy(() -> LinkSum.parse("12")).hasMessage("a link sum is p1:p2, was 12");
    }
}
