package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.AccountType;
import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.Scheme;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EntityPacksTest {
    @Test
    void shippedFilesFitTheirSchemasAndEveryKeyIsRead() throws IOException {
        check("products_6A", ProductsPolicy::of);
        check("devices_6A", DevicesPolicy::of);
        check("ips_6A", IpsPolicy::of);
    }

    private static void check(String policyId, Function<PolicyNode, Object> reader) throws IOException {
        String name = "config/layer3/6A/" + policyId + ".yaml";
        List<Problem> problems = new ArrayList<>();
        PolicyNode root = StrictYaml.parse(
                        name, Files.readAllBytes(PolicyFiles.root().resolve(name)), problems)
                .orElseThrow();
        problems.addAll(SchemaStore.shipped()
                .check("schema/policy/" + policyId + ".schema.json", name, root, ErrorCode.CONFIG_VALIDATION_FAILED));
        assertThat(problems).extracting(Problem::text).isEmpty();
        assertThat(reader.apply(root)).isNotNull();
        assertThat(root.unreadPointers())
                .containsExactlyInAnyOrder("/law_revision", "/policy_id", "/policy_version", "/schema_version");
    }

    @Test
    void boundsOfIdsHoldForTheShippedPacks() {
        ProductsPolicy products = ProductsPolicy.of(PolicyFiles.shipped("products_6A"));
        assertThat(products.accounts().get(PartyType.RETAIL).stream()
                        .mapToInt(account -> account.count().max())
                        .sum())
                .isEqualTo(20);
        assertThat(products.instruments().get(AccountType.RETAIL_CREDIT_CARD_PREMIUM).types().stream()
                        .mapToInt(instrument -> instrument.count().max())
                        .sum())
                .isEqualTo(18);
        assertThat(products.schemes().domestic(Iso.pack("DE"), "EUR")).isEqualTo(Scheme.SEPA_CREDIT);
        assertThat(products.schemes().domestic(Iso.pack("GB"), "GBP")).isEqualTo(Scheme.FPS);
        assertThat(products.schemes().domestic(Iso.pack("US"), "USD")).isEqualTo(Scheme.ACH);
    }

    @Test
    void sharesOfGroupsSumUp() {
        IpsPolicy ips = IpsPolicy.of(PolicyFiles.shipped("ips_6A"));
        ips.groups().forEach((pool, groups) -> assertThat(groups.memberShares().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .as(pool.name())
                .isEqualTo(10_000));
        assertThat(ips.groups().get(Pool.WORK).participation()).isEqualTo(5_500);
    }

    @Test
    void aPartyThatCouldHoldMoreThanItsIdsAllowIsRefused() {
        PolicyNode tooMany =
                PolicyFiles.shipped("products_6A", Map.of("/accounts/RETAIL/0/count_max", new java.math.BigDecimal(3)));
        assertThatThrownBy(() -> ProductsPolicy.of(tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a RETAIL party could hold 21 accounts, at most 20");
        PolicyNode devices =
                PolicyFiles.shipped("devices_6A", Map.of("/types/6/count_max/BUSINESS", new java.math.BigDecimal(4)));
        assertThatThrownBy(() -> DevicesPolicy.of(devices))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a BUSINESS party could own 15 devices, at most 14");
    }
}
