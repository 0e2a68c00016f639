package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.Channel;
import io.millrace.testing.PolicyFiles;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MerchantsPolicyTest {
    private static final MerchantsPolicy SHIPPED = MerchantsPolicy.of(PolicyFiles.shipped("merchants_5B"));

    @Test
    void theShippedPackHoldsTheTableOfGroups() {
        assertThat(SHIPPED.groups())
                .extracting(MerchantsPolicy.Group::name)
                .containsExactly(
                        "GROCERY",
                        "CONVENIENCE",
                        "FUEL",
                        "RESTAURANT",
                        "FAST_FOOD",
                        "TRANSIT",
                        "APPAREL",
                        "ELECTRONICS",
                        "HOME_DIY",
                        "HEALTH",
                        "PERSONAL_CARE",
                        "LEISURE",
                        "MARKETPLACE",
                        "DIGITAL",
                        "SUBSCRIPTION",
                        "AIR_TRAVEL",
                        "LODGING",
                        "RIDE",
                        "UTILITIES",
                        "PUBLIC",
                        "GAMBLING",
                        "MONEY_SERVICE",
                        "ATM_CASH",
                        "TRANSFER");
        assertThat(SHIPPED.groups().stream()
                        .mapToInt(MerchantsPolicy.Group::brands)
                        .sum())
                .isEqualTo(115);
        MerchantsPolicy.Group utilities = SHIPPED.groups().get(18);
        assertThat(utilities.channelPpm())
                .isEqualTo(Map.of(
                        Channel.ECOM, 480_000,
                        Channel.POS, 20_000,
                        Channel.ATM, 0,
                        Channel.BANK_RAIL, 500_000,
                        Channel.HYBRID, 0));
        assertThat(utilities.mccs()).isEqualTo(List.of(4814, 4900));
        assertThat(SHIPPED.sites()).isEqualTo(new MerchantsPolicy.Sites(3000, .5));
        assertThat(SHIPPED.edges()).isEqualTo(new MerchantsPolicy.Edges(20_000, 8));
        assertThat(SHIPPED.terminals().osShare())
                .isEqualTo(Map.of("LINUX", new BigDecimal("0.6"), "EMBEDDED", new BigDecimal("0.4")));
    }

    @Test
    void bankOrdersGoOnAlikeInEveryGroupAndTakeTheOnlineShape() {
        assertThat(SHIPPED.goesOn(18, Channel.BANK_RAIL)).isEqualTo(.16);
        assertThat(SHIPPED.goesOn(18, Channel.ECOM)).isEqualTo(.14);
        assertThat(SHIPPED.goesOn(18, Channel.POS)).isEqualTo(.09);
        assertThat(SHIPPED.goesOn(22, Channel.ATM)).isEqualTo(.08);
        assertThat(SHIPPED.shape(3, Channel.ECOM)).isEqualTo("EVENING");
        assertThat(SHIPPED.shape(22, Channel.ATM)).isEqualTo("CASH");
        assertThat(SHIPPED.shape(23, Channel.BANK_RAIL)).isEqualTo("BILLS");
        assertThatThrownBy(() -> SHIPPED.shape(22, Channel.ECOM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ATM_CASH has no shape for ECOM");
    }

    @Test
    void sharesThatDoNotSumToOneAreRefused() {
        refused("/groups/0/arrivals_share", "0.2", "arrivals_share of all groups must sum to 1, was 1.01");
        refused("/groups/0/merchants_share", "0.1", "merchants_share of all groups must sum to 1, was 1.01");
        refused("/groups/0/channel/ECOM", "0.08", "channel of GROCERY must sum to 1, was 1010000 millionths");
        refused("/terminals/os_share/LINUX", "0.5", "terminals/os_share must sum to 1, was 0.9");
    }

    @Test
    void shapesGoWithChannels() {
        assertThatThrownBy(() -> edited(Map.of("/groups/2/shape/online", "ONLINE")))
                .hasMessage("FUEL must have an online shape if and only if it has ECOM or BANK_RAIL");
        assertThatThrownBy(() -> edited(Map.of("/groups/12/arrivals_per_site", new BigDecimal("10"))))
                .hasMessage(
                        "MARKETPLACE must have a physical shape and arrivals_per_site if and only if it has POS or ATM");
        refused(
                "/groups/12/visit_goes_on/physical",
                "0.1",
                "MARKETPLACE must have visit_goes_on 0 where it has no channel");
        assertThatThrownBy(() -> edited(Map.of(
                        "/groups/22/channel/ATM",
                        new BigDecimal("0.5"),
                        "/groups/22/channel/POS",
                        new BigDecimal("0.5"))))
                .hasMessage("ATM_CASH must have tills or cash machines, was both");
        assertThatThrownBy(() -> edited(Map.of("/groups/1/group", "GROCERY")))
                .hasMessage("a group must stand once, was twice: GROCERY");
    }

    private static void refused(String pointer, String value, String message) {
        assertThatThrownBy(() -> edited(Map.of(pointer, new BigDecimal(value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static MerchantsPolicy edited(Map<String, Object> edits) {
        return MerchantsPolicy.of(PolicyFiles.shipped("merchants_5B", edits));
    }
}
