package io.millrace.policy;

import io.millrace.contract.AccountType;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.Iso;
import io.millrace.contract.OsFamily;
import io.millrace.contract.PartyType;
import io.millrace.contract.Scheme;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code products_6A}: what parties of own worlds hold.
 *
 * @param tiltMax the exponent of a tilt is held within plus and minus this
 * @param reachMax part of what a maximum and its zeros leave that a mean may use
 * @param accounts by party type, in slot order
 * @param instruments by account type; their types in slot order
 * @param instrumentTilts types without an entry have none
 */
public record ProductsPolicy(
        double tiltMax,
        double reachMax,
        Map<PartyType, List<Account>> accounts,
        List<TagFactor> tagFactors,
        Map<AccountType, Instruments> instruments,
        Map<InstrumentType, Tilt> instrumentTilts,
        Schemes schemes)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** An account id leaves five bits for the slot, and a party holds at most so many by the contract. */
    public static final int ACCOUNTS_MAX = 20;

    public static final int INSTRUMENTS_PER_ACCOUNT_MAX = 18;

    public ProductsPolicy {
        accounts.forEach((type, list) -> {
            int held = list.stream().mapToInt(account -> account.count().max()).sum();
            if (held > ACCOUNTS_MAX) {
                throw new IllegalArgumentException(
                        "a " + type + " party could hold " + held + " accounts, at most " + ACCOUNTS_MAX);
            }
            for (Account account : list) {
                if (!instruments.containsKey(account.type())) {
                    throw new IllegalArgumentException(account.type() + " names no instruments");
                }
            }
        });
        instruments.forEach((type, on) -> {
            int held = on.types().stream()
                    .mapToInt(instrument -> instrument.count().max())
                    .sum();
            if (held > INSTRUMENTS_PER_ACCOUNT_MAX) {
                throw new IllegalArgumentException(
                        "a " + type + " could have " + held + " instruments, at most " + INSTRUMENTS_PER_ACCOUNT_MAX);
            }
        });
    }

    public static ProductsPolicy of(PolicyNode root) {
        EnumMap<PartyType, List<Account>> accounts = new EnumMap<>(PartyType.class);
        for (PartyType type : PartyType.values()) {
            accounts.put(
                    type,
                    root.get("accounts").get(type.token()).items().stream()
                            .map(Account::of)
                            .toList());
        }
        EnumMap<AccountType, Instruments> instruments = new EnumMap<>(AccountType.class);
        root.get("instruments")
                .entries()
                .forEach((type, node) -> instruments.put(AccountType.valueOf(type), Instruments.of(node)));
        EnumMap<InstrumentType, Tilt> tilts = new EnumMap<>(InstrumentType.class);
        for (PolicyNode item : root.get("instrument_tilts").items()) {
            tilts.put(
                    ByVocabulary.constant(item.get("instrument_type"), InstrumentType.class),
                    Tilt.of(item.get("tilt")));
        }
        return new ProductsPolicy(
                root.get("tilt_max").number(),
                root.get("reach_max").number(),
                Collections.unmodifiableMap(accounts),
                root.get("tag_factors").items().stream().map(TagFactor::of).toList(),
                Collections.unmodifiableMap(instruments),
                Collections.unmodifiableMap(tilts),
                Schemes.of(root.get("schemes")));
    }

    /**
     * How a small count is spread; {@link io.millrace.table.CutTable}.
     *
     * @param pZero zeros on top of the spread
     * @param sigma of the logarithm
     */
    public record Count(double mean, double pZero, double sigma, int max) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Count of(PolicyNode node, double mean) {
            return new Count(
                    mean,
                    node.get("p_zero").number(),
                    node.get("sigma").number(),
                    node.get("count_max").int32());
        }
    }

    /** Weights of the scores of a segment, each over its middle. */
    public record Tilt(double cash, double credit, double crossBorder, double digital, double stability)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public static final Tilt NONE = new Tilt(0, 0, 0, 0, 0);

        static Tilt of(PolicyNode node) {
            return new Tilt(
                    node.get("cash").number(),
                    node.get("credit").number(),
                    node.get("cross_border").number(),
                    node.get("digital").number(),
                    node.get("stability").number());
        }
    }

    /** @param levelExponent how the latent level moves the mean; 0 not at all */
    public record Account(AccountType type, Count count, double levelExponent, AtLeastOne atLeastOne, Tilt tilt)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Account of(PolicyNode node) {
            return new Account(
                    ByVocabulary.constant(node.get("account_type"), AccountType.class),
                    Count.of(node, node.get("mean").number()),
                    node.get("level_exponent").number(),
                    AtLeastOne.valueOf(node.get("at_least_one").text()),
                    Tilt.of(node.get("tilt")));
        }
    }

    /** Segments with the tag have other zeros and another spread of this account type. */
    public record TagFactor(String tag, AccountType type, double pZeroFactor, double sigmaFactor)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static TagFactor of(PolicyNode node) {
            return new TagFactor(
                    node.get("tag").text(),
                    ByVocabulary.constant(node.get("account_type"), AccountType.class),
                    node.get("p_zero_factor").number(),
                    node.get("sigma_factor").number());
        }
    }

    /** @param mean per account, of all types together */
    public record Instruments(double mean, List<Instrument> types) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Instruments of(PolicyNode node) {
            double mean = node.get("mean").number();
            List<Instrument> types = new ArrayList<>();
            for (PolicyNode item : node.get("types").items()) {
                types.add(Instrument.of(item, mean));
            }
            return new Instruments(mean, List.copyOf(types));
        }
    }

    /** @param count its mean is the share of the account's mean, before tilts */
    public record Instrument(InstrumentType type, Count count, AtLeastOne atLeastOne) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Instrument of(PolicyNode node, double meanOfAccount) {
            return new Instrument(
                    ByVocabulary.constant(node.get("instrument_type"), InstrumentType.class),
                    Count.of(node, meanOfAccount * node.get("share").number()),
                    AtLeastOne.valueOf(node.get("at_least_one").text()));
        }
    }

    /**
     * @param cards weights in the order VISA MASTERCARD AMEX DISCOVER
     * @param discoverCountries {@link Iso} codes; elsewhere its weight goes to the first two in proportion
     * @param domesticByCurrency by ISO 4217 text; comes first
     * @param domesticByCountry by {@link Iso} code; comes second
     * @param wallets scheme by operating system of the party's first phone
     */
    public record Schemes(
            List<BigDecimal> cards,
            SortedSet<Integer> discoverCountries,
            SortedMap<String, Scheme> domesticByCurrency,
            SortedMap<Integer, Scheme> domesticByCountry,
            Scheme domesticOtherwise,
            Scheme international,
            Map<OsFamily, Scheme> wallets)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Schemes of(PolicyNode node) {
            PolicyNode cards = node.get("cards");
            TreeSet<Integer> discover = new TreeSet<>();
            node.get("discover_countries").texts().forEach(country -> discover.add(Iso.pack(country)));
            TreeMap<String, Scheme> byCurrency = new TreeMap<>();
            node.get("domestic_by_currency")
                    .entries()
                    .forEach((currency, scheme) -> byCurrency.put(currency, Scheme.valueOf(scheme.text())));
            TreeMap<Integer, Scheme> byCountry = new TreeMap<>();
            node.get("domestic_by_country")
                    .entries()
                    .forEach((country, scheme) -> byCountry.put(Iso.pack(country), Scheme.valueOf(scheme.text())));
            EnumMap<OsFamily, Scheme> wallets = new EnumMap<>(OsFamily.class);
            node.get("wallets")
                    .entries()
                    .forEach((os, scheme) -> wallets.put(OsFamily.valueOf(os), Scheme.valueOf(scheme.text())));
            return new Schemes(
                    List.of(
                            cards.get("VISA").decimal(),
                            cards.get("MASTERCARD").decimal(),
                            cards.get("AMEX").decimal(),
                            cards.get("DISCOVER").decimal()),
                    Collections.unmodifiableSortedSet(discover),
                    Collections.unmodifiableSortedMap(byCurrency),
                    Collections.unmodifiableSortedMap(byCountry),
                    Scheme.valueOf(node.get("domestic_otherwise").text()),
                    Scheme.valueOf(node.get("international").text()),
                    Collections.unmodifiableMap(wallets));
        }

        /** Rail of domestic handles in a country. */
        public Scheme domestic(int country, String currency) {
            Scheme byCurrency = domesticByCurrency.get(currency);
            return byCurrency != null ? byCurrency : domesticByCountry.getOrDefault(country, domesticOtherwise);
        }
    }
}
