package io.millrace.merchants;

import io.millrace.policy.MerchantsPolicy;
import io.millrace.policy.MerchantsPolicy.Group;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.table.AliasTable;
import io.millrace.table.LargestRemainder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * How many merchants each group has in each country, and which of them are brands: the brands that are present come
 * first, in keyed order, and leave room for locals.
 */
final class CountryRanks {
    /** Shares of policies have six decimals at most. */
    private static final int SHARE_DIGITS = 6;

    private final int countries;
    /** [group * countries + country]. */
    private final int[] merchants;
    /** [group * countries + country]: brands of the group by rank. */
    private final int[][] brands;
    /** [group]: home country by brand. */
    private final int[][] homes;

    private CountryRanks(int countries, int[] merchants, int[][] brands, int[][] homes) {
        this.countries = countries;
        this.merchants = merchants;
        this.brands = brands;
        this.homes = homes;
    }

    static CountryRanks of(Draws draws, long merchantsTarget, Places places, MerchantsPolicy policy) {
        int groups = policy.groups().size();
        int countries = places.countries();
        long[] perGroup = LargestRemainder.split(
                merchantsTarget,
                policy.groups().stream()
                        .mapToLong(group -> group.merchantsShare()
                                .movePointRight(SHARE_DIGITS)
                                .longValueExact())
                        .toArray());
        CountryRanks ranks = new CountryRanks(
                countries, new int[groups * countries], new int[groups * countries][], new int[groups][]);
        AliasTable byWeight = AliasTable.of(places.weights());
        for (int group = 0; group < groups; group++) {
            Group of = policy.groups().get(group);
            int[] home = new int[of.brands()];
            for (int brand = 0; brand < home.length; brand++) {
                home[brand] = byWeight.pick(draws.x0(Decision.BRAND_HOME, group, brand));
            }
            ranks.homes[group] = home;
            long[] perCountry = LargestRemainder.split(perGroup[group], places.weights());
            Coin present = Coin.of(of.brandPresence());
            for (int country = 0; country < countries; country++) {
                int count = Math.max(1, Math.toIntExact(perCountry[country]));
                int room = room(count, policy.brandShareOfCountryMax());
                int at = group * countries + country;
                ranks.merchants[at] = count;
                ranks.brands[at] = inKeyedOrder(draws, group, country, home, present, room);
            }
        }
        return ranks;
    }

    private static int room(int merchants, BigDecimal brandShareMax) {
        BigDecimal share = brandShareMax.multiply(BigDecimal.valueOf(merchants));
        return Math.max(1, share.setScale(0, RoundingMode.FLOOR).intValueExact());
    }

    private static int[] inKeyedOrder(Draws draws, int group, int country, int[] home, Coin present, int room) {
        long[] lanes = new long[2];
        long[] order = new long[home.length];
        boolean[] here = new boolean[home.length];
        for (int brand = 0; brand < home.length; brand++) {
            draws.block(Decision.BRAND_PRESENT, group * 256L + country, brand, lanes);
            here[brand] = home[brand] == country || present.success(lanes[0]);
            order[brand] = lanes[1];
        }
        List<Integer> brands = java.util.stream.IntStream.range(0, home.length)
                .filter(brand -> here[brand])
                .boxed()
                .sorted((a, b) -> Long.compareUnsigned(order[a], order[b]))
                .limit(room)
                .toList();
        return brands.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Merchants of a group in a country, at least 1; they hold the ranks from 0. */
    int merchants(int group, int country) {
        return merchants[group * countries + country];
    }

    /** Of these, brands; they hold the first ranks. */
    int brands(int group, int country) {
        return brands[group * countries + country].length;
    }

    /** Number of the brand of a rank inside its group. */
    int brand(int group, int country, int rank) {
        return brands[group * countries + country][rank];
    }

    /** Home country. */
    int home(int group, int brand) {
        return homes[group][brand];
    }

    /** Branches of the world: merchants of all groups and countries. */
    int branches() {
        return Math.toIntExact(Arrays.stream(merchants).asLongStream().sum());
    }

    int merchantsMax(int group) {
        int max = 0;
        for (int country = 0; country < countries; country++) {
            max = Math.max(max, merchants(group, country));
        }
        return max;
    }
}
