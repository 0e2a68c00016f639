package io.millrace.flows;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.Iso;
import io.millrace.policy.AmountModel;
import io.millrace.world.WorldDimensions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Currencies as numbers: country of sale to row, row to price level, grid, unit, note and cap. */
final class CurrencyTable {
    private static final int COUNTRIES = 676;
    private static final int CURRENCIES = 17_576;
    private static final short NONE = -1;

    private final short[] rowOfCountry = new short[COUNTRIES];
    private final short[] rowOfCurrency = new short[CURRENCIES];

    /** [row]: {@link Iso} code. */
    final short[] code;

    /** [row]: minor units of one reference unit. */
    final double[] minorPerUnit;

    /** [row]: what prices end on, minor units. */
    final long[] unitMinor;

    /** [row]: step of every amount, minor units. */
    final long[] gridMinor;

    /** [row]: step of cash, minor units. */
    final long[] noteMinor;

    /** [row]: no amount is above, minor units. */
    final long[] capMinor;

    CurrencyTable(AmountModel policy) {
        int rows = policy.currencies().size();
        code = new short[rows];
        minorPerUnit = new double[rows];
        unitMinor = new long[rows];
        gridMinor = new long[rows];
        noteMinor = new long[rows];
        capMinor = new long[rows];
        Arrays.fill(rowOfCountry, NONE);
        Arrays.fill(rowOfCurrency, NONE);
        short row = 0;
        for (Map.Entry<String, AmountModel.Currency> entry : policy.currencies().entrySet()) {
            AmountModel.Currency currency = entry.getValue();
            code[row] = (short) Iso.pack(entry.getKey());
            rowOfCurrency[code[row]] = row;
            minorPerUnit[row] = currency.minor(BigDecimal.ONE).doubleValue();
            unitMinor[row] = currency.unitMinor();
            gridMinor[row] = currency.gridMinor();
            noteMinor[row] = currency.noteMinor();
            capMinor[row] = policy.limits().amountMinorMax(currency);
            row++;
        }
        policy.currencyByCountry()
                .forEach((country, currency) -> rowOfCountry[Iso.pack(country)] = rowOfCurrency[Iso.pack(currency)]);
    }

    /** @throws PolicyException when a merchant, site or zone lies in a country without a currency; all of them */
    void requireCurrencies(WorldDimensions world) {
        List<Problem> problems = new ArrayList<>();
        missing("merchant", world.merchantHomeCountry, problems);
        missing("site", world.siteCountry, problems);
        missing("zone", world.zoneCountry, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }

    private void missing(String kind, short[] countries, List<Problem> problems) {
        TreeSet<Short> without = new TreeSet<>();
        for (short country : countries) {
            if (country != Iso.ABSENT && rowOfCountry[country] == NONE) {
                without.add(country);
            }
        }
        for (short country : without) {
            problems.add(new Problem(
                    ErrorCode.POLICY_LINT_FAILED,
                    "amount_model_6B#/currency_by_country",
                    "must name the currency of every country of the world",
                    "none for " + Iso.country(country) + ", country of a " + kind,
                    "add " + Iso.country(country),
                    "L26",
                    0,
                    0));
        }
    }

    /** @throws RunException S2_CURRENCY when the country has none */
    int rowOfCountry(int country) {
        int row = country >= 0 && country < COUNTRIES ? rowOfCountry[country] : NONE;
        if (row == NONE) {
            throw new RunException(Problem.of(
                    ErrorCode.S2_CURRENCY,
                    "amount_model_6B#/currency_by_country",
                    "must name the currency of the country of sale",
                    country >= 0 && country < COUNTRIES ? Iso.country(country) : Integer.toString(country),
                    "add the country"));
        }
        return row;
    }

    /** @throws RunException S2_CURRENCY when the policy has no row for it */
    int rowOfCurrency(int currency) {
        int row = currency >= 0 && currency < CURRENCIES ? rowOfCurrency[currency] : NONE;
        if (row == NONE) {
            throw new RunException(Problem.of(
                    ErrorCode.S2_CURRENCY,
                    "amount_model_6B#/currencies",
                    "must have a row for the currency",
                    currency >= 0 && currency < CURRENCIES ? Iso.currency(currency) : Integer.toString(currency),
                    "add the currency"));
        }
        return row;
    }
}
