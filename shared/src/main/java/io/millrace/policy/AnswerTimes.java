package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.table.Truncated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Time from request to answer of first attempts on one channel: no challenge, completed challenge, abandoned challenge,
 * with the shares of the flow shape. Sums of laws are taken over equal slices of each.
 */
final class AnswerTimes {
    private static final String TIMING = "timing_policy_6B";
    private static final String SHAPE = "flow_shape_policy_6B";
    /** Of a law in a sum; the one that lasts longest carries the tail and is cut finer. */
    private static final int SLICES = 10;

    private final List<Part> parts = new ArrayList<>();
    private double total;

    private AnswerTimes() {}

    private record Part(double seconds, double weight) {}

    /** @return empty when a law is missing or none, which L05, L09 or L11 says */
    static Optional<AnswerTimes> of(LintPass pass, FlowShares shares) {
        Channel channel = shares.channel();
        Optional<Truncated> answer = law(pass, EventType.AUTH_RESPONSE, channel, "NONE");
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        double factor = pass.at(TIMING, "/cross_border_factor").number();
        double abroad = shares.crossBorder();
        AnswerTimes times = new AnswerTimes();
        Optional<Truncated> timeout = law(pass, EventType.AUTH_RESPONSE, channel, timeoutCode(channel));
        double slow = timeout.isEmpty() ? 0 : shares.timeouts(timeoutCode(channel));
        double challenged = TimingRules.isChallenged(pass, channel.token()) ? shares.challenged() : 0;
        double direct = 1 - challenged - slow;
        times.add(direct * (1 - abroad), 1, answer.get());
        times.add(direct * abroad, factor, answer.get());
        timeout.ifPresent(law -> times.add(slow, 1, law));
        if (challenged > 0) {
            Optional<Truncated> challenge = law(pass, EventType.STEP_UP_CHALLENGE, channel, "NONE");
            Optional<Truncated> complete = law(pass, EventType.STEP_UP_COMPLETE, channel, "NONE");
            Optional<Truncated> gaveUp = law(pass, EventType.AUTH_RESPONSE, channel, ReasonCode.S2.token());
            if (challenge.isEmpty() || complete.isEmpty() || gaveUp.isEmpty()) {
                return Optional.empty();
            }
            double abandoned = pass.at(SHAPE, "/step_up/" + channel.token() + "/p_abandoned")
                    .number();
            times.add(challenged * (1 - abandoned), 1, challenge.get(), complete.get(), answer.get());
            times.add(challenged * abandoned, 1, challenge.get(), gaveUp.get());
        }
        times.parts.sort(Comparator.comparingDouble(Part::seconds));
        return Optional.of(times);
    }

    /** Seconds that a share p of the answers does not pass. */
    double quantile(double p) {
        double below = 0;
        for (Part part : parts) {
            below += part.weight;
            if (below >= p * total) {
                return part.seconds;
            }
        }
        return parts.get(parts.size() - 1).seconds;
    }

    private static String timeoutCode(Channel channel) {
        return channel == Channel.BANK_RAIL ? ReasonCode.AB05.token() : ReasonCode.C91.token();
    }

    private static Optional<Truncated> law(LintPass pass, EventType event, Channel channel, String reason) {
        return TimingRules.lawOf(pass, event, channel, PriceClass.GENERAL, reason)
                .flatMap(TimingRules::distribution);
    }

    private void add(double weight, double factor, Truncated... laws) {
        double longest =
                Arrays.stream(laws).mapToDouble(law -> law.quantile(0.5)).max().orElseThrow();
        List<Part> sums = List.of(new Part(0, weight));
        for (Truncated law : laws) {
            List<Part> slices = law.quantile(0.5) == longest ? fine(law) : coarse(law);
            List<Part> next = new ArrayList<>();
            for (Part slice : slices) {
                sums.forEach(
                        sum -> next.add(new Part(sum.seconds + slice.seconds * factor, sum.weight * slice.weight)));
            }
            sums = next;
        }
        parts.addAll(sums);
        total += weight;
    }

    private static List<Part> coarse(Truncated law) {
        List<Part> slices = new ArrayList<>();
        slice(law, 0, 1, SLICES, slices);
        return slices;
    }

    /** Finer and finer towards the tail, which decides p95 and p99. */
    private static List<Part> fine(Truncated law) {
        List<Part> slices = new ArrayList<>();
        slice(law, 0, 0.9, 6 * SLICES, slices);
        slice(law, 0.9, 0.99, 5 * SLICES, slices);
        slice(law, 0.99, 0.999, 5 * SLICES, slices);
        slice(law, 0.999, 1, 4 * SLICES, slices);
        return slices;
    }

    private static void slice(Truncated law, double from, double to, int count, List<Part> slices) {
        double width = (to - from) / count;
        for (int slice = 0; slice < count; slice++) {
            slices.add(new Part(law.quantile(from + (slice + 0.5) * width), width));
        }
    }
}
