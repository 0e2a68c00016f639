package io.millrace.attach;

import io.millrace.contract.Channel;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.DemandClass;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import java.math.BigDecimal;

/** Channel of an arrival: own tokens stay, foreign ones are mapped, the rest is drawn from a row of the table. */
final class ChannelLaw {
    private static final int CHANNELS = Channel.values().length;

    private final Draws draws;
    private final DrawLedger ledger;
    /** By upstream code; null takes the table. */
    private final Channel[] mapped = new Channel[ChannelUpstream.values().length + 1];

    private final Row[] physical = new Row[DemandClass.values().length + 1];
    private final Row[] virtual = new Row[DemandClass.values().length + 1];

    ChannelLaw(AttachmentPolicy.ChannelRules rules, Draws draws, DrawLedger ledger) {
        this.draws = draws;
        this.ledger = ledger;
        rules.fromUpstream().forEach((token, channel) -> mapped[token.code()] = channel);
        for (DemandClass demandClass : DemandClass.values()) {
            physical[demandClass.code()] = row(rules, false, demandClass);
            virtual[demandClass.code()] = row(rules, true, demandClass);
        }
    }

    void decide(AttachRow row, int upstream, int demandClass) {
        Channel channel = mapped[upstream];
        if (channel != null) {
            row.channel = channel.code();
            row.channelSource = upstream > ChannelUpstream.MIXED.code() ? ChannelSource.ROW : ChannelSource.MAPPED;
            return;
        }
        Row table = (row.isVirtual ? virtual : physical)[demandClass];
        if (table.single > 0) {
            row.channel = table.single;
            row.channelSource = ChannelSource.MAPPED;
            return;
        }
        ledger.count(Decision.CHANNEL);
        row.channel = table.pick(draws.x0(Decision.CHANNEL, row.arrivalKey, 0));
        row.channelSource = ChannelSource.DRAWN;
    }

    /** Share of a channel where nothing is delivered, for merchants whose own shares are unknown. */
    double share(int demandClass, int channel, Part part) {
        return (part == Part.VIRTUAL ? virtual : physical)[demandClass].share[channel];
    }

    /** The two halves of a merchant's business. */
    enum Part {
        SITES,
        VIRTUAL
    }

    private static Row row(AttachmentPolicy.ChannelRules rules, boolean isVirtual, DemandClass demandClass) {
        return rules.unresolved().stream()
                .filter(rule -> rule.isVirtual().contains(isVirtual)
                        && rule.demandClass().contains(demandClass))
                .findFirst()
                .map(Row::new)
                .orElseThrow(() -> new IllegalStateException("channel.unresolved has no row for " + demandClass));
    }

    private static final class Row {
        private final Coin[] cumulative = new Coin[CHANNELS + 1];
        private final double[] share = new double[CHANNELS + 1];
        private int single;

        Row(AttachmentPolicy.Unresolved rule) {
            BigDecimal sum = BigDecimal.ZERO;
            int positive = 0;
            for (Channel channel : Channel.values()) {
                BigDecimal weight = rule.weights().get(channel);
                share[channel.code()] = weight.doubleValue();
                if (weight.signum() > 0) {
                    sum = sum.add(weight);
                    cumulative[channel.code()] = Coin.of(sum);
                    single = channel.code();
                    positive++;
                }
            }
            if (sum.compareTo(BigDecimal.ONE) != 0) {
                throw new IllegalStateException("channel.unresolved weights must sum to 1, was " + sum);
            }
            single = positive == 1 ? single : 0;
        }

        int pick(long x) {
            for (int channel = 1; channel <= CHANNELS; channel++) {
                if (cumulative[channel] != null && cumulative[channel].success(x)) {
                    return channel;
                }
            }
            throw new IllegalStateException("the last cumulative weight is 1 and always succeeds");
        }
    }
}
