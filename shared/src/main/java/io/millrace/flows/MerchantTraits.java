package io.millrace.flows;

import io.millrace.random.DrawLedger;
import io.millrace.table.QuantileTable;
import java.util.SortedMap;

/** What the amount of a purchase needs to know of its merchant, by merchant ordinal. */
interface MerchantTraits {
    /** Code of {@link io.millrace.contract.PriceClass}. */
    int priceClass(int merchant);

    /** Factor on the median of the class, around 1. */
    double level(int merchant);

    /** Quantile of an item of the merchant's list, 0..1. */
    double itemQuantile(int merchant, int item);

    /** Ordinal of {@link io.millrace.policy.Ending}. */
    int itemEnding(int merchant, int item);

    /** Position of the amount that is authorised at the pump, -1 at merchants without one. */
    int pumpPoint(int merchant);

    /** Counts what the merchants of the dimension evaluate: once per run, not per task. */
    void countDraws(DrawLedger ledger);

    /** By name. */
    SortedMap<String, QuantileTable> tables();
}
