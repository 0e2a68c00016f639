package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.Iso;
import io.millrace.slab.MerchantDimSlab;
import io.millrace.slab.SiteDimSlab;
import io.millrace.slab.ZoneDimSlab;
import io.millrace.world.ZoneCountries;
import org.junit.jupiter.api.Test;

class DimensionsTest {
    private static final ZoneVocabulary ZONES = ZoneVocabulary.ofPlatform(ZoneCountries.shipped());
    private static final Horizon TEN_DAYS = new Horizon(490_896, 240);

    private final Survey survey = new Survey();

    private void arrive(long merchant, long site, String zone, String country, ChannelUpstream channel, long seq) {
        ForeignArrival row = new ForeignArrival();
        row.merchantId = merchant;
        row.siteId = site;
        row.edgeId = site == 0 ? 1 + seq % 2 : 0;
        row.isVirtual = site == 0;
        row.zone = ZONES.code(zone);
        row.tzidPrimary = row.zone;
        row.tzidSettlement = ZONES.code("UTC");
        row.tzidOperational = ZoneVocabulary.ABSENT;
        row.country = (short) Iso.pack(country);
        row.channel = (byte) channel.code();
        row.arrivalSeq = seq;
        row.tsMicros = TEN_DAYS.startMicros() + seq;
        survey.add(row);
    }

    @Test
    void whatTheCatalogueDoesNotTellIsWhatMostArrivalsSay() {
        arrive(5, 40, "Europe/Paris", "FR", ChannelUpstream.MIXED, 1);
        arrive(5, 40, "Europe/Berlin", "DE", ChannelUpstream.MIXED, 2);
        arrive(5, 40, "Europe/Berlin", "DE", ChannelUpstream.MIXED, 3);
        arrive(5, 0, "Asia/Tokyo", "JP", ChannelUpstream.MIXED, 4);
        arrive(-3, 40, "Europe/Berlin", "DE", ChannelUpstream.POS, 9);

        Dimensions dimensions = Dimensions.of(survey, OutletCatalogue.EMPTY, TEN_DAYS, ZONES);

        MerchantDimSlab merchants = dimensions.merchants();
        assertThat(merchants.size).isEqualTo(2);
        assertThat(merchants.merchantId).as("unsigned order").containsExactly(5, -3);
        assertThat(Iso.country(merchants.homeCountry[0])).isEqualTo("DE");
        assertThat(merchants.primaryTzid).containsExactly("Europe/Berlin", "Europe/Berlin");
        assertThat(merchants.arrivalsTotal).containsExactly(4, 1);
        assertThat(merchants.arrivalsVirtual).containsExactly(1, 0);
        assertThat(merchants.virtualRatePer1000Days).containsExactly(100, 0);
        assertThat(merchants.arrivalSeqMax).containsExactly(4, 9);
        assertThat(merchants.siteCount).containsExactly(1, 1);
        assertThat(merchants.edgeCount).containsExactly(1, 0);
        assertThat(merchants.channelPosPpm)
                .as("unknown where any arrival is mixed")
                .containsExactly(-1, 1_000_000);

        SiteDimSlab sites = dimensions.sites();
        assertThat(sites.size).isEqualTo(1);
        assertThat(sites.merchantId[0]).as("the one that sells most there").isEqualTo(5);
        assertThat(Iso.country(sites.legalCountry[0])).isEqualTo("DE");
        assertThat(sites.ratePer1000Days[0]).isEqualTo(400);
        assertThat(sites.siteOrder[0]).isEqualTo(-1);

        ZoneDimSlab zones = dimensions.zones();
        assertThat(zones.size).isEqualTo(4);
        assertThat(zones.tzid)
                .as("a zone that is only named has a row too")
                .containsExactly("Asia/Tokyo", "Europe/Berlin", "Europe/Paris", "UTC");
        assertThat(zones.arrivalsTotal).containsExactly(1, 3, 1, 0);
        assertThat(zones.ratePer1000Days).containsExactly(100, 300, 100, 0);
        assertThat(zones.country[3]).isEqualTo((short) Iso.ABSENT);
        assertThat(dimensions.ordinals().merchant(-3)).isEqualTo(1);
        assertThat(dimensions.ordinals().zone(ZONES.code("Europe/Paris"))).isEqualTo((short) 2);
    }

    @Test
    void partsOfASurveyAddUpInAnyOrder() {
        arrive(5, 40, "Europe/Paris", "FR", ChannelUpstream.MIXED, 1);
        arrive(5, 0, "Asia/Tokyo", "JP", ChannelUpstream.MIXED, 4);
        Survey left = new Survey();
        Survey right = new Survey();
        survey.tallies().forEach(left::add);
        for (int i = survey.tallies().size() - 1; i >= 0; i--) {
            right.add(survey.tallies().get(i));
        }
        assertThat(left.tallies()).isEqualTo(survey.tallies()).isEqualTo(right.tallies());
        survey.tallies().forEach(left::add);
        assertThat(left.rows(Tally.Kind.MERCHANT)).isEqualTo(4);
    }

    @Test
    void theCatalogueListsMerchantsAndSitesWithoutArrivals() {
        OutletCatalogue.Builder builder = new OutletCatalogue.Builder();
        builder.add(8, "NO", 1, "NO", "f", 0);
        builder.add(9, "SE", 1, null, "f", 1);
        Dimensions dimensions = Dimensions.of(survey, builder.build(), TEN_DAYS, ZONES);
        MerchantDimSlab merchants = dimensions.merchants();
        assertThat(merchants.merchantId).containsExactly(8, 9);
        assertThat(merchants.primaryTzid).containsExactly("Europe/Oslo", "Europe/Stockholm");
        assertThat(Iso.country(merchants.homeCountry[1])).isEqualTo("SE");
        assertThat(merchants.firstMicros).containsExactly(-1, -1);
        assertThat(merchants.siteCount).containsExactly(1, 1);
        assertThat(dimensions.sites().size).isEqualTo(2);
        assertThat(dimensions.sites().siteOrder).containsExactly(1, 1);
        assertThat(dimensions.zones().size).isZero();
    }

    @Test
    void sharesAreMillionthsThatSumToOneMillion() {
        assertThat(Dimensions.largestRemainder(new long[] {1, 1, 1, 0}, 3))
                .containsExactly(333_334, 333_333, 333_333, 0);
        assertThat(Dimensions.largestRemainder(new long[] {0, 2, 1, 0}, 3)).containsExactly(0, 666_667, 333_333, 0);
        assertThat(Dimensions.largestRemainder(new long[] {0, 0, 0, 5}, 5)).containsExactly(0, 0, 0, 1_000_000);
    }
}
