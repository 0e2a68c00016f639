package io.millrace.realism;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import java.util.List;

/** Merchant groups of the world design, section 2.2. */
@SuppressWarnings("ImmutableEnumChecker") // lists are copies, records hold numbers
enum MerchantGroup {
    GROCERY(
            DemandClass.CONSUMER_DAYTIME,
            19.0,
            9.0,
            mix(93, 7, 0, 0),
            WeekShape.DAYTIME,
            WeekShape.ONLINE,
            .09,
            .24,
            1.00,
            700,
            5411,
            5422,
            5451,
            5462),
    CONVENIENCE(
            DemandClass.ALWAYS_ON_LOCAL,
            6.5,
            11.0,
            mix(100, 0, 0, 0),
            WeekShape.LOCAL,
            WeekShape.LOCAL,
            .09,
            .24,
            .75,
            260,
            5441,
            5499),
    FUEL(
            DemandClass.FUEL_CONVENIENCE,
            6.0,
            3.5,
            mix(100, 0, 0, 0),
            WeekShape.COMMUTE,
            WeekShape.COMMUTE,
            .09,
            .24,
            .95,
            420,
            5541,
            5542),
    RESTAURANT(
            DemandClass.EVENING_WEEKEND,
            7.0,
            15.0,
            mix(93, 7, 0, 0),
            WeekShape.EVENING,
            WeekShape.EVENING,
            .09,
            .24,
            .55,
            160,
            5812,
            5813),
    FAST_FOOD(
            DemandClass.CONSUMER_DAYTIME,
            8.5,
            8.0,
            mix(84, 16, 0, 0),
            WeekShape.FOOD,
            WeekShape.EVENING,
            .09,
            .24,
            .95,
            330,
            5814),
    TRANSIT(
            DemandClass.ALWAYS_ON_LOCAL,
            6.0,
            1.5,
            mix(80, 20, 0, 0),
            WeekShape.COMMUTE,
            WeekShape.ONLINE,
            .05,
            .10,
            1.05,
            900,
            4111,
            4112,
            4131,
            7523),
    APPAREL(
            DemandClass.CONSUMER_DAYTIME,
            4.0,
            8.5,
            mix(58, 42, 0, 0),
            WeekShape.DAYTIME,
            WeekShape.ONLINE,
            .09,
            .24,
            .95,
            180,
            5621,
            5641,
            5651,
            5661,
            5691),
    ELECTRONICS(
            DemandClass.CONSUMER_DAYTIME,
            1.5,
            3.5,
            mix(40, 60, 0, 0),
            WeekShape.DAYTIME,
            WeekShape.ONLINE,
            .09,
            .24,
            1.00,
            150,
            5045,
            5722,
            5732),
    HOME_DIY(
            DemandClass.CONSUMER_DAYTIME,
            2.5,
            4.5,
            mix(76, 24, 0, 0),
            WeekShape.DAYTIME,
            WeekShape.ONLINE,
            .09,
            .24,
            1.00,
            300,
            5200,
            5211,
            5251,
            5712),
    HEALTH(
            DemandClass.CONSUMER_DAYTIME,
            4.5,
            8.0,
            mix(90, 10, 0, 0),
            WeekShape.DAYTIME,
            WeekShape.ONLINE,
            .09,
            .24,
            .75,
            230,
            5912,
            8011,
            8021,
            8099),
    PERSONAL_CARE(
            DemandClass.CONSUMER_DAYTIME,
            2.0,
            8.0,
            mix(90, 10, 0, 0),
            WeekShape.DAYTIME,
            WeekShape.ONLINE,
            .09,
            .24,
            .45,
            70,
            5977,
            7211,
            7230,
            7298),
    LEISURE(
            DemandClass.EVENING_WEEKEND,
            1.8,
            4.0,
            mix(45, 55, 0, 0),
            WeekShape.EVENING,
            WeekShape.ONLINE,
            .22,
            .24,
            .85,
            150,
            5942,
            7832,
            7922,
            7997,
            7999),
    MARKETPLACE(
            DemandClass.ONLINE_24H,
            6.5,
            .7,
            mix(0, 100, 0, 0),
            WeekShape.ONLINE,
            WeekShape.ONLINE,
            .28,
            .28,
            1.15,
            1000,
            5262,
            5311,
            5399),
    DIGITAL(
            DemandClass.ONLINE_BURSTY,
            5.5,
            2.0,
            mix(0, 100, 0, 0),
            WeekShape.NIGHTNET,
            WeekShape.NIGHTNET,
            .36,
            .36,
            1.05,
            1000,
            5815,
            5816,
            5817,
            5818),
    SUBSCRIPTION(
            DemandClass.ONLINE_24H,
            4.0,
            2.0,
            mix(0, 100, 0, 0),
            WeekShape.BILLS,
            WeekShape.BILLS,
            .08,
            .08,
            .95,
            1000,
            4816,
            5968,
            7372,
            7841),
    AIR_TRAVEL(
            DemandClass.TRAVEL_HOSPITALITY,
            .6,
            .9,
            mix(4, 96, 0, 0),
            WeekShape.ONLINE,
            WeekShape.ONLINE,
            .09,
            .24,
            .95,
            60,
            3000,
            3058,
            4511,
            4722),
    LODGING(
            DemandClass.TRAVEL_HOSPITALITY,
            .8,
            3.2,
            mix(48, 52, 0, 0),
            WeekShape.DAYTIME,
            WeekShape.ONLINE,
            .09,
            .24,
            .80,
            60,
            3501,
            3504,
            7011),
    RIDE(
            DemandClass.ALWAYS_ON_LOCAL,
            2.0,
            .6,
            mix(25, 75, 0, 0),
            WeekShape.RIDE,
            WeekShape.RIDE,
            .04,
            .08,
            1.10,
            500,
            4121),
    UTILITIES(
            DemandClass.BILLS_UTILITIES,
            1.6,
            1.2,
            mix(2, 48, 0, 50),
            WeekShape.BILLS,
            WeekShape.BILLS,
            .09,
            .14,
            .90,
            50,
            4814,
            4900),
    PUBLIC(
            DemandClass.OFFICE_HOURS,
            .9,
            1.6,
            mix(30, 42, 0, 28),
            WeekShape.OFFICE,
            WeekShape.OFFICE,
            .09,
            .24,
            .80,
            60,
            8211,
            8220,
            9311,
            9399),
    GAMBLING(
            DemandClass.ONLINE_BURSTY,
            .8,
            .5,
            mix(6, 94, 0, 0),
            WeekShape.NIGHTNET,
            WeekShape.NIGHTNET,
            .30,
            .55,
            1.05,
            80,
            7801,
            7995),
    MONEY_SERVICE(
            DemandClass.OFFICE_HOURS,
            .7,
            .8,
            mix(20, 58, 0, 22),
            WeekShape.OFFICE,
            WeekShape.ONLINE,
            .09,
            .24,
            1.00,
            90,
            4829,
            6051,
            6211),
    ATM_CASH(
            DemandClass.ALWAYS_ON_LOCAL,
            4.3,
            1.2,
            mix(0, 0, 100, 0),
            WeekShape.CASH,
            WeekShape.CASH,
            .08,
            .08,
            1.00,
            350,
            6011),
    TRANSFER(
            DemandClass.BILLS_UTILITIES,
            3.0,
            .8,
            mix(0, 0, 0, 100),
            WeekShape.BILLS,
            WeekShape.BILLS,
            .16,
            .16,
            1.00,
            1000,
            6012);

    private static final double RAIL_GOES_ON = .16;

    final DemandClass demandClass;
    /** Per cent of all arrivals. */
    final double arrivals;
    /** Per cent of all merchants. */
    final double merchants;

    private final Mix mix;

    final WeekShape physical;
    final WeekShape online;
    private final double physicalGoesOn;
    private final double onlineGoesOn;
    /** Of the volume in the rank. */
    final double rankExponent;
    /** Arrivals a week that one site serves. */
    final double siteWeekly;

    final List<Integer> mcc;

    MerchantGroup(
            DemandClass demandClass,
            double arrivals,
            double merchants,
            Mix mix,
            WeekShape physical,
            WeekShape online,
            double physicalGoesOn,
            double onlineGoesOn,
            double rankExponent,
            double siteWeekly,
            Integer... mcc) {
        this.demandClass = demandClass;
        this.arrivals = arrivals;
        this.merchants = merchants;
        this.mix = mix;
        this.physical = physical;
        this.online = online;
        this.physicalGoesOn = physicalGoesOn;
        this.onlineGoesOn = onlineGoesOn;
        this.rankExponent = rankExponent;
        this.siteWeekly = siteWeekly;
        this.mcc = List.of(mcc);
    }

    private static Mix mix(double pos, double ecom, double atm, double rail) {
        return new Mix(ecom / 100, pos / 100, atm / 100, rail / 100);
    }

    double share(Channel channel) {
        return switch (channel) {
            case ECOM -> mix.ecom;
            case POS -> mix.pos;
            case ATM -> mix.atm;
            case BANK_RAIL -> mix.rail;
            case HYBRID -> 0;
        };
    }

    double physicalShare() {
        return share(Channel.POS) + share(Channel.ATM);
    }

    WeekShape shape(Channel channel) {
        return isPhysical(channel) ? physical : online;
    }

    /** Chance that a visit has one more arrival. */
    double goesOn(Channel channel) {
        return channel == Channel.BANK_RAIL ? RAIL_GOES_ON : isPhysical(channel) ? physicalGoesOn : onlineGoesOn;
    }

    static boolean isPhysical(Channel channel) {
        return channel == Channel.POS || channel == Channel.ATM;
    }

    private record Mix(double ecom, double pos, double atm, double rail) {}
}
