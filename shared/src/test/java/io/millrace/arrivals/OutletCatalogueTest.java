package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.contract.Iso;
import org.junit.jupiter.api.Test;

class OutletCatalogueTest {
    private static final long MERCHANT = Long.parseUnsignedLong("11400714819323198485");

    @Test
    void theSiteIdLawHasItsVector() {
        assertThat(Long.toUnsignedString(OutletCatalogue.siteId(MERCHANT, "DE", 1)))
                .isEqualTo("7526130701042732495");
    }

    @Test
    void sitesAndMerchantsAreFoundByUnsignedId() {
        OutletCatalogue.Builder builder = new OutletCatalogue.Builder();
        for (int order = 1; order <= 50; order++) {
            builder.add(MERCHANT, "DE", order, "NO", "f", order);
            builder.add(3, "FR", order, "FR", "f", order);
        }
        builder.add(3, "FR", 1, "FR", "f", 99);
        OutletCatalogue catalogue = builder.build();

        assertThat(catalogue.sites()).hasSize(100);
        assertThat(catalogue.merchants()).containsExactly(3, MERCHANT);
        assertThat(catalogue.homeCountry(MERCHANT)).isEqualTo((short) Iso.pack("NO"));
        assertThat(catalogue.homeCountry(4)).isEqualTo((short) Iso.ABSENT);
        for (int order = 1; order <= 50; order++) {
            assertThat(catalogue.site(OutletCatalogue.siteId(MERCHANT, "DE", order)))
                    .isEqualTo(new OutletCatalogue.Site(
                            OutletCatalogue.siteId(MERCHANT, "DE", order), MERCHANT, (short) Iso.pack("DE"), order));
        }
        assertThat(catalogue.site(1)).isNull();
    }

    @Test
    void everyRowThatCannotBeUsedIsTold() {
        OutletCatalogue.Builder builder = new OutletCatalogue.Builder();
        builder.add(3, "fr", 1, "FR", "f", 0);
        builder.add(3, "FR", -1, "FR", "f", 1);
        builder.add(3, "FR", 1, "FR", "f", 2);
        builder.add(3, "FR", 2, "BE", "f", 3);
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(ContractException.class, failure -> assertThat(failure.problems())
                        .extracting(problem -> problem.where() + " " + problem.found())
                        .containsExactly("f#row 0 fr, 1", "f#row 1 FR, -1", "f#row 3 FR and BE"));
    }
}
