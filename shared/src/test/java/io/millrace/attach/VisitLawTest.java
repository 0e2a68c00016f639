package io.millrace.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.testing.PolicyFiles;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VisitLawTest {
    private static final long HOUR = 3_600_000_000L;
    private final AttachmentPolicy.Visit policy = PolicyFiles.attachment().visit();
    private final Draws draws = Draws.of(AttachWorld.FINGERPRINT, 42);
    private final VisitLaw law = new VisitLaw(
            policy,
            new AttachSwitches(true, true),
            new long[] {102_508, 0},
            new long[] {48_000},
            new long[] {96_000},
            draws,
            new DrawLedger());

    @Test
    void loadsOfSlotsAreThoseOfThePage() {
        double[] means = {1.06, 1.15, 1.20, 1.30, 1.42, 2.6};
        double[] loads = {.117692, .286352, .376438, .549861, .747685, 2.352712};
        for (int i = 0; i < means.length; i++) {
            assertThat(VisitLaw.load(means[i])).isCloseTo(loads[i], within(5e-7));
        }
        assertThat(law.slotsQ(Channel.BANK_RAIL.code())).isEqualTo(8701);
        assertThat(law.slotsQ(Channel.ATM.code())).isEqualTo(3576);
        assertThat(law.slotsQ(Channel.POS.code())).isEqualTo(2720);
        assertThat(law.slotsQ(Channel.HYBRID.code())).isEqualTo(1862);
        assertThat(law.slotsQ(Channel.ECOM.code())).isEqualTo(1370);
    }

    @Test
    void tripsPerArrivalFollowFromTheSharesOfTheWorld() {
        ChannelLaw channels = new ChannelLaw(PolicyFiles.attachment().channel(), draws, new DrawLedger());
        assertThat(TripLoad.perArrival(policy, AttachWorld.dimensions(), channels)[0])
                .isEqualTo(102_508);
    }

    @Test
    void customerListsHaveTheLengthOfTheExample() {
        AttachRow row = new AttachRow();
        row.site = 0;
        row.channel = Channel.POS.code();
        assertThat(law.regulars(row)).isEqualTo(219);
        row.site = -1;
        row.channel = Channel.ECOM.code();
        assertThat(law.regulars(row)).isEqualTo(636);
    }

    @Test
    void cellsFillWholeWindowsAndNeverLeaveTheHour() {
        for (Channel channel : Channel.values()) {
            int c = channel.code();
            for (int n = 1; n <= 500; n++) {
                long cells = law.cells(c, n);
                long windows = law.windows(c, cells);
                long perWindow = (cells + windows - 1) / windows;
                assertThat(windows)
                        .isLessThanOrEqualTo(policy.windowsPerHourMax().get(channel));
                assertThat(perWindow)
                        .as("two cells per window unless one in all")
                        .isGreaterThanOrEqualTo(cells == 1 ? 1 : 2);
                assertThat(law.cell(c, n, 0, 0)).isZero();
                assertThat(law.cell(c, n, HOUR - 1, -1L)).isEqualTo((int) (windows * perWindow - 1));
                if (windows > 1) {
                    assertThat(law.cell(c, n, HOUR / windows, 0)).isEqualTo((int) perWindow);
                    assertThat(law.cell(c, n, HOUR / windows - 1, -1L)).isEqualTo((int) perWindow - 1);
                }
            }
        }
    }

    @Test
    void ranksFollowTheSquareLawWithItsFloor() {
        SplittableRandom random = new SplittableRandom(7);
        int draws = 100_000;
        long regulars = 10_000;
        int[] below = new int[101];
        for (int i = 0; i < draws; i++) {
            long rank = law.rank(regulars, random.nextLong());
            assertThat(rank).isBetween(0L, regulars - 1);
            for (int percent = (int) (rank * 100 / regulars) + 1; percent <= 100; percent++) {
                below[percent]++;
            }
        }
        for (int percent = 1; percent <= 100; percent++) {
            double expected = (Math.sqrt(.99 * percent / 100 + .01) - .1) / .9;
            assertThat(below[percent] / (double) draws)
                    .as("rank below %d %%", percent)
                    .isCloseTo(expected, within(.0065));
        }
        assertThat(law.rank(1, -1L)).isZero();
    }
}
