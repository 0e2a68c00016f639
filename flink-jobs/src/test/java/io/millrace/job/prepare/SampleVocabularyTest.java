package io.millrace.job.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.Problem;
import io.millrace.contract.EntityKind;
import io.millrace.policy.Taxonomies;
import io.millrace.testing.ConfigFolder;
import io.millrace.testing.PolicyFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks an outside reader for every token in the entity tables of the sample world; each must be known. */
class SampleVocabularyTest {
    private static final Path TABLES = PolicyFiles.root().resolve("samples/upstream/data/layer3/6A");

    @TempDir
    Path folder;

    @Test
    void everyTokenOfTheSampleTablesIsMapped() throws SQLException {
        List<Problem> problems = new ArrayList<>();
        Taxonomies taxonomies = Taxonomies.of(ConfigFolder.taxonomiesIn(folder).read(problems), problems);
        assertThat(problems).isEmpty();
        TreeMap<String, Function<String, Optional<?>>> classOf = new TreeMap<>();
        classOf.put("s1_party_base_6A segment_id", taxonomies::segment);
        classOf.put("s2_account_base_6A segment_id", taxonomies::segment);
        classOf.put("s2_account_base_6A account_type", taxonomies::ledgerClass);
        classOf.put("s3_instrument_base_6A instrument_type", taxonomies::instrumentKind);
        classOf.put("s3_account_instrument_links_6A instrument_type", taxonomies::instrumentKind);
        classOf.put("s4_device_base_6A device_type", taxonomies::deviceGroup);
        classOf.put("s4_ip_base_6A ip_type", taxonomies::ipGroup);
        for (EntityKind entity : EntityKind.values()) {
            String name = entity.name().toLowerCase(Locale.ROOT);
            classOf.put(
                    "s5_" + name + "_fraud_roles_6A fraud_role_" + name, token -> taxonomies.fraudRole(entity, token));
        }
        int tokens = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String column : classOf.keySet()) {
                String[] names = column.split(" ");
                String query = "SELECT DISTINCT " + names[1] + " FROM read_parquet('" + TABLES + "/" + names[0]
                        + "/*/*/*/*.parquet')";
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        String token = rows.getString(1);
                        assertThat(classOf.get(column).apply(token).map(Object::toString))
                                .as(column + " " + token)
                                .isPresent();
                        tokens++;
                    }
                }
            }
        }
        assertThat(tokens).isEqualTo(56);
    }
}
