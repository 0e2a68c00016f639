package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.policy.AmountModel;
import io.millrace.policy.Ending;
import io.millrace.policy.PolicyNode;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.table.QuantileTable;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldDimensions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Merchants and words for tests of amounts. */
final class AmountWorld {
    static final Draws DRAWS = Draws.of("37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05", 42);
    static final int DE = Iso.pack("DE");
    static final int ECOM = Channel.ECOM.code();
    static final int POS = Channel.POS.code();
    static final int ATM = Channel.ATM.code();
    static final int BANK_RAIL = Channel.BANK_RAIL.code();
    static final int HYBRID = Channel.HYBRID.code();

    private static final AmountModel POLICY = AmountModel.of(policyNode());

    private AmountWorld() {}

    static AmountModel policy() {
        return POLICY;
    }

    static PolicyNode policyNode() {
        return PolicyFiles.shipped("amount_model_6B");
    }

    /** The smallest word whose uniform number is at least {@code u}. */
    static long word(double u) {
        BigInteger scaled = new BigDecimal(u)
                .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(64)))
                .toBigInteger();
        return scaled.subtract(BigInteger.ONE).longValue();
    }

    /** German merchants without sites; ids are spread over 64 bits. */
    static WorldDimensions merchants(int[] mcc, DemandClass demandClass) {
        int merchants = mcc.length;
        long[] id = new long[merchants];
        Arrays.setAll(id, merchant -> Long.divideUnsigned(-1L, merchants + 1) * (merchant + 1));
        short[] country = new short[merchants];
        Arrays.fill(country, (short) DE);
        byte[] demand = new byte[merchants];
        Arrays.fill(demand, (byte) demandClass.code());
        return world(id, country, mcc, demand);
    }

    /** One merchant per country. */
    static WorldDimensions merchantsIn(String... countries) {
        int merchants = countries.length;
        long[] id = new long[merchants];
        Arrays.setAll(id, merchant -> merchant + 1);
        short[] country = new short[merchants];
        for (int merchant = 0; merchant < merchants; merchant++) {
            country[merchant] = (short) Iso.pack(countries[merchant]);
        }
        int[] mcc = new int[merchants];
        Arrays.fill(mcc, 5411);
        byte[] demand = new byte[merchants];
        Arrays.fill(demand, (byte) DemandClass.UNKNOWN.code());
        return world(id, country, mcc, demand);
    }

    private static WorldDimensions world(long[] id, short[] country, int[] mcc, byte[] demand) {
        return new WorldDimensions(
                id,
                country,
                mcc,
                demand,
                new int[4 * id.length],
                new long[id.length],
                new long[0],
                new int[0],
                new short[0],
                new long[0],
                List.of(),
                new short[0],
                new long[0]);
    }

    /** An amount law over one merchant written down by hand. */
    static AmountLaw law(Written merchant) {
        return new AmountLaw(policy(), merchantsIn("DE"), merchant);
    }

    /** One merchant's traits as constants; every item has the same quantile and ending. */
    record Written(PriceClass priceClass, double level, double itemQuantile, Ending itemEnding, int pumpPoint)
            implements MerchantTraits {
        static Written of(PriceClass priceClass, double level) {
            return new Written(priceClass, level, 0.5, Ending.E99, -1);
        }

        @Override
        public int priceClass(int merchant) {
            return priceClass.code();
        }

        @Override
        public double level(int merchant) {
            return level;
        }

        @Override
        public double itemQuantile(int merchant, int item) {
            return itemQuantile;
        }

        @Override
        public int itemEnding(int merchant, int item) {
            return itemEnding.ordinal();
        }

        @Override
        public int pumpPoint(int merchant) {
            return pumpPoint;
        }

        @Override
        public void countDraws(DrawLedger ledger) {
            throw new UnsupportedOperationException("a written merchant draws nothing");
        }

        @Override
        public SortedMap<String, QuantileTable> tables() {
            return new TreeMap<>();
        }
    }
}
