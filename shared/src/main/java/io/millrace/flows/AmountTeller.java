package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import io.millrace.policy.AmountModel;
import io.millrace.policy.Ending;
import io.millrace.random.Decision;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import io.millrace.world.WorldDimensions;
import java.util.ArrayList;
import java.util.List;

/** Tells what a flow asks for: the merchant's prices, the form and size drawn, the currency's grid and ending. */
final class AmountTeller {
    private static final String ANCHORS = SlabKind.FLOW.datasetId();
    private static final String EVENTS = SlabKind.EVENT.datasetId();

    private final AmountLaw law;
    private final WorldDimensions world;
    private final RecordedLanes lanes;
    private final FlowTeller.Policies policies;

    AmountTeller(AmountLaw law, WorldDimensions world, RecordedLanes lanes, FlowTeller.Policies policies) {
        this.law = law;
        this.world = world;
        this.lanes = lanes;
        this.policies = policies;
    }

    Chapter tell(FlowRow flow) {
        List<Fact> facts = new ArrayList<>();
        facts.add(priceClass(flow));
        String currency = Iso.currency(flow.money.currency);
        facts.add(Fact.of("currency", currency)
                .because("of the country of sale")
                .by(policies.amount("/currency_by_country/" + Iso.country(flow.saleCountry)))
                .by(policies.amount("/currencies/" + currency))
                .in(ANCHORS)
                .in(EVENTS));
        if (flow.attemptIndex > 0) {
            facts.add(amount(flow).because("that of the order"));
        } else if (flow.channel == Channel.ATM.code()) {
            cash(flow, facts);
        } else if (flow.channel == Channel.BANK_RAIL.code()) {
            transfer(flow, facts);
        } else {
            purchase(flow, facts);
        }
        return new Chapter("Amount", facts);
    }

    private Fact priceClass(FlowRow flow) {
        String token = PriceClass.ofCode(flow.priceClass).token();
        Fact fact = Fact.of("price_class", token).in(ANCHORS);
        int mcc = world.merchantMcc[flow.merchant];
        if (mcc >= 0 && policies.amounts().classOf(mcc).isPresent()) {
            return fact.because("lists the merchant's category code, " + mcc)
                    .by(policies.amount("/price_classes/" + token + "/mcc"));
        }
        Drawn drawn = lanes.ofRun(Decision.MERCHANT_CLASS, flow.merchantId, 0);
        String demand =
                DemandClass.ofCode(world.merchantDemandClass[flow.merchant]).token();
        return fact.because("the merchant has no category code, so its demand class, " + demand + ", draws")
                .drawn(drawn)
                .by(policies.amount("/class_by_demand_class/" + demand));
    }

    private static Fact amount(FlowRow flow) {
        return Fact.of("amount_minor", flow.money.amountMinor).in(ANCHORS).in(EVENTS);
    }

    private static Fact quantile(FlowRow flow) {
        return Fact.of("amount quantile", Wording.share(flow.money.q));
    }

    private void purchase(FlowRow flow, List<Fact> facts) {
        Drawn drawn = lanes.take(Decision.AMOUNT, 0);
        String priceClass = PriceClass.ofCode(flow.priceClass).token();
        double level = law.merchants.level(flow.merchant);
        facts.add(Fact.of("level of the merchant", Wording.factor(level))
                .because("of its prices in the class")
                .drawn(lanes.ofRun(Decision.MERCHANT_LEVEL, flow.merchantId, 0))
                .by(policies.amount("/price_classes/" + priceClass + "/sigma_merchant_log")));
        int form = law.form[flow.priceClass].pick(drawn.x0());
        boolean isItem = form < AmountModel.ITEMS;
        Ending ending =
                Ending.values()[isItem ? law.merchants.itemEnding(flow.merchant, form) : form - AmountModel.ITEMS];
        Fact price = Fact.of("form", isItem ? "item " + form : ending.name()).drawn(drawn);
        if (isItem) {
            facts.add(price.because("lane 0 is " + Wording.share(drawn.u0())
                            + ": a price of the merchant's list, ending " + ending)
                    .by(policies.amount("/price_classes/" + priceClass + "/p_list"))
                    .by(policies.amount("/list/weights")));
            facts.add(quantile(flow)
                    .because("of the item")
                    .drawn(lanes.ofRun(Decision.MERCHANT_ITEM, flow.merchantId, form)));
        } else {
            facts.add(price.because("lane 0 is " + Wording.share(drawn.u0()) + ": no price of the list; its ending")
                    .by(policies.amount("/price_classes/" + priceClass + "/p_list"))
                    .by(policies.amount("/price_classes/" + priceClass + "/ending_weights")));
            facts.add(quantile(flow).because("lane 1 of AMOUNT"));
        }
        facts.add(authorised(flow, priceClass, level, isItem, ending));
    }

    private Fact authorised(FlowRow flow, String priceClass, double level, boolean isItem, Ending ending) {
        StringBuilder product = new StringBuilder(Wording.factor(law.median[flow.priceClass]))
                .append(" median * ")
                .append(Wording.factor(level))
                .append(" level");
        double units = law.median[flow.priceClass] * level;
        Fact fact = amount(flow).by(policies.amount("/price_classes/" + priceClass + "/median_units"));
        if (!isItem) {
            double context = law.channelFactor[flow.channel] * law.segmentFactor[flow.segment];
            context = flow.crossBorder ? context * law.crossBorderFactor : context;
            units *= context;
            product.append(" * ").append(Wording.factor(context)).append(" context");
            fact = fact.by(policies.amount(
                    "/context/channel/" + Channel.ofCode(flow.channel).token()));
            if (flow.segment > 0) {
                fact = fact.by(policies.amount(
                        "/context/segment/" + Segment.ofCode(flow.segment).token()));
            }
            if (flow.crossBorder) {
                fact = fact.by(policies.amount("/context/cross_border"));
            }
        }
        double size = law.size[flow.priceClass].at(flow.money.q);
        product.append(" * ").append(Wording.factor(size)).append(" size = ").append(Wording.factor(units * size));
        fact = fact.because(product + " reference units")
                .because(flow.money.baseMinor + " minor units on grid and ending " + ending)
                .by(policies.amount("/price_classes/" + priceClass + "/sigma_within_log"));
        int point = flow.channel == Channel.POS.code() ? law.merchants.pumpPoint(flow.merchant) : -1;
        return point < 0
                ? fact
                : fact.because("pay at the pump: a fixed amount of " + Wording.factor(law.pumpUnits[point])
                                + " units is authorised, what was filled clears")
                        .drawn(lanes.ofRun(Decision.MERCHANT_PUMP, flow.merchantId, 0))
                        .by(policies.amount("/pump"));
    }

    private void cash(FlowRow flow, List<Fact> facts) {
        Drawn drawn = lanes.take(Decision.AMOUNT, 0);
        int step = law.cashStep.pick(drawn.x0());
        facts.add(quantile(flow).because("middle of the step's weight"));
        facts.add(amount(flow)
                .because("lane 0 is " + Wording.share(drawn.u0()) + ": step " + step + " of the ladder, "
                        + Wording.factor(law.cashUnits[step]) + " units, in whole notes of "
                        + law.noteMinor(flow.money.currency))
                .drawn(drawn)
                .by(policies.amount("/cash/ladder/" + step)));
    }

    private void transfer(FlowRow flow, List<Fact> facts) {
        Drawn drawn = lanes.take(Decision.AMOUNT, 0);
        Ending ending = Ending.OF_TRANSFERS.get(law.transferEnding.pick(drawn.x0()));
        facts.add(Fact.of("form", ending.name())
                .because("lane 0 is " + Wording.share(drawn.u0()))
                .drawn(drawn)
                .by(policies.amount("/transfer/ending_weights")));
        facts.add(quantile(flow).because("lane 1 of AMOUNT"));
        double size = law.transferSize.at(flow.money.q);
        Fact fact = amount(flow)
                .because(Wording.factor(law.segmentFactor[flow.segment]) + " segment * " + Wording.factor(size)
                        + " size, reference units, on grid and ending")
                .by(policies.amount("/transfer/components"));
        facts.add(
                flow.segment == 0
                        ? fact
                        : fact.by(policies.amount("/context/segment/"
                                + Segment.ofCode(flow.segment).token())));
    }
}
