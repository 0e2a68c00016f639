package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entities: 6A tables made by hand against their known figures. */
class EntityMetricsTest {
    private static final String PARTIES = "s1_party_base_6A";
    private static final String ACCOUNTS = "s2_account_base_6A";
    private static final String INSTRUMENTS = "s3_instrument_base_6A";
    private static final String DEVICES = "s4_device_base_6A";
    private static final String IPS = "s4_ip_base_6A";
    private static final String DEVICE_LINKS = "s4_device_links_6A";
    private static final String IP_LINKS = "s4_ip_links_6A";

    /** Device 1 belongs to parties 1 and 2, and twice to party 1 by an account; the last link is a merchant's. */
    private static final String LINKS =
            "SELECT unnest([1, 1, 2, 3, 1, 9]) AS device_id, unnest([1, 1, 1, 2, 2, NULL]) AS party_id";

    private static final String SOUND =
            "SELECT 1 AS party_id, 1 AS account_id, 1 AS instrument_id, 1 AS device_id, 1 AS ip_id";
    private static final String TERMINAL =
            "SELECT 1 AS party_id, 1 AS account_id, 1 AS instrument_id, 9 AS device_id, 2 AS ip_id,"
                    + " true AS device_is_terminal";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("answers")
    void theMetricFindsTheFigureThatTheRowsWereMadeWith(KnownAnswer answer) throws Exception {
        answer.check(folder);
    }

    static Stream<KnownAnswer> answers() {
        return Stream.of(
                KnownAnswer.all(
                        "E1", 2.5, run -> run.table(ACCOUNTS, "SELECT unnest([1, 1, 2, 2, 2]) AS owner_party_id")),
                KnownAnswer.all("E2", 2, run -> run.table(
                                INSTRUMENTS,
                                "SELECT unnest(['RETAIL_DEBIT_CARD_PHYSICAL', 'RETAIL_DEBIT_CARD_PHYSICAL',"
                                        + " 'RETAIL_CREDIT_CARD_PHYSICAL', 'RETAIL_DEBIT_CARD_VIRTUAL', 'WALLET_DEVICE_TOKEN',"
                                        + " 'PARTY_BANK_ACCOUNT_DOMESTIC']) AS instrument_type")
                        .table(PARTIES, "SELECT unnest(['RETAIL', 'RETAIL', 'BUSINESS']) AS party_type")),
                KnownAnswer.all("E3", 2, run -> run.table(DEVICE_LINKS, LINKS)),
                KnownAnswer.all("E4", 1 / 3.0, run -> run.table(DEVICE_LINKS, LINKS)),
                // 200 addresses, so two at the top: 50 and 30 of 278 links.
                KnownAnswer.all(
                        "E5",
                        80 / 278.0,
                        run -> run.table(
                                IP_LINKS,
                                "SELECT CASE WHEN range < 50 THEN 1 WHEN range < 80 THEN 2 ELSE range END AS ip_id FROM range(278)")),
                KnownAnswer.all("E6", 0.75, run -> run.table(
                                DEVICES,
                                "SELECT unnest([1, 2, 3, 4, 5]) AS device_id, unnest([1, 1, 2, 2, NULL]) AS primary_party_id")
                        .table(IP_LINKS, "SELECT unnest([1, 1, 2, 3, NULL]) AS device_id")),
                KnownAnswer.all("E7", 0, run -> world(run).entities(SOUND).entities(TERMINAL)),
                // Somebody else's account, an instrument of another account, a device and an IP that are not linked.
                KnownAnswer.all("E7", 4, run -> world(run)
                        .entities(SOUND)
                        .entities(SOUND.replace("1 AS account_id", "2 AS account_id"))
                        .entities(SOUND.replace("1 AS instrument_id", "2 AS instrument_id"))
                        .entities(SOUND.replace("1 AS device_id", "3 AS device_id"))
                        .entities(SOUND.replace("1 AS ip_id", "2 AS ip_id"))),
                // A terminal or an address that is nowhere in the tables.
                KnownAnswer.all("E7", 2, run -> world(run)
                        .entities(TERMINAL.replace("9 AS device_id", "8 AS device_id"))
                        .entities(TERMINAL.replace("2 AS ip_id", "3 AS ip_id"))));
    }

    /** Parties 1 and 2 with an account, an instrument and a device each; device 3 is party 2's too, 9 a terminal. */
    private static HandMadeRun world(HandMadeRun run) throws SQLException {
        return run.table(PARTIES, "SELECT unnest([1, 2]) AS party_id")
                .table(ACCOUNTS, "SELECT unnest([1, 2]) AS account_id, unnest([1, 2]) AS owner_party_id")
                .table(INSTRUMENTS, "SELECT unnest([1, 2]) AS instrument_id, unnest([1, 2]) AS account_id")
                .table(DEVICES, "SELECT unnest([1, 2, 3, 9]) AS device_id, unnest([1, 2, 2, NULL]) AS primary_party_id")
                .table(IPS, "SELECT unnest([1, 2]) AS ip_id")
                .table(DEVICE_LINKS, "SELECT unnest([1, 2]) AS device_id, unnest([1, 2]) AS party_id")
                .table(IP_LINKS, "SELECT unnest([1, 1, 2, NULL]) AS device_id, unnest([1, 1, 1, 2]) AS ip_id");
    }

    @Test
    void aWorldWithoutATableSaysWhichOneItHasNot() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            MetricResult metric =
                    run.table(PARTIES, "SELECT 'RETAIL' AS party_type").measure("E2");
            assertThat(metric.grade()).isEmpty();
            assertThat(metric.readings().get(0).note()).isEqualTo("the world has no s3_instrument_base_6A");
        }
    }

    @Test
    void whatOneRunCannotShowIsNotMade() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            MetricResult metric = run.measure("Q1");
            assertThat(metric.grade()).isEmpty();
            assertThat(metric.readings().get(0).note())
                    .isEqualTo("needs runs of 4 seeds, there is one: name others by --beside");
        }
    }
}
