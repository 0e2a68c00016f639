package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.PriceClass;
import io.millrace.policy.AmountModel;
import io.millrace.random.Choice;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.random.UnitInterval;

/**
 * The amount quantile of an order, made again from its id: challenge, decline and refund read it, and no column holds it.
 * Needs no world. Not thread-safe.
 *
 * <p>Draws: AMOUNT of the flow that opened the order, MERCHANT_ITEM where it took an item of a list; counted by nobody,
 * since no row is made.
 *
 * @implNote amount_model_6B#/list, /price_classes, /cash; docs/laws/amounts.md
 */
final class OrderQuantiles {
    private final Draws draws;
    private final KeyedBijection flowIds;
    private final KeyedBijection orderIds;
    private final AmountModel.ItemList list;
    private final Choice[] form = new Choice[PriceClass.values().length + 1];
    private final Choice cashStep;
    private final double[] cashQuantile;
    private final long[] lanes = new long[2];

    OrderQuantiles(AmountModel policy, Draws draws, KeyedBijection flowIds, KeyedBijection orderIds) {
        this.draws = draws;
        this.flowIds = flowIds;
        this.orderIds = orderIds;
        list = policy.list();
        policy.priceClasses()
                .forEach((priceClass, rules) -> form[priceClass.code()] = AmountLaw.form(policy.list(), rules));
        cashStep = Choice.of(policy.cash().weights());
        cashQuantile = AmountLaw.middles(policy.cash().weights());
    }

    /**
     * @param channel code of the order
     * @param priceClass code of the merchant
     * @return 0..1
     */
    double of(long orderId, int channel, int priceClass, long merchantId) {
        draws.block(Decision.AMOUNT, flowIds.id(orderIds.arrivalKey(orderId)), 0, lanes);
        if (channel == Channel.ATM.code()) {
            return cashQuantile[cashStep.pick(lanes[0])];
        }
        if (channel == Channel.BANK_RAIL.code()) {
            return UnitInterval.unit(lanes[1]);
        }
        int drawn = form[priceClass].pick(lanes[0]);
        return drawn < AmountModel.ITEMS
                ? MerchantProfiles.itemQuantile(draws, list, merchantId, drawn)
                : UnitInterval.unit(lanes[1]);
    }
}
