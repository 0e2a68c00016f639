package io.millrace.flows;

import io.millrace.base.PolicyException;
import io.millrace.base.RunException;
import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import io.millrace.policy.AmountModel;
import io.millrace.policy.Ending;
import io.millrace.random.Choice;
import io.millrace.random.Coin;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.random.UnitInterval;
import io.millrace.table.QuantileTable;
import io.millrace.world.WorldDimensions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much: the authorised amount of an order, what of it clears, what comes back. All money is whole minor units; an
 * amount is a product of table values, rounded once to the grid of its currency and put on an ending.
 *
 * <p>Draws nothing itself: the lanes of AMOUNT, CLEARING_DIFFERENCE and REFUND_AMOUNT come as arguments, and whoever
 * draws counts. Only what belongs to merchants is drawn here, {@link MerchantProfiles}.
 *
 * <p>Immutable, safe for all threads; nothing is allocated per call.
 *
 * @implNote amount_model_6B; docs/laws/flows.md
 */
public final class AmountLaw {
    private static final int CHANNELS = Channel.values().length + 1;
    private static final int CLASSES = PriceClass.values().length + 1;
    private static final int COUNTRIES = 676;
    private static final int ITEMS = AmountModel.ITEMS;
    private static final byte EQUAL = (byte) ClearingKind.EQUAL.code();
    private static final byte PREAUTH = (byte) ClearingKind.PREAUTH.code();

    final MerchantTraits merchants;
    final CurrencyTable currencies;
    private final SortedMap<String, QuantileTable> tables = new TreeMap<>();

    /** [class]: an item of the list (0..7), else an ending of the class. */
    final Choice[] form = new Choice[CLASSES];

    final double[] median = new double[CLASSES];
    final QuantileTable[] size = new QuantileTable[CLASSES];

    final double[] channelFactor = new double[CHANNELS];
    /** [segment code]; a party without segment counts 1. */
    final double[] segmentFactor = new double[Segment.values().length + 1];

    final double crossBorderFactor;

    final double[] pumpUnits;

    final Choice cashStep;
    final double[] cashUnits;
    private final double[] cashQuantile;

    final QuantileTable transferSize;
    final Choice transferEnding;

    private final ClearingRule[] clearing;
    /** [(class * channels + channel) * countries + country]: position in {@link #clearing}. */
    private final byte[] clearingRule = new byte[CLASSES * CHANNELS * COUNTRIES];

    /** [kind]: bounds of the difference over all rules of the kind, shares of the authorised amount. */
    private final double[] shareMin = new double[ClearingKind.values().length + 1];

    private final double[] shareMax = new double[ClearingKind.values().length + 1];

    private final Coin fullRefund;
    private final double fractionMin;
    private final double fractionSpan;

    /** @throws PolicyException when a country of the world has no currency; names all */
    public AmountLaw(AmountModel policy, WorldDimensions world, Draws draws) {
        this(policy, world, new MerchantProfiles(policy, world, draws));
    }

    AmountLaw(AmountModel policy, WorldDimensions world, MerchantTraits merchants) {
        this.merchants = merchants;
        currencies = new CurrencyTable(policy);
        currencies.requireCurrencies(world);
        tables.putAll(merchants.tables());
        for (PriceClass priceClass : PriceClass.values()) {
            int code = priceClass.code();
            AmountModel.ClassRules rules = policy.priceClasses().get(priceClass);
            form[code] = form(policy.list(), rules);
            median[code] = rules.medianUnits();
            size[code] = QuantileTable.of(QuantileTable.Shape.WIDE, rules.sizeLaw());
            tables.put("AMOUNT." + priceClass.token(), size[code]);
        }
        policy.context().channel().forEach((channel, factor) -> channelFactor[channel.code()] = factor);
        segmentFactor[0] = 1;
        policy.context().segment().forEach((segment, factor) -> segmentFactor[segment.code()] = factor);
        crossBorderFactor = policy.context().crossBorder();
        pumpUnits = doubles(policy.pump().pointsUnits());
        cashStep = Choice.of(policy.cash().weights());
        cashUnits = doubles(policy.cash().units());
        cashQuantile = middles(policy.cash().weights());
        transferSize =
                QuantileTable.of(QuantileTable.Shape.WIDE, policy.transfer().sizeLaw());
        tables.put("TRANSFER", transferSize);
        transferEnding =
                Choice.of(new ArrayList<>(policy.transfer().endingWeights().values()));
        clearing = policy.clearing().stream().map(ClearingRule::new).toArray(ClearingRule[]::new);
        fillClearingRules(policy.clearing());
        for (ClearingRule rule : clearing) {
            shareMin[rule.kind] = Math.min(shareMin[rule.kind], rule.deltaMin);
            shareMax[rule.kind] = Math.max(shareMax[rule.kind], rule.deltaMin + rule.deltaSpan);
        }
        // Whatever was filled, down to a single step.
        shareMin[PREAUTH] = -1;
        fullRefund = Coin.of(policy.refund().pFull());
        fractionMin = policy.refund().fractionMin();
        fractionSpan = policy.refund().fractionMax() - policy.refund().fractionMin();
    }

    /** Both steps of lane 0 as one choice: below p_list an item, above an ending; exact decimals. */
    static Choice form(AmountModel.ItemList list, AmountModel.ClassRules rules) {
        List<BigDecimal> weights = new ArrayList<>();
        list.weights().forEach(weight -> weights.add(weight.multiply(rules.pList())));
        BigDecimal rest = BigDecimal.ONE.subtract(rules.pList());
        for (Ending ending : Ending.OF_PURCHASES) {
            weights.add(rules.endingWeights().get(ending).multiply(rest));
        }
        return Choice.of(weights);
    }

    private void fillClearingRules(List<AmountModel.Clearing> rules) {
        for (PriceClass priceClass : PriceClass.values()) {
            for (Channel channel : Channel.values()) {
                for (int country = 0; country < COUNTRIES; country++) {
                    int rule = 0;
                    while (!rules.get(rule).matches(priceClass, channel, Iso.country(country))) {
                        rule++;
                    }
                    clearingRule[cell(priceClass.code(), channel.code(), country)] = (byte) rule;
                }
            }
        }
    }

    /** Position of the clearing rule of a sale. */
    int clearingRule(int priceClass, int channel, int country) {
        return clearingRule[cell(priceClass, channel, country)];
    }

    private static int cell(int priceClass, int channel, int country) {
        return (priceClass * CHANNELS + channel) * COUNTRIES + country;
    }

    /** Code of {@link PriceClass}. */
    public int priceClass(int merchantOrdinal) {
        return merchants.priceClass(merchantOrdinal);
    }

    /**
     * Currency of a country of sale, as {@link Iso} code.
     *
     * @throws RunException S2_CURRENCY when the policy names none
     */
    public short currency(int saleCountry) {
        return currencies.code[currencies.rowOfCountry(saleCountry)];
    }

    /**
     * Amount of a new order: a purchase on ECOM, POS and HYBRID, cash on ATM, a transfer on BANK_RAIL.
     *
     * @param x0 lane 0 of AMOUNT: the form (item, ending, step of the ladder)
     * @param x1 lane 1 of AMOUNT: the size
     * @param channel code of {@link Channel}
     * @param segment code of {@link Segment}, 0 when unknown
     * @param saleCountry {@link Iso} code
     * @throws RunException S2_CURRENCY when the country has no currency
     */
    public void authorise(
            long x0,
            long x1,
            int channel,
            int merchantOrdinal,
            int segment,
            boolean crossBorder,
            int saleCountry,
            Money out) {
        int currency = currencies.rowOfCountry(saleCountry);
        out.currency = currencies.code[currency];
        if (channel == Channel.ATM.code()) {
            withdraw(x0, currency, out);
        } else if (channel == Channel.BANK_RAIL.code()) {
            transfer(x0, x1, segment, currency, out);
        } else {
            double context = channelFactor[channel] * segmentFactor[segment];
            purchase(x0, x1, merchantOrdinal, crossBorder ? context * crossBorderFactor : context, currency, out);
            int point = channel == Channel.POS.code() ? merchants.pumpPoint(merchantOrdinal) : -1;
            if (point >= 0) {
                out.amountMinor = onGrid(pumpUnits[point], currency);
            }
        }
    }

    private void purchase(long x0, long x1, int merchant, double context, int currency, Money out) {
        int priceClass = merchants.priceClass(merchant);
        double price = median[priceClass] * merchants.level(merchant);
        int drawn = form[priceClass].pick(x0);
        int ending;
        if (drawn < ITEMS) {
            out.q = merchants.itemQuantile(merchant, drawn);
            ending = merchants.itemEnding(merchant, drawn);
        } else {
            out.q = UnitInterval.unit(x1);
            ending = drawn - ITEMS;
            price *= context;
        }
        set(
                out,
                EndingLaw.apply(
                        ending,
                        onGrid(price * size[priceClass].at(out.q), currency),
                        currencies.unitMinor[currency],
                        currencies.gridMinor[currency]));
    }

    private void withdraw(long x0, int currency, Money out) {
        int step = cashStep.pick(x0);
        long note = currencies.noteMinor[currency];
        out.q = cashQuantile[step];
        set(out, note * Rounding.steps(cashUnits[step] * currencies.minorPerUnit[currency] / note));
    }

    private void transfer(long x0, long x1, int segment, int currency, Money out) {
        out.q = UnitInterval.unit(x1);
        Ending ending = Ending.OF_TRANSFERS.get(transferEnding.pick(x0));
        set(
                out,
                EndingLaw.apply(
                        ending.ordinal(),
                        onGrid(segmentFactor[segment] * transferSize.at(out.q), currency),
                        currencies.unitMinor[currency],
                        currencies.gridMinor[currency]));
    }

    private static void set(Money out, long minor) {
        out.amountMinor = minor;
        out.baseMinor = minor;
    }

    /** Nearest positive multiple of the currency's grid. */
    private long onGrid(double units, int currency) {
        long grid = currencies.gridMinor[currency];
        return grid * Rounding.steps(units * currencies.minorPerUnit[currency] / grid);
    }

    /**
     * What of a purchase clears; cash and transfers clear as they were authorised and do not come here.
     *
     * @param x0 lane 0 of CLEARING_DIFFERENCE: differs or not
     * @param x1 lane 1 of CLEARING_DIFFERENCE: by how much
     * @param money of the order
     */
    public void clear(
            long x0, long x1, int channel, int merchantOrdinal, int saleCountry, Money money, ClearedAmount out) {
        if (channel == Channel.POS.code() && merchants.pumpPoint(merchantOrdinal) >= 0) {
            out.amountMinor = Math.min(money.amountMinor, money.baseMinor);
            out.kind = PREAUTH;
            return;
        }
        ClearingRule rule = clearing[clearingRule[cell(merchants.priceClass(merchantOrdinal), channel, saleCountry)]];
        if (!rule.differs.success(x0)) {
            out.amountMinor = money.amountMinor;
            out.kind = EQUAL;
            return;
        }
        long grid = gridMinor(money.currency);
        double share = 1 + (rule.deltaMin + rule.deltaSpan * UnitInterval.unit(x1));
        out.amountMinor = grid * Rounding.steps(money.amountMinor * share / grid);
        out.kind = rule.kind;
    }

    /**
     * Least difference of a cleared amount, share of the authorised one, before rounding to the grid; at most 0.
     *
     * @param kind code of {@link ClearingKind}
     */
    public double clearingShareMin(int kind) {
        return shareMin[kind];
    }

    /** Largest difference, share of the authorised amount, before rounding to the grid; at least 0. */
    public double clearingShareMax(int kind) {
        return shareMax[kind];
    }

    /**
     * What comes back of a clearing.
     *
     * @param x0 lane 0 of REFUND_AMOUNT: whole or part
     * @param x1 lane 1 of REFUND_AMOUNT: which part
     * @param money of the order
     * @param clearedMinor above 0
     * @return -clearedMinor..-1
     */
    public long refund(long x0, long x1, Money money, long clearedMinor) {
        if (fullRefund.success(x0)) {
            return -clearedMinor;
        }
        long grid = gridMinor(money.currency);
        double fraction = fractionMin + fractionSpan * UnitInterval.unit(x1);
        return -Math.min(clearedMinor, grid * Rounding.steps(fraction * clearedMinor / grid));
    }

    /** Every amount is a multiple, minor units. */
    public long gridMinor(short currency) {
        return currencies.gridMinor[currencies.rowOfCurrency(currency)];
    }

    /** No amount is above, minor units. */
    public long capMinor(short currency) {
        return currencies.capMinor[currencies.rowOfCurrency(currency)];
    }

    /** Cash is a multiple, minor units. */
    public long noteMinor(short currency) {
        return currencies.noteMinor[currencies.rowOfCurrency(currency)];
    }

    /** Counts the MERCHANT_* evaluations of the whole dimension: once per run, not per task. */
    public void countMerchantDraws(DrawLedger ledger) {
        merchants.countDraws(ledger);
    }

    /** By name, for the digest of the run. */
    public SortedMap<String, QuantileTable> tables() {
        return Collections.unmodifiableSortedMap(tables);
    }

    private static double[] doubles(List<BigDecimal> decimals) {
        return decimals.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    }

    /** Middle of each step's cumulative weight. */
    static double[] middles(List<BigDecimal> weights) {
        double[] middles = new double[weights.size()];
        BigDecimal twice = BigDecimal.ZERO;
        for (int step = 0; step < middles.length; step++) {
            middles[step] = twice.add(weights.get(step)).doubleValue() / 2;
            twice = twice.add(weights.get(step).multiply(BigDecimal.valueOf(2)));
        }
        return middles;
    }

    /** A row of the clearing table, ready to draw from. */
    private static final class ClearingRule {
        private final byte kind;
        private final Coin differs;
        private final double deltaMin;
        private final double deltaSpan;

        ClearingRule(AmountModel.Clearing rule) {
            kind = (byte) rule.kind().code();
            differs = Coin.of(rule.pDiffers());
            deltaMin = rule.deltaShareMin();
            deltaSpan = rule.deltaShareMax() - rule.deltaShareMin();
        }
    }
}
