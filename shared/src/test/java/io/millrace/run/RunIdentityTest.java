package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.StrictYaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of contracts 1.3, from YAML text to run id. */
class RunIdentityTest {
    private static final String ALPHA = """
            # a comment
            policy_id: alpha_6B
            schema_version: 1
            p_home: {ECOM: 0.95, ATM: 0.99}
            timeout_seconds: 1200
            """;
    private static final String BETA = """
            schema_version: 1
            policy_id: beta_6B
            country: 'NO'
            price_points_minor: [199, 1499]
            min_weight: 1.0e-12
            """;
    private static final String WPH = "4860fda16cc46dcca21f6b8d3289e2d7401ff133d8277ee6f829198745460a11";
    private static final String PH = "6d8a8cf5181808b4acfbb929dabb0d6530c46ae51d1dbdda43b6e962b3d6bd1d";

    @Test
    void canonicalBytesForgetCommentsAndKeyOrder() {
        assertThat(canonical(ALPHA))
                .isEqualTo(
                        "{\"p_home\":{\"ATM\":0.99,\"ECOM\":0.95},\"policy_id\":\"alpha_6B\",\"schema_version\":1,\"timeout_seconds\":1200}");
        assertThat(canonical(BETA))
                .isEqualTo(
                        "{\"country\":\"NO\",\"min_weight\":1e-12,\"policy_id\":\"beta_6B\",\"price_points_minor\":[199,1499],\"schema_version\":1}");
    }

    @Test
    void packsAndTuples() {
        String alpha = TupleDigest.ofPack(canonical(ALPHA));
        String beta = TupleDigest.ofPack(canonical(BETA));
        assertThat(alpha).isEqualTo("b6a2136481418ff2c0ddb10f03f8c4754bdf383aef71820e9856b526f02d9642");
        assertThat(beta).isEqualTo("5d5e0e225d025449b232c8e1005860a24ebe8014f788308fe1bc934179ed4e0c");
        assertThat(HexFormat.of().formatHex(TupleDigest.ofNamedPack("alpha_6B.yaml", alpha)))
                .isEqualTo("74d551b1f7335189d970c47851f1860555474a32501e8d5e30c95499cab88c0e");
        assertThat(TupleDigest.ofPacks(Map.of("alpha_6B.yaml", alpha))).isEqualTo(WPH);
        assertThat(TupleDigest.ofPacks(Map.of("alpha_6B.yaml", alpha, "beta_6B.yaml", beta)))
                .isEqualTo(PH);
        assertThat(TupleDigest.ofPacks(Map.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void worldsAndRuns() {
        String world = RunIdentity.ownWorld(WPH, 42);
        assertThat(world).isEqualTo("37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05");
        assertThat(RunIdentity.ownWorld(WPH, -1L))
                .isEqualTo("18339ad7729880b2abfdd7c6295e7c901b6153014170ce846b1dd70da69ccd0c");
        assertThat(new RunIdentity(42, "baseline_v1", WPH, PH, world).runId())
                .isEqualTo("5e2b83435784055f432d2c8697617ace");
        RunIdentity last = new RunIdentity(-1L, "baseline_v1", WPH, PH, RunIdentity.ownWorld(WPH, -1L));
        assertThat(last.runId()).isEqualTo("5437bf93baeb650537586a69ffe817e1");
        assertThat(last.axisPath()).startsWith("seed=18446744073709551615/parameter_hash=" + PH);
    }

    @Test
    void refusesAxesThatAreNone() {
        assertThatThrownBy(() -> new RunIdentity(1, "Baseline", WPH, PH, WPH)).hasMessageContaining("scenario_id");
        assertThatThrownBy(() -> new RunIdentity(1, "a", "12", PH, WPH)).hasMessageContaining("world_parameter_hash");
    }

    private static String canonical(String yaml) {
        List<Problem> problems = new ArrayList<>();
        Object plain = StrictYaml.parse("test.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems)
                .orElseThrow()
                .plain();
        assertThat(problems).isEmpty();
        return CanonicalJson.of(plain);
    }
}
