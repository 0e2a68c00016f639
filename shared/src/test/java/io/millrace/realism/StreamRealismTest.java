package io.millrace.realism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.contract.VisitSource;
import io.millrace.policy.RngPolicy;
import io.millrace.random.Decision;
import io.millrace.testing.PolicyFiles;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two streams of 1.2 million arrivals over 90 days, from the arrivals to the outcomes of their flows, against the figures
 * of the design: sections 9 and 16 of attach-and-sessions, sections 3, 5, 6 and 12 of flows-and-events. One seed each, so
 * a failure is a change of a law, not of luck.
 *
 * <p>Tolerances are those of section 16. Some of its figures belong to worlds of its size, twenty times this one; a
 * comment says so there, and {@link StreamRealismAtScaleTest} asks for them. The foreign column gives two decimals, so
 * half a unit of its last one is added there.
 */
class StreamRealismTest {
    private static final double ARRIVALS_PER_DAY = 13_500;
    /** With these a place sees 1.65 arrivals an hour, as in section 16 (1.68). */
    private static final double MERCHANT_SHARE = .7;

    private static final int ROWS_MAX = 1_300_000;
    private static final long SEED = 1;
    private static final double ROUNDED = .005;

    private static StreamRun own;
    private static StreamRun foreign;
    private static PartyTally ownParties;
    private static PartyTally foreignParties;

    @BeforeAll
    static void makeStreams() {
        own = StreamRun.of(
                new StreamWorld(ARRIVALS_PER_DAY, MERCHANT_SHARE, StreamWorld.Timing.OWN, SEED), SEED, ROWS_MAX);
        ownParties = new PartyTally(own.rows, (int) own.world.universe.parties());
        foreign = StreamRun.of(
                new StreamWorld(ARRIVALS_PER_DAY, MERCHANT_SHARE, StreamWorld.Timing.FOREIGN, SEED), SEED, ROWS_MAX);
        foreignParties = new PartyTally(foreign.rows, (int) foreign.world.universe.parties());
    }

    @AfterAll
    static void dropStreams() {
        own = null;
        foreign = null;
        ownParties = null;
        foreignParties = null;
    }

    @Test
    void streamsAreLargeAndAsDenseAsThoseOfTheDesign() {
        for (StreamRun run : List.of(own, foreign)) {
            assertThat(run.rows.size).isBetween(1_150_000, ROWS_MAX);
            // 24.9 M arrivals of 656 k parties at 6 871 places.
            assertThat((double) run.rows.size / run.world.universe.parties()).isCloseTo(38.0, within(.5));
            assertThat(run.rows.size / (24.0 * StreamWorld.DAYS) / run.world.places())
                    .isCloseTo(1.68, within(.05));
        }
    }

    @Test
    void sessionsOfAnOwnWorld() {
        SessionTally sessions = own.sessionTally;
        SoftAssertions soft = new SoftAssertions();
        soft.assertThat(sessions.atLeast(2)).as("multi-arrival sessions").isCloseTo(.270, within(.01));
        soft.assertThat(sessions.meanSize()).as("arrivals per session").isCloseTo(1.51, within(.03));
        soft.assertThat(sessions.atLeast(3)).as("sessions of 3 or more").isCloseTo(.113, within(.01));
        soft.assertThat(sessions.sizeQuantile(.99)).as("p99 of size").isEqualTo(6);
        near(soft, "duration p50", sessions.durationMinutes(.5), 13.1, 8);
        near(soft, "duration p90", sessions.durationMinutes(.9), 51.9, 8);
        near(soft, "duration p99", sessions.durationMinutes(.99), 97.6, 8);
        near(soft, "gap p50", ownParties.gapQuantile(.5), 341, 5);
        continued(soft, ownParties, .375, .479, .146, .02);
        soft.assertThat(ownParties.ambiguousGaps()).as("ambiguous gaps").isCloseTo(.097, within(.01));
        soft.assertThat(ownParties.broken()).as("broken share").isCloseTo(.34, within(.01));
        // Section 16 means sessions with an arrival at a till; the primary channel of an index row gives less (0004).
        soft.assertThat(ownParties.tillTrips())
                .as("POS sessions with 2+ merchants")
                .isCloseTo(.197, within(.01));
        soft.assertThat(sessions.tillTrips()).as("same, by primary channel").isCloseTo(.171, within(.01));
        soft.assertAll();
    }

    @Test
    void sessionsOfAForeignWorld() {
        SessionTally sessions = foreign.sessionTally;
        SoftAssertions soft = new SoftAssertions();
        soft.assertThat(sessions.atLeast(2)).as("multi-arrival sessions").isCloseTo(.280, within(.01 + ROUNDED));
        // 1.52 +- .03 where online places are as busy as in a world of section 16's size: the test at scale.
        soft.assertThat(sessions.meanSize()).as("arrivals per session").isCloseTo(1.48, within(.03));
        soft.assertThat(sessions.atLeast(3)).as("sessions of 3 or more").isCloseTo(.110, within(.01));
        soft.assertThat(sessions.sizeQuantile(.99)).as("p99 of size").isEqualTo(6);
        near(soft, "duration p50", sessions.durationMinutes(.5), 10.6, 8);
        near(soft, "duration p90", sessions.durationMinutes(.9), 49.6, 8);
        near(soft, "duration p99", sessions.durationMinutes(.99), 95.0, 8);
        // 331 +- 5 % at scale, for the same reason.
        near(soft, "gap p50", foreignParties.gapQuantile(.5), 357, 5);
        continued(soft, foreignParties, .39, .46, .14, .02 + ROUNDED);
        soft.assertThat(foreignParties.ambiguousGaps()).as("ambiguous gaps").isCloseTo(.090, within(.01));
        soft.assertThat(foreignParties.broken()).as("broken share").isCloseTo(.34, within(.01 + ROUNDED));
        soft.assertThat(foreignParties.tillTrips())
                .as("POS sessions with 2+ merchants")
                .isCloseTo(.195, within(.01));
        soft.assertAll();
    }

    @Test
    void arrivalsOfOneVisitFollowEachOther() {
        SoftAssertions soft = new SoftAssertions();
        followed(soft, ownParties, Channel.ECOM, .217, .01);
        followed(soft, ownParties, Channel.POS, .066, .01);
        followed(soft, ownParties, Channel.ATM, .077, .01);
        followed(soft, ownParties, Channel.BANK_RAIL, .150, .01);
        // Foreign: how many follow depends on how busy places are, so the law is asked for these very places. The
        // figures of section 16, .21 / .09 / .08 / .03, belong to larger worlds.
        FollowedLaw law = new FollowedLaw(foreign.rows);
        for (Channel channel : List.of(Channel.ECOM, Channel.POS, Channel.ATM, Channel.BANK_RAIL)) {
            followed(soft, foreignParties, channel, law.expected(channel), 4 * law.error(channel));
        }
        followed(soft, foreignParties, Channel.POS, .09, .01 + ROUNDED);
        followed(soft, foreignParties, Channel.ATM, .08, .01 + ROUNDED);
        followed(soft, foreignParties, Channel.BANK_RAIL, .03, .01 + ROUNDED);
        soft.assertAll();
    }

    @Test
    void rhythmAndActivityOfParties() {
        SoftAssertions soft = new SoftAssertions();
        soft.assertThat(ownParties.burstiness()).as("burstiness").isCloseTo(.147, within(.02));
        soft.assertThat(ownParties.memory()).as("memory").isCloseTo(.134, within(.03));
        soft.assertThat(ownParties.loyalty()).as("loyalty").isCloseTo(.24, within(.06));
        soft.assertThat(ownParties.gini()).as("Gini").isCloseTo(.537, within(.03));
        soft.assertThat(ownParties.topHundredth()).as("top 1 %").isCloseTo(.076, within(.01));
        soft.assertThat(seen(own, ownParties)).as("parties seen").isCloseTo(.685, within(.02));
        soft.assertThat(foreignParties.burstiness()).as("burstiness, foreign").isCloseTo(.147, within(.02));
        soft.assertThat(foreignParties.memory()).as("memory, foreign").isCloseTo(.116, within(.03));
        soft.assertThat(foreignParties.loyalty()).as("loyalty, foreign").isCloseTo(.24, within(.06));
        soft.assertThat(foreignParties.gini()).as("Gini, foreign").isCloseTo(.54, within(.03));
        soft.assertThat(foreignParties.topHundredth()).as("top 1 %, foreign").isCloseTo(.077, within(.01));
        soft.assertThat(seen(foreign, foreignParties))
                .as("parties seen, foreign")
                .isCloseTo(.684, within(.02));
        // .62 +- .08 at scale. With 70 merchants a zone nobody in particular often meets a merchant again; what the law
        // alone gives is the share of regulars, .96.
        soft.assertThat(ownParties.repeat()).as("repeat share").isCloseTo(.73, within(.08));
        soft.assertThat(ownParties.repeat(VisitSource.LOYAL))
                .as("repeat, regulars")
                .isCloseTo(.96, within(.02));
        soft.assertThat(ownParties.repeat(VisitSource.TRIP))
                .as("repeat, trips as often as nobody in particular")
                .isCloseTo(ownParties.repeat(VisitSource.FRESH), within(.03));
        soft.assertAll();
    }

    @Test
    void partiesBuyAtHomeAndAbroadAsAsked() {
        SoftAssertions soft = new SoftAssertions();
        for (PartyTally parties : List.of(ownParties, foreignParties)) {
            crossBorder(soft, parties, Channel.ECOM, .120);
            crossBorder(soft, parties, Channel.POS, .040);
            crossBorder(soft, parties, Channel.ATM, .030);
            crossBorder(soft, parties, Channel.BANK_RAIL, .040);
            soft.assertThat(parties.crossBorderOfCards()).as("card channels").isCloseTo(.065, within(.005));
            soft.assertThat(parties.twoCountriesPerThousand())
                    .as("two countries at tills")
                    .isCloseTo(.003, within(.01));
        }
        soft.assertAll();
    }

    @Test
    void visitsKeepTheirDeviceAddressAndMostlyTheirInstrument() {
        SoftAssertions soft = new SoftAssertions();
        for (PartyTally parties : List.of(ownParties, foreignParties)) {
            soft.assertThat(parties.otherEndpointInVisit())
                    .as("device and IP of a visit")
                    .isZero();
            // Section 16 counts every neighbour of a session, as if there were no terminals: only neighbours by chance
            // can use another device, .146 of them, and .11 of those do.
            double same = 1 - parties.continuedBy(2) * parties.otherDeviceByChance();
            soft.assertThat(same).as("party device").isCloseTo(.984, within(.005));
            soft.assertThat(parties.samePartyDevice())
                    .as("party device, no terminals")
                    .isGreaterThan(.984);
            // .942 +- .01 with other holdings than those of the world design, which section 16 does not tell. With
            // those of world 3.3 many parties have one card for a channel. The corridor is .90 to .98.
            soft.assertThat(parties.sameInstrumentInVisit()).as("instrument").isCloseTo(.960, within(.01));
        }
        soft.assertAll();
    }

    @Test
    void ledgerEqualsTheCountsOfTheRows() {
        for (StreamRun run : List.of(own, foreign)) {
            SortedMap<String, String> counts = run.rowCounts();
            boolean isForeign = run == foreign;
            counts.put("visit_slot_drawn", isForeign ? counts.get("arrivals") : "0");
            for (String policy : List.of("rng_policy_6B", "flow_rng_policy_6B")) {
                for (RngPolicy.Family family :
                        RngPolicy.of(PolicyFiles.shipped(policy)).families()) {
                    family.decisions().forEach(declared -> assertThat(
                                    run.drawn.evaluations(Decision.valueOf(declared.decision())))
                            .as("%s, foreign %s", declared.decision(), isForeign)
                            .isEqualTo(Long.parseLong(counts.getOrDefault(declared.expectedCounter(), "0"))));
                }
            }
            assertThat(run.drawn.evaluations(Decision.SWITCH)).isEqualTo(run.rows.size);
            assertThat(run.drawn.evaluations(Decision.CHANNEL)).isPositive();
        }
    }

    @Test
    void drawsOfTheWholeRunEqualTheirDomains() {
        for (StreamRun run : List.of(own, foreign)) {
            long book = 0;
            for (int party = 0; party < run.world.universe.parties(); party++) {
                // 90 days from day 20 454 touch 23 stays of four days, or 24 where the first is cut.
                long first = (20_454L + party % 4) / 4;
                long last = (20_454L + 89 + party % 4) / 4;
                book += run.world.universe.weight(party) > 0 ? last - first + 1 : 0;
            }
            assertThat(run.runLevel.evaluations(Decision.TRAVEL_AWAY)).isEqualTo(book);
            assertThat(run.runLevel.evaluations(Decision.TRAVEL_DESTINATION)).isEqualTo(book);
            long fuel = java.util.Arrays.stream(run.world.dimensions.merchantMcc)
                    .filter(mcc -> mcc == 5541 || mcc == 5542)
                    .count();
            assertThat(run.runLevel.evaluations(Decision.MERCHANT_CLASS)).isZero();
            assertThat(run.runLevel.evaluations(Decision.MERCHANT_LEVEL)).isEqualTo(run.world.merchants());
            assertThat(run.runLevel.evaluations(Decision.MERCHANT_ITEM)).isEqualTo(8L * run.world.merchants());
            assertThat(run.runLevel.evaluations(Decision.MERCHANT_PUMP)).isEqualTo(fuel);
        }
    }

    @Test
    void sessionsHoldAllArrivalsAndFlowsHoldAllEvents() {
        for (StreamRun run : List.of(own, foreign)) {
            SortedMap<String, String> counts = run.rowCounts();
            assertThat(run.sessionTally.arrivals).isEqualTo(run.rows.size);
            assertThat(counts).containsEntry("sessions", Long.toString(run.sessionTally.sessions));
            long planned = Long.parseLong(counts.get("planned_events"));
            long censored = Long.parseLong(counts.get("censored_events"));
            assertThat(run.events).isEqualTo(planned - censored);
            assertThat(run.flowTally.retryCandidates).isEqualTo(run.flowTally.candidatesOnRows);
        }
    }

    @Test
    void everyBranchOfAFlowIsTakenAsOftenAsItsRowsAskFor() {
        SoftAssertions soft = new SoftAssertions();
        for (StreamRun run : List.of(own, foreign)) {
            Map<String, FlowTally.Branch> branches = run.flowTally.branches();
            assertThat(branches).hasSizeGreaterThan(70);
            branches.forEach((name, branch) -> {
                if (branch.variance >= 9 || branch.expected == 0) {
                    soft.assertThat(branch.distance())
                            .as(
                                    "standard errors of %s: %d of %d, expected %.1f",
                                    name, branch.taken, branch.rows, branch.expected)
                            .isLessThan(4);
                }
            });
        }
        soft.assertAll();
    }

    @Test
    void flowRatesOfAWholeWorld() {
        SoftAssertions soft = new SoftAssertions();
        FlowTally flows = own.flowTally;
        // Section 12 without its mix: retries raise ECOM, fewer challenges lower it. Realism F1 and F9, excellent.
        soft.assertThat(flows.declineRate(Channel.ECOM)).as("ECOM declined").isBetween(.08, .15);
        soft.assertThat(flows.declineRate(Channel.POS)).as("POS declined").isCloseTo(.0328, within(.004));
        soft.assertThat(flows.declineRate(Channel.ATM)).as("ATM declined").isCloseTo(.0527, within(.005));
        soft.assertThat(flows.declineRate(Channel.BANK_RAIL))
                .as("BANK_RAIL declined")
                .isCloseTo(.0228, within(.005));
        soft.assertThat(flows.retriedShare()).as("declines retried").isCloseTo(.12, within(.02));
        soft.assertAll();
    }

    @Test
    void delaysKeepTheQuantilesOfTheirLaws() {
        SoftAssertions soft = new SoftAssertions();
        for (StreamRun run : List.of(own, foreign)) {
            delays(soft, run, "RESPONSE.POS", .8093, 1.852, 4.515);
            delays(soft, run, "RESPONSE.ECOM", .9638, 2.257, 5.066);
            delays(soft, run, "RESPONSE.ATM", 1.616, 3.325, 5.333);
            delays(soft, run, "RESPONSE.RAIL", 2.243, 5.644, 9.063);
            delays(soft, run, "RESPONSE.TIMEOUT", 30.00, 33.11, 34.49);
            delays(soft, run, "CLEARING.POS", 11.93, 37.65, 48.71);
            delays(soft, run, "CLEARING.GOODS", 36.05, 87.11, 119.1);
            delays(soft, run, "CLEARING.INSTANT", 9.145, 35.26, 47.99);
            delays(soft, run, "CLEARING.ATM", 5.000, 11.38, 16.00);
            delays(soft, run, "REFUND.GOODS", 8.996, 28.37, 45.28);
        }
        soft.assertAll();
    }

    /** Shares beyond the stated quantiles, four standard errors and the rounding of the figures. */
    private static void delays(SoftAssertions soft, StreamRun run, String law, double p50, double p95, double p99) {
        FlowTally.Times times = run.flowTally.ofLaw(law);
        later(soft, law, times, p50, .50, .003);
        later(soft, law, times, p95, .05, .001);
        later(soft, law, times, p99, .01, .0003);
    }

    private static void later(
            SoftAssertions soft, String law, FlowTally.Times times, double limit, double share, double rounding) {
        double error = StrictMath.sqrt(share * (1 - share) / times.size());
        soft.assertThat(times.later(limit))
                .as("%s later than %s, of %d", law, limit, times.size())
                .isCloseTo(share, within(4 * error + rounding));
    }

    static void near(SoftAssertions soft, String what, double found, double expected, double percent) {
        soft.assertThat(found).as(what).isCloseTo(expected, Percentage.withPercentage(percent));
    }

    static void continued(
            SoftAssertions soft, PartyTally parties, double visit, double trip, double chance, double tolerance) {
        soft.assertThat(parties.continuedBy(0))
                .as("continued by the same visit")
                .isCloseTo(visit, within(tolerance));
        soft.assertThat(parties.continuedBy(1)).as("continued by the same trip").isCloseTo(trip, within(tolerance));
        soft.assertThat(parties.continuedBy(2)).as("continued by chance").isCloseTo(chance, within(tolerance));
    }

    static void followed(SoftAssertions soft, PartyTally parties, Channel channel, double expected, double tolerance) {
        soft.assertThat(parties.followed(channel))
                .as("%s followed within ten minutes", channel)
                .isCloseTo(expected, within(tolerance));
    }

    static void crossBorder(SoftAssertions soft, PartyTally parties, Channel channel, double expected) {
        soft.assertThat(parties.crossBorder(channel))
                .as("%s cross-border", channel)
                .isCloseTo(expected, within(4 * parties.crossBorderError(channel)));
    }

    static double seen(StreamRun run, PartyTally parties) {
        return (double) parties.partiesSeen() / run.world.universe.parties();
    }
}
