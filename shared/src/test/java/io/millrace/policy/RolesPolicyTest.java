package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolesPolicyTest {
    private static final String NAME = "config/layer3/6A/roles_6A.yaml";

    @Test
    void theShippedFileFitsItsSchemaAndEveryKeyIsRead() throws IOException {
        PolicyNode root = parse(shipped());
        RolesPolicy.of(root);
        assertThat(root.unreadPointers())
                .containsExactlyInAnyOrder("/law_revision", "/policy_id", "/policy_version", "/schema_version");
    }

    @Test
    void rowsKeepTheirDecimals() throws IOException {
        RolesPolicy policy = RolesPolicy.of(parse(shipped()));
        assertThat(policy.rolePerMille()
                        .get(EntityKind.PARTY)
                        .get("RETAIL")
                        .byTier()
                        .get(RiskTier.LOW))
                .containsEntry(FraudRole.ASSOCIATE, new BigDecimal("0.25"))
                .containsEntry(FraudRole.ORGANISER, new BigDecimal("0.05"));
        assertThat(policy.rolePerMille()
                        .get(EntityKind.IP)
                        .get("MOBILE")
                        .byTier()
                        .get(RiskTier.HIGH))
                .containsEntry(FraudRole.HIGH_RISK_IP, new BigDecimal("300"));
    }

    @Test
    void merchantCodesFallIntoTheirClasses() throws IOException {
        RolesPolicy policy = RolesPolicy.of(parse(shipped()));
        assertThat(List.of(3000, 3299, 3300, 3501, 4511, 5816, 5966, 7995, 6012, 5411).stream()
                        .map(policy::mccClass))
                .containsExactly(
                        "TRAVEL",
                        "TRAVEL",
                        "GENERAL",
                        "HOSPITALITY",
                        "TRAVEL",
                        "DIGITAL",
                        "HIGH_CHARGEBACK",
                        "HIGH_CHARGEBACK",
                        "MONEY_SERVICES",
                        "GENERAL");
    }

    @Test
    void aGroupOfTwoHundredIsSmallerThanOneOfTwoHundredAndOne() throws IOException {
        RolesPolicy.IpScore ip = RolesPolicy.of(parse(shipped())).scores().ip();
        assertThat(List.of(1, 2, 3, 10, 50, 51, 200, 201).stream().map(ip::points))
                .containsExactly(0, 0, 20, 20, 60, 110, 110, 150);
    }

    @Test
    void sharesOfARingMustSumToOne() throws IOException {
        PolicyNode root = parse(shipped().replace("MULE: 0.52", "MULE: 0.53"));
        assertThatThrownBy(() -> RolesPolicy.of(root))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("roles_6A#/ring_roles/others must sum to 1, was 1.01");
    }

    @Test
    void aRowAboveAThousandIsRefused() throws IOException {
        PolicyNode root =
                parse(shipped().replace("SHARED_IP: 980, HIGH_RISK_IP: 15", "SHARED_IP: 980, HIGH_RISK_IP: 21"));
        assertThatThrownBy(() -> RolesPolicy.of(root))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("roles_6A#/role_per_mille/IP/CORPORATE/LOW must not be above 1000 in all, was 1001");
    }

    private static String shipped() throws IOException {
        return Files.readString(PolicyFiles.root().resolve(NAME));
    }

    private static PolicyNode parse(String text) {
        List<io.millrace.base.Problem> problems = new ArrayList<>();
        PolicyNode root = StrictYaml.parse(NAME, text.getBytes(StandardCharsets.UTF_8), problems)
                .orElseThrow();
        problems.addAll(SchemaStore.shipped()
                .check(
                        "schema/policy/roles_6A.schema.json",
                        NAME,
                        root,
                        io.millrace.base.ErrorCode.CONFIG_VALIDATION_FAILED));
        assertThat(problems).isEmpty();
        return root;
    }
}
