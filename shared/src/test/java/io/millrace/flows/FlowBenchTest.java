package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.FinalState;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.StepUpResult;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Shares, templates, draws and answer times per channel on the bench of the design: 10 % cross-border, 60 % SCA region,
 * MASS_MARKET, EUR, a fixed mix of classes. The expected figures were computed from the exact laws elsewhere; tolerance
 * is four standard errors plus .0002.
 */
class FlowBenchTest {
    private static final int FLOWS = 1_000_000;
    private static final int SLAB_ROWS = 4_000;
    private static final long START = 1_770_000_000_000_000L;
    /** Templates that end with a clearing, refunded or not. */
    private static final List<Integer> CLEARED = List.of(1, 2, 6, 7);

    private static final long WEEK_MICROS = 7L * 86_400 * 1_000_000;

    /** Ireland has the euro, and stands here for a country outside the SCA region. */
    private static final FlowWorld WORLD = FlowWorld.of(10_000, Map.of("/sca_countries/14", "US"));

    private static final Draws WORLD_DRAWS = FlowWorld.draws();

    private static final Map<PriceClass, Double> POS_MIX = mix(
            "GROCERY .38 DINING .17 FUEL .14 RETAIL .13 SERVICES .07 APPAREL .05 ELECTRONICS .02 GENERAL .02 LODGING .01"
                    + " TRAVEL .01");
    private static final Map<PriceClass, Double> ECOM_MIX =
            mix("DIGITAL .28 RETAIL .20 APPAREL .16 ELECTRONICS .08 TRAVEL .06 UTILITIES .06 SERVICES .06 DINING .05"
                    + " GROCERY .03 LODGING .02");
    private static final Map<PriceClass, Double> HYBRID_MIX =
            mix("RETAIL .40 APPAREL .20 ELECTRONICS .20 GROCERY .10 DINING .10");

    @Test
    void tills() {
        Bench bench = new Bench(Channel.POS, POS_MIX).run();
        bench.challenged(.0107, .0152, .0040);
        bench.declined(.0328, .0301, .0568);
        bench.declinedByQuantile(.025, .035, .062, .108);
        bench.share("51 in declines", bench.reason51, bench.declines, .464, .0007);
        bench.ends(.9608, .0047, .0017, .0091);
        bench.templates(9418.6, 89.6, 46.5, 17.1, 321.2, 98.6, 1.1, .5, .2, 2.8, 2.6, 1.2);
        bench.perFlow(12.87, 7.93, 2.996);
        bench.openAfterAWeek(.099);
        bench.requestToResponse(.841, 2.15, 8.81);
        bench.stepUps(.0003, .0001, .001);
        bench.answer(.836, 1.98, 4.93);
        bench.clearing(11.3, 38.8, 56.7, .776);
        bench.refund(7.23, 27.8, 47.9, .0094);
    }

    @Test
    void remoteShops() {
        Bench bench = new Bench(Channel.ECOM, ECOM_MIX).run();
        bench.challenged(.1125, .1636, .0359);
        bench.declined(.1107, .1043, .1681);
        bench.declinedByQuantile(.086, .120, .198, .310);
        bench.share("51 in declines", bench.reason51, bench.declines, .377, .0007);
        bench.ends(.8689, .0132, .0072, .0418);
        bench.templates(7447.8, 372.7, 118.9, 64.9, 870.7, 823.5, 45.4, 13.1, 7.1, 78.5, 56.4, 101.1);
        bench.perFlow(12.69, 7.91, 3.139);
        bench.openAfterAWeek(.191);
        bench.requestToResponse(1.07, 40.6, 166);
        bench.stepUps(.0056, .0101, .0015);
        bench.answer(.995, 2.42, 5.6);
        bench.clearing(23.9, 78.4, 115, .502);
        bench.refund(8.33, 30.1, 52.4, .0481);
    }

    @Test
    void hybrids() {
        Bench bench = new Bench(Channel.HYBRID, HYBRID_MIX).run();
        bench.challenged(.0698, .1027, .0206);
        bench.declined(.0717, .0674, .1104);
        bench.declinedByQuantile(.055, .077, .131, .214);
        bench.share("51 in declines", bench.reason51, bench.declines, .389, .0007);
        bench.ends(.9024, .0167, .0092, .0558);
        bench.templates(7950.4, 520.8, 157.2, 86.7, 587.0, 515.8, 36.9, 10.1, 5.7, 31.9, 35.1, 62.5);
        bench.perFlow(12.85, 7.98, 3.108);
        bench.openAfterAWeek(.252);
        bench.requestToResponse(1.04, 27.2, 84.4);
        bench.stepUps(.0035, .0063, .0013);
        bench.answer(.995, 2.41, 5.55);
        bench.clearing(33.4, 85, 117, .331);
        bench.refund(8.77, 28, 44.9, .0618);
    }

    @Test
    void cashMachines() {
        Bench bench = new Bench(Channel.ATM, mix("GENERAL 1")).run();
        bench.challenged(0, 0, 0);
        bench.declined(.0527, .0497, .0795);
        bench.declinedByQuantile(.040, .057, .107, .153);
        bench.share("51 in declines", bench.reason51, bench.declines, .480, .0007);
        bench.ends(.9445, .0028, 0, 0);
        bench.templates(9444.7, 0, 28.4, 0, 526.8, 0, 0, 0, 0, 0, 0, 0);
        bench.perFlow(8.84, 5.89, 2.947);
        bench.openAfterAWeek(.032);
        bench.requestToResponse(1.67, 3.55, 5.86);
        bench.stepUps(0, 0, .0011);
        bench.answer(1.67, 3.55, 5.86);
        bench.clearing(5, 11.4, 16, .999);
    }

    @Test
    void bankTransfers() {
        Bench bench = new Bench(Channel.BANK_RAIL, mix("GENERAL 1")).run();
        bench.challenged(.3852, .5067, .2033);
        bench.declined(.0228, .0215, .0342);
        bench.declinedByQuantile(.017, .026, .040, .052);
        bench.share("AM04 in declines", bench.reason51, bench.declines, .247, .0007);
        bench.ends(.9753, .0020, 0, 0);
        bench.templates(6063.0, 0, 12.2, 0, 72.8, 3689.5, 0, 7.7, 0, 39.9, 38.7, 76.2);
        bench.perFlow(11.66, 7.69, 3.740);
        bench.openAfterAWeek(.045);
        bench.requestToResponse(3.73, 54.1, 111);
        bench.stepUps(.0039, .0076, .0006);
        bench.answer(2.32, 5.96, 9.71);
        bench.clearing(.0025, 26.1, 35.8, .93);
    }

    @Test
    void followUpsAMinuteAfterTheAnswer() {
        Map<Channel, double[]> expected = new LinkedHashMap<>();
        expected.put(Channel.POS, new double[] {.774, .912, .536, .132});
        expected.put(Channel.ECOM, new double[] {.775, .910, .536, .255});
        expected.put(Channel.ATM, new double[] {.794, .916, .567, .167});
        expected.put(Channel.BANK_RAIL, new double[] {.766, .905, .407, .123});
        expected.forEach((channel, figures) -> {
            FollowUps bench = new FollowUps(channel).run();
            for (int other = 0; other <= 1; other++) {
                assertThat(bench.retried(other))
                        .as("%s retried, %d", channel, other)
                        .isEqualTo(figures[other], within(.01));
                assertThat(bench.declinedAgain(other))
                        .as("%s declined again, %d", channel, other)
                        .isEqualTo(figures[2 + other], within(.01));
            }
        });
    }

    private static Map<PriceClass, Double> mix(String text) {
        String[] words = text.split(" ");
        Map<PriceClass, Double> mix = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            mix.put(PriceClass.valueOf(words[i]), Double.valueOf(words[i + 1]));
        }
        return mix;
    }

    private static double unit(long n, int salt) {
        return (KeyBucket.mix64(n * 64 + salt) >>> 11) * 0x1p-53;
    }

    private static PriceClass pick(Map<PriceClass, Double> mix, double u) {
        double sum = 0;
        PriceClass last = null;
        for (Map.Entry<PriceClass, Double> entry : mix.entrySet()) {
            sum += entry.getValue();
            last = entry.getKey();
            if (u < sum) {
                break;
            }
        }
        return last;
    }

    /** First attempts of one channel, spread evenly over a week. */
    private static final class Bench {
        private final Channel channel;
        private final Map<PriceClass, Double> mix;
        private final DrawLedger ledger;
        private final FlowRun run;
        private final FlowRun week;
        private final long[] byTemplate = new long[13];
        private final double[] responseSeconds = new double[FLOWS];
        private final long[] challengedBySca = new long[2];
        private final long[] rowsBySca = new long[2];
        private final long[] declinesByBorder = new long[2];
        private final long[] rowsByBorder = new long[2];
        private final long[] declinesByBand = new long[4];
        private final long[] rowsByBand = new long[4];
        private final long[] lanes = new long[2];
        private final Money money = new Money();
        private long reason51;
        private long declines;
        private long events;
        private long openAfterAWeek;
        private long failed;
        private long abandoned;
        private long timeOuts;
        private long clearedInADay;
        private final Times answers = new Times();
        private final Times clearings = new Times();
        private final Times refunds = new Times();

        Bench(Channel channel, Map<PriceClass, Double> mix) {
            this.channel = channel;
            this.mix = mix;
            run = new FlowRun(WORLD.maker(), SLAB_ROWS);
            week = new FlowRun(WORLD.maker(FlowSwitches.ALL_ON, START + WEEK_MICROS), SLAB_ROWS);
            ledger = run.pending.ledger();
        }

        Bench run() {
            for (int first = 0; first < FLOWS; first += SLAB_ROWS) {
                SessionedSlab arrivals = FlowWorld.slab(SLAB_ROWS);
                for (int n = first; n < first + SLAB_ROWS; n++) {
                    arrive(arrivals, n);
                }
                count(first, arrivals, run.clearRows().make(arrivals));
                countWeek(week.clearRows().make(arrivals).outcomes);
                run.pending.purge(Long.MAX_VALUE);
                week.pending.purge(Long.MAX_VALUE);
            }
            return this;
        }

        private void arrive(SessionedSlab arrivals, int n) {
            long id = n + 1L + ((long) channel.code() << 32);
            PriceClass priceClass = pick(mix, unit(id, 1));
            int merchant = WORLD.merchant(priceClass, (int) (unit(id, 2) * WORLD.merchantsPerClass));
            long ts = START + (long) (unit(id, 3) * WEEK_MICROS);
            int row = WORLD.add(arrivals, ts, channel, merchant, id);
            boolean sca = unit(id, 4) < .6;
            boolean crossBorder = unit(id, 5) < .1;
            arrivals.legalCountry[row] = (short) Iso.pack(sca ? "FR" : "IE");
            arrivals.partyCountry[row] = (short) Iso.pack(crossBorder ? "DE" : sca ? "FR" : "IE");
        }

        private void count(int first, SessionedSlab arrivals, FlowRun made) {
            FlowSlab flows = made.flows;
            OutcomeSlab outcomes = made.outcomes;
            EventSlab emitted = made.events;
            for (int row = 0; row < flows.size; row++) {
                int template = outcomes.template[row];
                byTemplate[template]++;
                int sca = arrivals.legalCountry[row] == Iso.pack("FR") ? 1 : 0;
                int border = flows.crossBorder[row] ? 1 : 0;
                boolean declined = outcomes.finalState[row] == FinalState.DECLINED.code();
                rowsBySca[sca]++;
                rowsByBorder[border]++;
                challengedBySca[sca] += outcomes.stepUpResult[row] != StepUpResult.NONE.code() ? 1 : 0;
                int band = band(arrivals, row, flows.flowId[row]);
                declines += declined ? 1 : 0;
                declinesByBand[band] += declined ? 1 : 0;
                rowsByBand[band]++;
                int reason = outcomes.reasonCode[row];
                reason51 += reason == ReasonCode.C51.code() || reason == ReasonCode.AM04.code() ? 1 : 0;
                declinesByBorder[border] += declined ? 1 : 0;
                responseSeconds[first + row] = (outcomes.authResponseMicros[row] - flows.tsMicros[row]) / 1e6;
                countEnd(outcomes, row);
            }
            countAnswers(emitted);
            events += emitted.size;
        }

        private void countEnd(OutcomeSlab outcomes, int row) {
            failed += outcomes.stepUpResult[row] == StepUpResult.FAILED.code() ? 1 : 0;
            abandoned += outcomes.stepUpResult[row] == StepUpResult.ABANDONED.code() ? 1 : 0;
            int reason = outcomes.reasonCode[row];
            timeOuts += reason == ReasonCode.C91.code() || reason == ReasonCode.AB05.code() ? 1 : 0;
            int template = outcomes.template[row];
            if (CLEARED.contains(template)) {
                double hours = (outcomes.clearingMicros[row] - outcomes.authResponseMicros[row]) / 3.6e9;
                clearings.add(hours);
                clearedInADay += hours <= 24 ? 1 : 0;
            }
            if (template == 2 || template == 7) {
                refunds.add((outcomes.refundMicros[row] - outcomes.clearingMicros[row]) / 86.4e9);
            }
        }

        /** From the request, or the end of a challenge, to the answer; who failed or gave up is not answered by a bank. */
        private void countAnswers(EventSlab emitted) {
            for (int event = 1; event < emitted.size; event++) {
                int reason = emitted.reasonCode[event];
                if (emitted.eventType[event] == EventType.AUTH_RESPONSE.code()
                        && reason != ReasonCode.S1.code()
                        && reason != ReasonCode.S2.code()) {
                    answers.add((emitted.tsMicros[event] - emitted.tsMicros[event - 1]) / 1e6);
                }
            }
        }

        /** The amount quantile stands on no row, so it is drawn again: that is what keyed draws are for. */
        private int band(SessionedSlab arrivals, int row, long flowId) {
            WORLD_DRAWS.block(Decision.AMOUNT, flowId, 0, lanes);
            WORLD.amounts.authorise(
                    lanes[0],
                    lanes[1],
                    channel.code(),
                    arrivals.merchantOrdinal[row],
                    arrivals.partySegment[row],
                    false,
                    arrivals.legalCountry[row],
                    money);
            return money.q < .5 ? 0 : money.q < .9 ? 1 : money.q < .99 ? 2 : 3;
        }

        private void countWeek(OutcomeSlab outcomes) {
            for (int row = 0; row < outcomes.size; row++) {
                openAfterAWeek += outcomes.openAtHorizon[row] ? 1 : 0;
            }
        }

        void challenged(double all, double sca, double rest) {
            share("challenged", challengedBySca[0] + challengedBySca[1], FLOWS, all);
            share("challenged, SCA", challengedBySca[1], rowsBySca[1], sca);
            share("challenged, rest", challengedBySca[0], rowsBySca[0], rest);
        }

        void declined(double all, double domestic, double crossBorder) {
            share("declined", declinesByBorder[0] + declinesByBorder[1], FLOWS, all);
            share("declined, domestic", declinesByBorder[0], rowsByBorder[0], domestic);
            share("declined, cross-border", declinesByBorder[1], rowsByBorder[1], crossBorder);
        }

        void declinedByQuantile(double low, double middle, double high, double top) {
            double[] expected = {low, middle, high, top};
            for (int band = 0; band < 4; band++) {
                share("declined, band " + band, declinesByBand[band], rowsByBand[band], expected[band], .0007);
            }
        }

        void ends(double cleared, double voided, double expired, double refunded) {
            share("cleared", byTemplate[1] + byTemplate[2] + byTemplate[6] + byTemplate[7], FLOWS, cleared);
            share("voided", byTemplate[3] + byTemplate[8], FLOWS, voided);
            share("expired", byTemplate[4] + byTemplate[9], FLOWS, expired);
            share("refunded", byTemplate[2] + byTemplate[7], FLOWS, refunded);
        }

        void templates(double... perTenThousand) {
            for (int template = 1; template <= 12; template++) {
                share("template " + template, byTemplate[template], FLOWS, perTenThousand[template - 1] / 10_000);
            }
        }

        void perFlow(double draws, double blocks, double eventsPerFlow) {
            long allDraws = 0;
            long allBlocks = 0;
            for (Decision decision : Decision.values()) {
                allDraws += ledger.evaluations(decision) * decision.draws();
                allBlocks += ledger.evaluations(decision);
            }
            assertThat(allDraws / (double) FLOWS).as("draws").isEqualTo(draws, within(.015));
            assertThat(allBlocks / (double) FLOWS).as("blocks").isEqualTo(blocks, within(.015));
            assertThat(events / (double) FLOWS).as("events").isEqualTo(eventsPerFlow, within(.006));
        }

        void openAfterAWeek(double expected) {
            share("open after a week", openAfterAWeek, FLOWS, expected, .0007);
        }

        /** Shares beyond the stated quantiles: the tail of remote channels is thin, its quantiles are noisy. */
        void requestToResponse(double p50, double p95, double p99) {
            share("later than p50", later(p50), FLOWS, .50, .003);
            share("later than p95", later(p95), FLOWS, .05, .001);
            share("later than p99", later(p99), FLOWS, .01, .0003);
        }

        void stepUps(double failedShare, double abandonedShare, double timeOutShare) {
            share("failed", failed, FLOWS, failedShare);
            share("abandoned", abandoned, FLOWS, abandonedShare);
            share("time-outs", timeOuts, FLOWS, timeOutShare);
        }

        void answer(double p50, double p95, double p99) {
            answers.near(channel + " answer", p50, p95, p99);
        }

        void clearing(double p50, double p95, double p99, double inADay) {
            clearings.near(channel + " clearing", p50, p95, p99);
            share("cleared in a day", clearedInADay, clearings.count, inADay, .0007);
        }

        void refund(double p50, double p95, double p99, double perClearing) {
            // Some 9 000 of a till: their quantiles are noisy, the shares beyond the stated ones have a standard error.
            share("refund later than p50", refunds.above(p50), refunds.count, .50, .003);
            share("refund later than p95", refunds.above(p95), refunds.count, .05, .001);
            share("refund later than p99", refunds.above(p99), refunds.count, .01, .0003);
            share("refunded of the cleared", refunds.count, clearings.count, perClearing, .0002);
        }

        private long later(double seconds) {
            return Arrays.stream(responseSeconds)
                    .filter(response -> response > seconds)
                    .count();
        }

        /** Four decimals are given. */
        void share(String what, long count, long of, double expected) {
            share(what, count, of, expected, .0002);
        }

        void share(String what, long count, long of, double expected, double rounding) {
            double standardError = StrictMath.sqrt(expected * (1 - expected) / of);
            assertThat(count / (double) of)
                    .as("%s %s", channel, what)
                    .isEqualTo(expected, within(4 * standardError + rounding));
        }
    }

    /** Times whose quantiles are asked for; the bench mixes laws, so they may be off by 1, 2 and 4 per cent. */
    private static final class Times {
        private final double[] values = new double[FLOWS];
        private int count;

        void add(double value) {
            values[count++] = value;
        }

        long above(double limit) {
            return Arrays.stream(values, 0, count)
                    .filter(value -> value > limit)
                    .count();
        }

        void near(String what, double p50, double p95, double p99) {
            double[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            isClose(what + " p50", sorted[count / 2], p50, 1);
            isClose(what + " p95", sorted[(int) (.95 * count)], p95, 2);
            isClose(what + " p99", sorted[(int) (.99 * count)], p99, 4);
        }

        private static void isClose(String what, double measured, double expected, double percent) {
            assertThat(measured).as(what).isCloseTo(expected, withinPercentage(percent));
        }
    }

    /** Declined first attempts, and an arrival of the same session 60 s after each answer: same card, other card. */
    private static final class FollowUps {
        private final Channel channel;
        private final long[] candidates = new long[2];
        private final long[] retries = new long[2];
        private final long[] declines = new long[2];

        FollowUps(Channel channel) {
            this.channel = channel;
        }

        FollowUps run() {
            FlowRun first = new FlowRun(WORLD.maker(), SLAB_ROWS);
            for (long from = 0; candidates[0] < 12_000; from += SLAB_ROWS) {
                SessionedSlab arrivals = FlowWorld.slab(SLAB_ROWS);
                for (int n = 0; n < SLAB_ROWS; n++) {
                    arrive(arrivals, START, from + n, 0, 0);
                }
                first.clearRows().make(arrivals);
                for (int other = 0; other <= 1; other++) {
                    count(first, followUps(first, from, other), other);
                }
                first.pending.purge(Long.MAX_VALUE);
            }
            return this;
        }

        private SessionedSlab followUps(FlowRun first, long from, int other) {
            SessionedSlab after = FlowWorld.slab(SLAB_ROWS);
            for (int n = 0; n < SLAB_ROWS; n++) {
                if (first.outcomes.finalState[n] == FinalState.DECLINED.code()) {
                    long ts = first.outcomes.authResponseMicros[n] + 60_000_000L;
                    arrive(after, ts, from + n, other, (1L + other) << 36);
                }
            }
            return after;
        }

        private void arrive(SessionedSlab arrivals, long ts, long n, int other, long follow) {
            long id = n + 1 + ((long) channel.code() << 32);
            PriceClass priceClass = pick(POS_MIX, unit(id, 1));
            int merchant = WORLD.merchant(priceClass, (int) (unit(id, 2) * WORLD.merchantsPerClass));
            int row = WORLD.add(arrivals, ts, channel, merchant, id + follow);
            boolean sca = unit(id, 4) < .6;
            arrivals.legalCountry[row] = (short) Iso.pack(sca ? "FR" : "IE");
            arrivals.partyCountry[row] = (short) Iso.pack(unit(id, 5) < .1 ? "DE" : sca ? "FR" : "IE");
            arrivals.sessionId[row] = id;
            arrivals.accountId[row] = id;
            arrivals.instrumentId[row] = other == 0 ? 7 : 8;
        }

        private void count(FlowRun first, SessionedSlab after, int other) {
            FlowRun follow = new FlowRun(first.maker, SLAB_ROWS);
            follow.pending = first.pending.copy();
            follow.make(after);
            for (int row = 0; row < follow.flows.size; row++) {
                candidates[other] += follow.flows.retryCandidate[row] ? 1 : 0;
                if (follow.flows.attemptIndex[row] == 1) {
                    retries[other]++;
                    declines[other] += follow.outcomes.finalState[row] == FinalState.DECLINED.code() ? 1 : 0;
                }
            }
        }

        double retried(int other) {
            return retries[other] / (double) candidates[other];
        }

        double declinedAgain(int other) {
            return declines[other] / (double) retries[other];
        }
    }
}
