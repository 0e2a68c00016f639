package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.Problem;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.testing.ConfigFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaxonomiesTest {
    /** Tokens of the sample world under samples/upstream, as they stand in its tables. */
    private static final List<String> SAMPLE_SEGMENTS = List.of(
            "BUSINESS_MICRO",
            "BUSINESS_SME",
            "OTHER_NONPROFIT",
            "RETAIL_AFFLUENT",
            "RETAIL_EARLY_CAREER",
            "RETAIL_FAMILY",
            "RETAIL_MASS_MARKET",
            "RETAIL_MATURE",
            "RETAIL_RETIRED",
            "RETAIL_STUDENT",
            "RETAIL_VALUE");

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void ownTokensHaveTheirClass() {
        Taxonomies taxonomies = shipped();
        assertThat(taxonomies.ledgerClass("BUSINESS_TERM_LOAN")).contains(LedgerClass.CREDIT_INSTALLMENT);
        assertThat(taxonomies.instrumentKind("NETWORK_TOKEN_HANDLE")).contains(InstrumentKind.WALLET_TOKEN);
        assertThat(taxonomies.deviceGroup("KIOSK")).contains(DeviceGroup.KIOSK);
        assertThat(taxonomies.ipGroup("CORPORATE")).contains(IpGroup.CORPORATE_NAT);
        assertThat(taxonomies.segment("SOLE_TRADER")).contains(Segment.SOLE_TRADER);
        assertThat(taxonomies.partyTypeBySegment()).containsEntry(Segment.SOLE_TRADER, PartyType.BUSINESS);
        assertThat(taxonomies.fraudRole(EntityKind.IP, "SHARED_IP")).contains(FraudRole.SHARED_IP);
    }

    @Test
    void theSampleWorldSpeaksOnlyKnownTokens() {
        Taxonomies taxonomies = shipped();
        assertThat(SAMPLE_SEGMENTS).allSatisfy(token -> assertThat(taxonomies.segment(token))
                .hasValueSatisfying(segment -> assertThat(token)
                        .isEqualTo(taxonomies.partyTypeBySegment().get(segment) + "_" + segment)));
        assertThat(List.of(
                        "BUSINESS_CURRENT",
                        "RETAIL_CREDIT_CARD_STANDARD",
                        "RETAIL_CURRENT_BASIC",
                        "RETAIL_PERSONAL_LOAN_UNSECURED",
                        "RETAIL_SAVINGS_INSTANT"))
                .allMatch(token -> taxonomies.ledgerClass(token).isPresent());
        assertThat(List.of(
                        "PARTY_BANK_ACCOUNT_DOMESTIC",
                        "RETAIL_CREDIT_CARD_PHYSICAL",
                        "RETAIL_DEBIT_CARD_PHYSICAL",
                        "RETAIL_DEBIT_CARD_VIRTUAL",
                        "WALLET_DEVICE_TOKEN"))
                .allMatch(token -> taxonomies.instrumentKind(token).isPresent());
        assertThat(List.of("CORPORATE", "DATACENTRE", "MOBILE", "RESIDENTIAL", "VPN_PROXY"))
                .allMatch(token -> taxonomies.ipGroup(token).isPresent());
    }

    @Test
    void aliasesStandForATokenOfTheList() {
        Taxonomies taxonomies = shipped();
        assertThat(taxonomies.accounts().canonical("RETAIL_LOAN")).isEqualTo("RETAIL_PERSONAL_LOAN_UNSECURED");
        assertThat(taxonomies.ledgerClass("RETAIL_CREDIT_CARD")).contains(LedgerClass.CREDIT_REVOLVING);
        assertThat(taxonomies.deviceGroup("MOBILE")).contains(DeviceGroup.MOBILE_PHONE);
        assertThat(taxonomies.fraudRole(EntityKind.DEVICE, "CLEAN")).contains(FraudRole.CLEAN_DEVICE);
        assertThat(taxonomies.fraudRole(EntityKind.ACCOUNT, "RISKY")).contains(FraudRole.HIGH_RISK_ACCOUNT);
        assertThat(taxonomies.ledgerClass("GOLD_BARS")).isEmpty();
    }

    @Test
    void everyClassIsReachedByAToken() {
        Taxonomies taxonomies = shipped();
        assertThat(taxonomies.accounts().classes()).containsExactlyInAnyOrder(LedgerClass.values());
        assertThat(taxonomies.instruments().classes()).containsExactlyInAnyOrder(InstrumentKind.values());
        assertThat(taxonomies.devices().classes()).containsExactlyInAnyOrder(DeviceGroup.values());
        assertThat(taxonomies.ips().classes()).containsExactlyInAnyOrder(IpGroup.values());
        for (EntityKind entity : EntityKind.values()) {
            assertThat(taxonomies.roles().get(entity).classes())
                    .containsExactlyInAnyOrderElementsOf(FraudRole.of(entity));
        }
        assertThat(Arrays.stream(Segment.values()).map(Segment::token))
                .allMatch(token -> taxonomies.segment(token).isPresent());
    }

    @Test
    void anAliasThatLeadsNowhereIsToldWithItsPlace() {
        ConfigFolder config = ConfigFolder.taxonomiesIn(folder);
        config.edit("layer3/6A/device_taxonomy_6A.yaml", "MOBILE: MOBILE_PHONE", "MOBILE: MOBILE_PHONES");
        PolicyPacks packs = config.read(problems);
        Taxonomies.of(packs, problems);
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.text())
                .isEqualTo(
                        folder + "/layer3/6A/device_taxonomy_6A.yaml#/aliases/MOBILE (22:11): must be one of the tokens"
                                + " above, was MOBILE_PHONES; did you mean MOBILE_PHONE? [L08]"));
    }

    private Taxonomies shipped() {
        Taxonomies taxonomies = Taxonomies.of(ConfigFolder.taxonomiesIn(folder).read(problems), problems);
        assertThat(problems).isEmpty();
        return taxonomies;
    }
}
