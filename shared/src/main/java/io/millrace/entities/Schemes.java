package io.millrace.entities;

import io.millrace.contract.InstrumentType;
import io.millrace.contract.OsFamily;
import io.millrace.contract.Scheme;
import io.millrace.policy.ProductsPolicy;
import io.millrace.random.Choice;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Scheme of an instrument: a draw for cards, the country's rail for handles, the first phone's wallet for tokens. */
final class Schemes {
    private static final Scheme[] CARDS = {Scheme.VISA, Scheme.MASTERCARD, Scheme.AMEX, Scheme.DISCOVER};
    private static final InstrumentType[] TYPES = InstrumentType.values();
    private static final OsFamily[] SYSTEMS = OsFamily.values();

    private final Draws draws;
    private final DeviceMaker devices;
    private final Choice all;
    private final Choice withoutDiscover;
    /** [zone]. */
    private final boolean[] discover;
    /** [zone]. */
    private final Scheme[] domestic;

    private final Scheme international;
    /** [system]: null where the pack names none. */
    private final Scheme[] wallets = new Scheme[SYSTEMS.length];

    Schemes(ProductsPolicy.Schemes policy, PartyLayout layout, DeviceMaker devices, Draws draws) {
        this.draws = draws;
        this.devices = devices;
        all = Choice.of(policy.cards());
        withoutDiscover = Choice.of(elsewhere(policy.cards()));
        international = policy.international();
        policy.wallets().forEach((os, scheme) -> wallets[os.ordinal()] = scheme);
        discover = new boolean[layout.zones()];
        domestic = new Scheme[layout.zones()];
        for (int zone = 0; zone < domestic.length; zone++) {
            discover[zone] = policy.discoverCountries().contains(layout.country(zone));
            domestic[zone] = policy.domestic(layout.country(zone), layout.currency(zone));
        }
    }

    /** The share of DISCOVER goes to the first two in proportion; all weights times their sum, so that they stay exact. */
    private static List<BigDecimal> elsewhere(List<BigDecimal> cards) {
        BigDecimal two = cards.get(0).add(cards.get(1));
        BigDecimal three = two.add(cards.get(3));
        List<BigDecimal> weights = new ArrayList<>();
        weights.add(cards.get(0).multiply(three));
        weights.add(cards.get(1).multiply(three));
        weights.add(cards.get(2).multiply(two));
        return weights;
    }

    /**
     * Wallet of a party: by the system of the device in slot 0, which is its first phone if it has any.
     *
     * @return code of {@link Scheme}
     */
    int wallet(long partyId) {
        OsFamily system = SYSTEMS[devices.system(EntityIds.device(partyId, 0), devices.phone)];
        Scheme scheme = wallets[system.ordinal()];
        if (scheme == null) {
            throw new IllegalStateException("products_6A names no wallet for " + system);
        }
        return scheme.code();
    }

    /**
     * @param type code of {@link InstrumentType}
     * @param wallet of the owner
     * @return code of {@link Scheme}
     */
    int scheme(int type, long instrumentId, int zone, int wallet) {
        return switch (TYPES[type - 1]) {
            case RETAIL_DEBIT_CARD_PHYSICAL,
                    RETAIL_DEBIT_CARD_VIRTUAL,
                    RETAIL_CREDIT_CARD_PHYSICAL,
                    RETAIL_CREDIT_CARD_VIRTUAL,
                    RETAIL_PREPAID_CARD_PHYSICAL,
                    RETAIL_PREPAID_CARD_VIRTUAL,
                    BUSINESS_DEBIT_CARD_PHYSICAL,
                    BUSINESS_CREDIT_CARD_PHYSICAL ->
                CARDS[
                        (discover[zone] ? all : withoutDiscover)
                                .pick(draws.x0(Decision.INSTRUMENT_SCHEME, instrumentId, 0))]
                        .code();
            case PARTY_BANK_ACCOUNT_DOMESTIC, MERCHANT_PAYOUT_BANK_ACCOUNT -> domestic[zone].code();
            case PARTY_BANK_ACCOUNT_INTERNATIONAL -> international.code();
            case WALLET_DEVICE_TOKEN, WALLET_NETWORK_TOKEN, NETWORK_TOKEN_HANDLE -> wallet;
        };
    }

    /** Whether the scheme of an instrument is drawn; rails and wallets follow from country and phone. */
    static boolean isDrawn(int type) {
        return switch (TYPES[type - 1]) {
            case RETAIL_DEBIT_CARD_PHYSICAL,
                    RETAIL_DEBIT_CARD_VIRTUAL,
                    RETAIL_CREDIT_CARD_PHYSICAL,
                    RETAIL_CREDIT_CARD_VIRTUAL,
                    RETAIL_PREPAID_CARD_PHYSICAL,
                    RETAIL_PREPAID_CARD_VIRTUAL,
                    BUSINESS_DEBIT_CARD_PHYSICAL,
                    BUSINESS_CREDIT_CARD_PHYSICAL -> true;
            case PARTY_BANK_ACCOUNT_DOMESTIC,
                    MERCHANT_PAYOUT_BANK_ACCOUNT,
                    PARTY_BANK_ACCOUNT_INTERNATIONAL,
                    WALLET_DEVICE_TOKEN,
                    WALLET_NETWORK_TOKEN,
                    NETWORK_TOKEN_HANDLE -> false;
        };
    }

    static boolean isWallet(int type) {
        return switch (TYPES[type - 1]) {
            case WALLET_DEVICE_TOKEN, WALLET_NETWORK_TOKEN, NETWORK_TOKEN_HANDLE -> true;
            case RETAIL_DEBIT_CARD_PHYSICAL,
                    RETAIL_DEBIT_CARD_VIRTUAL,
                    RETAIL_CREDIT_CARD_PHYSICAL,
                    RETAIL_CREDIT_CARD_VIRTUAL,
                    RETAIL_PREPAID_CARD_PHYSICAL,
                    RETAIL_PREPAID_CARD_VIRTUAL,
                    BUSINESS_DEBIT_CARD_PHYSICAL,
                    BUSINESS_CREDIT_CARD_PHYSICAL,
                    PARTY_BANK_ACCOUNT_DOMESTIC,
                    PARTY_BANK_ACCOUNT_INTERNATIONAL,
                    MERCHANT_PAYOUT_BANK_ACCOUNT -> false;
        };
    }
}
