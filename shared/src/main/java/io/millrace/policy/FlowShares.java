package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.PriceClass;
import java.util.List;
import java.util.Map;

/**
 * Expected shares of first attempts on one channel, integrated over the amount quantile: what the flow shape promises
 * before anything is drawn. Class mixes and the share of the SCA region are those of the bench of docs/laws/flows.md;
 * cross-border is what the attachment policy asks for.
 */
final class FlowShares {
    private static final String SHAPE = "flow_shape_policy_6B";
    private static final String ATTACHMENT = "attachment_policy_6B";
    private static final double SCA_SHARE = 0.6;
    private static final int SLICES = 100;
    private static final Map<PriceClass, Double> POS_MIX = Map.of(
            PriceClass.GROCERY, 0.38,
            PriceClass.DINING, 0.17,
            PriceClass.FUEL, 0.14,
            PriceClass.RETAIL, 0.13,
            PriceClass.SERVICES, 0.07,
            PriceClass.APPAREL, 0.05,
            PriceClass.ELECTRONICS, 0.02,
            PriceClass.GENERAL, 0.02,
            PriceClass.LODGING, 0.01,
            PriceClass.TRAVEL, 0.01);
    private static final Map<PriceClass, Double> ECOM_MIX = Map.of(
            PriceClass.DIGITAL, 0.28,
            PriceClass.RETAIL, 0.20,
            PriceClass.APPAREL, 0.16,
            PriceClass.ELECTRONICS, 0.08,
            PriceClass.TRAVEL, 0.06,
            PriceClass.UTILITIES, 0.06,
            PriceClass.SERVICES, 0.06,
            PriceClass.DINING, 0.05,
            PriceClass.GROCERY, 0.03,
            PriceClass.LODGING, 0.02);
    private static final Map<PriceClass, Double> HYBRID_MIX = Map.of(
            PriceClass.RETAIL, 0.40,
            PriceClass.APPAREL, 0.20,
            PriceClass.ELECTRONICS, 0.20,
            PriceClass.GROCERY, 0.10,
            PriceClass.DINING, 0.10);
    private static final Map<PriceClass, Double> ONE_CLASS = Map.of(PriceClass.GENERAL, 1.0);

    private final LintPass pass;
    private final Channel channel;
    private final double crossBorder;

    private FlowShares(LintPass pass, Channel channel, double crossBorder) {
        this.pass = pass;
        this.channel = channel;
        this.crossBorder = crossBorder;
    }

    static FlowShares of(LintPass pass, Channel channel) {
        // Without an attachment policy a tenth, as on the bench.
        double abroad = pass.has(ATTACHMENT)
                ? 1 - pass.at(ATTACHMENT, "/party/p_home/" + channel.token()).number()
                : 0.1;
        return new FlowShares(pass, channel, abroad);
    }

    /** Shares at another part of cross-border flows. */
    FlowShares withCrossBorder(double share) {
        return new FlowShares(pass, channel, share);
    }

    Channel channel() {
        return channel;
    }

    double crossBorder() {
        return crossBorder;
    }

    static Map<PriceClass, Double> mix(Channel channel) {
        return switch (channel) {
            case POS -> POS_MIX;
            case ECOM -> ECOM_MIX;
            case HYBRID -> HYBRID_MIX;
            case ATM, BANK_RAIL -> ONE_CLASS;
        };
    }

    /** Challenged, of all flows. */
    double challenged() {
        return SCA_SHARE * challenged("p_base_sca") + (1 - SCA_SHARE) * challenged("p_base_other");
    }

    /** Challenged, of flows with one of the two bases. */
    double challenged(String base) {
        double sum = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            double quantile = (slice + 0.5) / SLICES;
            sum += (1 - crossBorder) * pChallenge(base, quantile, false)
                    + crossBorder * pChallenge(base, quantile, true);
        }
        return sum / SLICES;
    }

    /** Failed or abandoned, of challenges. */
    double notCompleted() {
        PolicyNode step = step();
        return step.get("p_failed").number() + step.get("p_abandoned").number();
    }

    /** Declined by issuer or challenge, of all flows. */
    double declined() {
        double sum = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            double quantile = (slice + 0.5) / SLICES;
            sum += (1 - crossBorder) * declined(quantile, false) + crossBorder * declined(quantile, true);
        }
        return sum / SLICES;
    }

    /** Answers that time out, of all flows. */
    double timeouts(String code) {
        PolicyNode weights = pass.at(SHAPE, "/decline/reason_weights/" + channel.token());
        return weights.has(code) ? weights.get(code).number() * issuerDeclined() : 0;
    }

    /** Refunds per clearing; the mean of the quantile factor is taken at one half. */
    double refundsPerClearing() {
        String column = channel == Channel.POS ? "pos" : "remote";
        PolicyNode quantile = pass.at(SHAPE, "/refund_rates/quantile");
        double factor = quantile.get("base").number() + quantile.get("slope").number() / 2;
        double sum = 0;
        for (Map.Entry<PriceClass, Double> part : mix(channel).entrySet()) {
            sum += part.getValue()
                    * pass.at(SHAPE, "/refund_rates/" + part.getKey().token())
                            .get(column)
                            .number();
        }
        return sum * factor;
    }

    /** Voided or expired, of approvals. */
    double notCleared() {
        RuleTable table = new RuleTable()
                .over("channel", VocabularyRules.tokenList(Channel.values()))
                .over("price_class", VocabularyRules.tokenList(PriceClass.values()));
        List<PolicyNode> rows = pass.at(SHAPE, "/after_approval").items();
        double sum = 0;
        for (Map.Entry<PriceClass, Double> part : mix(channel).entrySet()) {
            int row = table.firstMatch(
                    rows,
                    Map.of(
                            "channel",
                            channel.token(),
                            "price_class",
                            part.getKey().token()));
            if (row >= 0) {
                sum += part.getValue() * (1 - rows.get(row).get("p_clear").number());
            }
        }
        return sum;
    }

    private double issuerDeclined() {
        double sum = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            double quantile = (slice + 0.5) / SLICES;
            sum += (1 - crossBorder) * pDecline(quantile, false, 0) + crossBorder * pDecline(quantile, true, 0);
        }
        return sum / SLICES;
    }

    private double declined(double quantile, boolean abroad) {
        double challenged = SCA_SHARE * pChallenge("p_base_sca", quantile, abroad)
                + (1 - SCA_SHARE) * pChallenge("p_base_other", quantile, abroad);
        double failed = challenged * notCompleted();
        double passed = challenged - failed;
        return failed + passed * pDecline(quantile, abroad, 1) + (1 - challenged) * pDecline(quantile, abroad, 0);
    }

    private double pChallenge(String base, double quantile, boolean abroad) {
        PolicyNode step = step();
        double p = step.get(base).number() * curve("/step_up/amount_curve", quantile);
        if (abroad) {
            p *= step.get("cross_border_factor").number();
        }
        return Math.min(pass.at(SHAPE, "/step_up/p_max").number(), p);
    }

    /** Mean over strained and other accounts. */
    private double pDecline(double quantile, boolean abroad, int challenges) {
        PolicyNode own = pass.at(SHAPE, "/decline/" + channel.token());
        double p = own.get("p_base").number() * curve("/decline/amount_curve", quantile);
        if (abroad) {
            p *= own.get("cross_border_factor").number();
        }
        if (challenges > 0) {
            p *= pass.at(SHAPE, "/decline/challenged_factor").number();
        }
        PolicyNode strain = pass.at(SHAPE, "/decline/strain");
        double share = strain.get("p_strained").number();
        double max = pass.at(SHAPE, "/decline/p_max").number();
        return share * Math.min(max, p * strain.get("factor_strained").number())
                + (1 - share) * Math.min(max, p * strain.get("factor_other").number());
    }

    private PolicyNode step() {
        return pass.at(SHAPE, "/step_up/" + channel.token());
    }

    private double curve(String pointer, double quantile) {
        List<PolicyNode> points = pass.at(SHAPE, pointer).items();
        for (int i = 1; i < points.size(); i++) {
            double right = points.get(i).get("quantile").number();
            if (quantile <= right) {
                double left = points.get(i - 1).get("quantile").number();
                double low = points.get(i - 1).get("factor").number();
                double high = points.get(i).get("factor").number();
                return low + (high - low) * (quantile - left) / (right - left);
            }
        }
        return points.get(points.size() - 1).get("factor").number();
    }
}
