package io.millrace.merchants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.policy.MerchantsPolicy.Group;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Mix64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MerchantPlanTest {
    private static final MerchantPlan TINY = PlaceFixture.tinyPlan(42);
    private static final MerchantPlan FULL = PlaceFixture.fullPlan(42);

    @Test
    void weeklyVolumesOfAGroupInACountrySumToItsShare() {
        for (MerchantPlan plan : List.of(TINY, FULL)) {
            double arrivalsPerDay = plan == TINY ? 850 : 1_386_000;
            Places places = plan.places();
            int groups = plan.policy().groups().size();
            double[] sums = new double[groups * places.countries()];
            for (int branch = 0; branch < plan.branches(); branch++) {
                sums[plan.group(plan.merchantOf(branch)) * places.countries() + plan.countryOf(branch)] +=
                        plan.weekly(branch);
            }
            for (int group = 0; group < groups; group++) {
                for (int country = 0; country < places.countries(); country++) {
                    double share =
                            plan.policy().groups().get(group).arrivalsShare().doubleValue();
                    double planned = 7 * arrivalsPerDay * share * places.weightShare(country);
                    assertThat(sums[group * places.countries() + country]).isEqualTo(planned, within(planned * 1e-12));
                }
            }
        }
    }

    @Test
    void volumeFollowsTheRankLawInsideACountry() {
        Group grocery = TINY.policy().groups().get(0);
        double[] volumes = java.util.stream.IntStream.range(0, TINY.branches())
                .filter(branch -> TINY.group(TINY.merchantOf(branch)) == 0 && TINY.countryOf(branch) == 2)
                .mapToDouble(TINY::weekly)
                .sorted()
                .toArray();
        assertThat(grocery.name()).isEqualTo("GROCERY");
        // 120 x 9 % = 10.8, of these 13369 / 20835 in the United States: 11 and 7 by largest remainder.
        assertThat(volumes).hasSize(7);
        for (int rank = 0; rank < volumes.length; rank++) {
            double ratio = volumes[volumes.length - 1] / volumes[volumes.length - 1 - rank];
            assertThat(ratio).isEqualTo(rank + 1, within(1e-9));
        }
    }

    @Test
    void merchantIdsAreMixedIndexesInUnsignedOrder() {
        long key = Draws.of(PlaceFixture.WORLD, 42).key(Decision.ID);
        Set<Integer> indexes = new HashSet<>();
        for (int merchant = 0; merchant < FULL.merchants(); merchant++) {
            assertThat(FULL.merchantId(merchant)).isEqualTo(Mix64.mix(key + (FULL.index(merchant) + 1L) * Mix64.WEYL));
            assertThat(FULL.merchantOrdinal(FULL.merchantId(merchant))).isEqualTo(merchant);
            assertThat(indexes.add(FULL.index(merchant))).isTrue();
            if (merchant > 0) {
                assertThat(Long.compareUnsigned(FULL.merchantId(merchant - 1), FULL.merchantId(merchant)))
                        .isNegative();
            }
        }
        assertThat(indexes.stream().mapToInt(Integer::intValue).max()).hasValue(FULL.merchants() - 1);
        assertThat(FULL.merchantOrdinal(1)).isEqualTo(-1);
    }

    @Test
    void idsOfSitesAndEdgesMeetNowhere() {
        Set<Long> ids = new HashSet<>();
        for (int merchant = 0; merchant < FULL.merchants(); merchant++) {
            ids.add(FULL.merchantId(merchant));
            for (int edge = 0; edge < FULL.edges(merchant); edge++) {
                assertThat(ids.add(FULL.edgeId(merchant, edge))).isTrue();
            }
        }
        for (int site = 0; site < FULL.sites(); site++) {
            assertThat(ids.add(FULL.siteId(site))).isTrue();
            if (site > 0) {
                assertThat(Long.compareUnsigned(FULL.siteId(site - 1), FULL.siteId(site)))
                        .isNegative();
            }
        }
        assertThat(ids).doesNotContain(0L);
    }

    @Test
    void branchesAreInOrderOfMerchantAndCountry() {
        for (int merchant = 0; merchant < FULL.merchants(); merchant++) {
            assertThat(FULL.firstBranch(merchant + 1)).isGreaterThan(FULL.firstBranch(merchant));
            for (int branch = FULL.firstBranch(merchant); branch < FULL.firstBranch(merchant + 1); branch++) {
                assertThat(FULL.merchantOf(branch)).isEqualTo(merchant);
                assertThat(FULL.branch(merchant, FULL.countryOf(branch))).isEqualTo(branch);
                if (branch > FULL.firstBranch(merchant)) {
                    assertThat(FULL.countryOf(branch)).isGreaterThan(FULL.countryOf(branch - 1));
                }
            }
        }
        assertThat(FULL.firstBranch(FULL.merchants())).isEqualTo(FULL.branches());
    }

    @Test
    void onlyBrandsSellInSeveralCountriesAndLocalsSellAtHome() {
        int inSeveral = 0;
        for (int merchant = 0; merchant < FULL.merchants(); merchant++) {
            int countries = FULL.firstBranch(merchant + 1) - FULL.firstBranch(merchant);
            assertThat(FULL.groupOf(merchant).mccs()).contains(FULL.mcc(merchant));
            if (countries == 1) {
                continue;
            }
            inSeveral++;
            assertThat(FULL.groupOf(merchant).brands()).isPositive();
            // Brands come first in the internal order, 115 of them at most.
            assertThat(FULL.index(merchant)).isLessThan(115);
        }
        assertThat(inSeveral).isBetween(60, 115);
    }

    @Test
    void brandsTakeTheFirstRanksInKeyedOrderAndLeaveRoomForLocals() {
        Draws draws = Draws.of(PlaceFixture.WORLD, 42);
        CountryRanks ranks = CountryRanks.of(draws, 20_000, PlaceFixture.sixty(), PlaceFixture.policy());
        int full = 0;
        int brandBranches = 0;
        for (int group = 0; group < FULL.policy().groups().size(); group++) {
            for (int country = 0; country < 60; country++) {
                int room = Math.max(1, ranks.merchants(group, country) / 2);
                int brands = ranks.brands(group, country);
                assertThat(brands).isLessThanOrEqualTo(room);
                full += brands == room ? 1 : 0;
                brandBranches += brands;
                for (int rank = 1; rank < brands; rank++) {
                    long before = draws.x1(
                            Decision.BRAND_PRESENT, group * 256L + country, ranks.brand(group, country, rank - 1));
                    long here =
                            draws.x1(Decision.BRAND_PRESENT, group * 256L + country, ranks.brand(group, country, rank));
                    assertThat(Long.compareUnsigned(before, here)).isNegative();
                }
            }
        }
        assertThat(full).isGreaterThan(100);
        assertThat(brandBranches).isBetween(1_500, 4_044);
    }

    @Test
    void sitesFollowVolumeInsideTheirCaps() {
        for (int branch = 0; branch < FULL.branches(); branch++) {
            Group group = FULL.groupOf(FULL.merchantOf(branch));
            int sites = FULL.firstPosition(branch + 1) - FULL.firstPosition(branch);
            if (!group.physical()) {
                assertThat(sites).isZero();
                continue;
            }
            long wanted = Math.round(FULL.weeklyPhysical(branch) / group.arrivalsPerSite());
            assertThat((long) sites).isEqualTo(Math.min(3000, Math.max(1, wanted)));
            double weekly = 0;
            int[] seen = new int[sites];
            for (int position = FULL.firstPosition(branch); position < FULL.firstPosition(branch + 1); position++) {
                int site = FULL.siteAt(position);
                assertThat(FULL.branchOf(site)).isEqualTo(branch);
                seen[FULL.siteNumber(site)]++;
                weekly += FULL.siteWeekly(site);
                assertThat(FULL.terminals(site)).isBetween(1, 25);
            }
            assertThat(seen).containsOnly(1);
            assertThat(weekly).isEqualTo(FULL.weeklyPhysical(branch), within(weekly * 1e-12));
        }
    }

    @Test
    void theFlagshipSellsMoreThanTheFourthShopByTheSquareRoot() {
        int branch = 0;
        while (FULL.firstPosition(branch + 1) - FULL.firstPosition(branch) < 4) {
            branch++;
        }
        double[] weekly = new double[FULL.firstPosition(branch + 1) - FULL.firstPosition(branch)];
        for (int position = FULL.firstPosition(branch); position < FULL.firstPosition(branch + 1); position++) {
            weekly[FULL.siteNumber(FULL.siteAt(position))] = FULL.siteWeekly(FULL.siteAt(position));
        }
        assertThat(weekly[0] / weekly[3]).isEqualTo(2, within(1e-9));
    }

    @Test
    void sitesOfAZoneLieSideBySideAndZonesTakeTheirShares() {
        // Enough volume for thousands of shops in the United States.
        MerchantPlan plan = MerchantPlan.of(
                Draws.of(PlaceFixture.WORLD, 42), 2_000, 400_000, PlaceFixture.tiny(), PlaceFixture.policy());
        int[] sites = new int[8];
        for (int branch = 0; branch < plan.branches(); branch++) {
            for (int position = plan.firstPosition(branch); position < plan.firstPosition(branch + 1); position++) {
                int site = plan.siteAt(position);
                assertThat(plan.places().countryOf(plan.siteCell(site))).isEqualTo(plan.countryOf(branch));
                sites[plan.siteCell(site)]++;
                if (position > plan.firstPosition(branch)) {
                    int before = plan.siteAt(position - 1);
                    assertThat(plan.siteCell(before) * 4096L + plan.siteNumber(before))
                            .isLessThan(plan.siteCell(site) * 4096L + plan.siteNumber(site));
                }
            }
        }
        int american = java.util.Arrays.stream(sites, 2, 8).sum();
        assertThat(american).isGreaterThan(4_000);
        double[] shares = {.29, .05, .16, .47, .02, .01};
        for (int zone = 0; zone < shares.length; zone++) {
            double se = Math.sqrt(shares[zone] * (1 - shares[zone]) / american);
            assertThat((double) sites[2 + zone] / american).isEqualTo(shares[zone], within(4 * se));
        }
    }

    @Test
    void edgesFollowOnlineVolumeOverAllCountries() {
        int most = 0;
        for (int merchant = 0; merchant < FULL.merchants(); merchant++) {
            double online = 0;
            for (int branch = FULL.firstBranch(merchant); branch < FULL.firstBranch(merchant + 1); branch++) {
                online += FULL.weeklyVirtual(branch);
            }
            int wanted = online == 0 ? 0 : Math.min(8, 1 + (int) (online / 20_000));
            assertThat(FULL.edges(merchant)).isEqualTo(wanted);
            most = Math.max(most, wanted);
        }
        assertThat(most).isBetween(4, 8);
        MerchantPlan crowded = MerchantPlan.of(
                Draws.of(PlaceFixture.WORLD, 42), 120, 10_000_000, PlaceFixture.tiny(), PlaceFixture.policy());
        int capped = 0;
        for (int merchant = 0; merchant < crowded.merchants(); merchant++) {
            assertThat(crowded.edges(merchant)).isLessThanOrEqualTo(8);
            capped += crowded.edges(merchant) == 8 ? 1 : 0;
        }
        assertThat(capped).isGreaterThan(10);
    }

    @Test
    void cashMachinesStandAloneAndTillsGrowWithTheShop() {
        int machines = 0;
        int big = 0;
        for (int site = 0; site < FULL.sites(); site++) {
            if (FULL.channelOfSites(site) == Channel.ATM) {
                machines++;
                assertThat(FULL.terminals(site)).isEqualTo(1);
                assertThat(FULL.mcc(FULL.merchantOf(FULL.branchOf(site)))).isEqualTo(6011);
            } else {
                int wanted = 1 + Math.min(24, (int) (FULL.siteWeekly(site) / 350));
                assertThat(FULL.terminals(site)).isEqualTo(wanted);
                big += wanted > 5 ? 1 : 0;
            }
        }
        assertThat(machines).isPositive();
        assertThat(big).isPositive();
    }

    @Test
    void twoPlansOfOneWorldAreEqualAndAnotherSeedDiffers() {
        MerchantPlan again = PlaceFixture.tinyPlan(42);
        MerchantPlan other = PlaceFixture.tinyPlan(43);
        assertThat(ids(again)).isEqualTo(ids(TINY)).isNotEqualTo(ids(other));
        assertThat(again.dimensions().siteId).isEqualTo(TINY.dimensions().siteId);
        assertThat(again.dimensions().siteRatePer1000Days).isEqualTo(TINY.dimensions().siteRatePer1000Days);
        assertThat(again.dimensions().merchantMcc).isEqualTo(TINY.dimensions().merchantMcc);
        assertThat(other.dimensions().siteId).doesNotContain(TINY.dimensions().siteId[0]);
    }

    private static long[] ids(MerchantPlan plan) {
        return plan.dimensions().merchantId;
    }

    @Test
    void everyGroupIsInEveryCountryOfASmallWorld() {
        for (int group = 0; group < TINY.policy().groups().size(); group++) {
            for (int country = 0; country < 3; country++) {
                boolean found = false;
                for (int merchant = 0; merchant < TINY.merchants(); merchant++) {
                    found |= TINY.group(merchant) == group && TINY.branch(merchant, country) >= 0;
                }
                assertThat(found).as("group %s in country %s", group, country).isTrue();
            }
        }
    }

    @Test
    void aWorldWithoutMerchantsOrArrivalsIsRefused() {
        Draws draws = Draws.of(PlaceFixture.WORLD, 42);
        assertThatThrownBy(() -> MerchantPlan.of(draws, 0, 850, PlaceFixture.tiny(), PlaceFixture.policy()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a world needs merchants and arrivals, was 0 merchants and 850 arrivals per day");
    }
}
