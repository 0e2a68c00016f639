package io.millrace.flows;

import io.millrace.contract.PriceClass;
import io.millrace.policy.AmountModel;
import io.millrace.policy.Ending;
import io.millrace.random.Choice;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
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
 * What a merchant is like: its price class, its price level in the class, its list of eight prices, its pump. A pure
 * function of the merchant's id and its row in the dimension. Worlds of up to 250 000 merchants are worked out once, 83
 * bytes each; larger ones whenever a flow asks, with the same values.
 *
 * <p>Draws: MERCHANT_LEVEL and eight times MERCHANT_ITEM per merchant, MERCHANT_CLASS where the category code is unknown,
 * MERCHANT_PUMP of class FUEL. They belong to no row and are counted once per run by {@link #countDraws}.
 *
 * @implNote amount_model_6B#/price_classes, /class_by_demand_class, /list, /pump; docs/laws/flows.md
 */
public final class MerchantProfiles implements MerchantTraits {
    /** Above, a table of all merchants costs more memory than the draws cost time. */
    static final int PRECOMPUTED_MAX = 250_000;

    private static final int MCC_LIMIT = 10_000;
    private static final int ITEMS = AmountModel.ITEMS;
    private static final int NO_PUMP = -1;

    private final WorldDimensions world;
    private final Draws draws;
    private final byte[] classOfMcc = new byte[MCC_LIMIT];
    private final Choice[] classOfDemand;
    private final QuantileTable[] level = new QuantileTable[PriceClass.values().length + 1];
    private final Choice[] itemEnding = new Choice[PriceClass.values().length + 1];
    private final AmountModel.ItemList list;
    private final Coin payAtPump;
    private final Choice pumpPoint;
    private final SortedMap<String, QuantileTable> tables = new TreeMap<>();

    private final boolean precomputed;
    private final byte[] classes;
    private final double[] levels;
    private final double[] itemQuantiles;
    private final byte[] itemEndings;
    private final byte[] pumpPoints;

    public MerchantProfiles(AmountModel policy, WorldDimensions world, Draws draws) {
        this(policy, world, draws, PRECOMPUTED_MAX);
    }

    MerchantProfiles(AmountModel policy, WorldDimensions world, Draws draws, int precomputedMax) {
        this.world = world;
        this.draws = draws;
        classOfDemand = new Choice[policy.classByDemandClass().size() + 1];
        policy.classByDemandClass()
                .forEach((demandClass, weights) ->
                        classOfDemand[demandClass.code()] = Choice.of(new ArrayList<>(weights.values())));
        for (int mcc = 0; mcc < MCC_LIMIT; mcc++) {
            classOfMcc[mcc] =
                    (byte) policy.classOf(mcc).map(PriceClass::code).orElse(0).intValue();
        }
        for (PriceClass priceClass : PriceClass.values()) {
            int code = priceClass.code();
            level[code] = QuantileTable.of(QuantileTable.Shape.NARROW, policy.levelLaw(priceClass));
            tables.put("LEVEL." + priceClass.token(), level[code]);
            // An item of a list has a price of its own, so it is never left as drawn.
            List<BigDecimal> endings = new ArrayList<>(
                    policy.priceClasses().get(priceClass).endingWeights().values());
            endings.set(Ending.RAW.ordinal(), BigDecimal.ZERO);
            itemEnding[code] = Choice.of(endings);
        }
        list = policy.list();
        payAtPump = Coin.of(policy.pump().pPayAtPump());
        pumpPoint = Choice.of(policy.pump().weights());
        precomputed = world.merchants() <= precomputedMax;
        int merchants = precomputed ? world.merchants() : 0;
        classes = new byte[merchants];
        levels = new double[merchants];
        itemQuantiles = new double[merchants * ITEMS];
        itemEndings = new byte[merchants * ITEMS];
        pumpPoints = new byte[merchants];
        for (int merchant = 0; merchant < merchants; merchant++) {
            int code = drawClass(merchant);
            classes[merchant] = (byte) code;
            levels[merchant] = drawLevel(merchant, code);
            pumpPoints[merchant] = (byte) drawPumpPoint(merchant, code);
            for (int item = 0; item < ITEMS; item++) {
                itemQuantiles[merchant * ITEMS + item] = drawItemQuantile(merchant, item);
                itemEndings[merchant * ITEMS + item] = (byte) drawItemEnding(merchant, code, item);
            }
        }
    }

    @Override
    public int priceClass(int merchant) {
        return precomputed ? classes[merchant] : drawClass(merchant);
    }

    @Override
    public double level(int merchant) {
        return precomputed ? levels[merchant] : drawLevel(merchant, drawClass(merchant));
    }

    @Override
    public double itemQuantile(int merchant, int item) {
        return precomputed ? itemQuantiles[merchant * ITEMS + item] : drawItemQuantile(merchant, item);
    }

    @Override
    public int itemEnding(int merchant, int item) {
        return precomputed ? itemEndings[merchant * ITEMS + item] : drawItemEnding(merchant, drawClass(merchant), item);
    }

    @Override
    public int pumpPoint(int merchant) {
        return precomputed ? pumpPoints[merchant] : drawPumpPoint(merchant, drawClass(merchant));
    }

    @Override
    public void countDraws(DrawLedger ledger) {
        int merchants = world.merchants();
        ledger.count(Decision.MERCHANT_LEVEL, merchants);
        ledger.count(Decision.MERCHANT_ITEM, (long) merchants * ITEMS);
        for (int merchant = 0; merchant < merchants; merchant++) {
            if (classOfCategory(merchant) == 0) {
                ledger.count(Decision.MERCHANT_CLASS);
            }
            if (priceClass(merchant) == PriceClass.FUEL.code()) {
                ledger.count(Decision.MERCHANT_PUMP);
            }
        }
    }

    @Override
    public SortedMap<String, QuantileTable> tables() {
        return Collections.unmodifiableSortedMap(tables);
    }

    /** 0 when the category code is unknown, no code at all, or in no class. */
    private int classOfCategory(int merchant) {
        int mcc = world.merchantMcc[merchant];
        return mcc >= 0 && mcc < MCC_LIMIT ? classOfMcc[mcc] : 0;
    }

    private int drawClass(int merchant) {
        int given = classOfCategory(merchant);
        if (given > 0) {
            return given;
        }
        long x = draws.x0(Decision.MERCHANT_CLASS, world.merchantId[merchant], 0);
        return classOfDemand[world.merchantDemandClass[merchant]].pick(x) + 1;
    }

    private double drawLevel(int merchant, int priceClass) {
        long x = draws.x0(Decision.MERCHANT_LEVEL, world.merchantId[merchant], 0);
        return level[priceClass].at(UnitInterval.unit(x));
    }

    private double drawItemQuantile(int merchant, int item) {
        return itemQuantile(draws, list, world.merchantId[merchant], item);
    }

    /** Quantile of an item of a merchant's list, from the id of the merchant alone. */
    static double itemQuantile(Draws draws, AmountModel.ItemList list, long merchantId, int item) {
        long x = draws.x0(Decision.MERCHANT_ITEM, merchantId, item);
        return list.quantileLow() + list.quantileSpan() * UnitInterval.unit(x);
    }

    private int drawItemEnding(int merchant, int priceClass, int item) {
        return itemEnding[priceClass].pick(draws.x1(Decision.MERCHANT_ITEM, world.merchantId[merchant], item));
    }

    private int drawPumpPoint(int merchant, int priceClass) {
        if (priceClass != PriceClass.FUEL.code()) {
            return NO_PUMP;
        }
        long id = world.merchantId[merchant];
        return payAtPump.success(draws.x0(Decision.MERCHANT_PUMP, id, 0))
                ? pumpPoint.pick(draws.x1(Decision.MERCHANT_PUMP, id, 0))
                : NO_PUMP;
    }
}
