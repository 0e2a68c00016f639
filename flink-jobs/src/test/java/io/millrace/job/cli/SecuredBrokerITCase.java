package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.LogText;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A broker that asks for passwords and rights: one clear problem before the first message, and no secret anywhere. */
@ExtendWith(SharedRuns.class)
class SecuredBrokerITCase {
    private static final String WRONG = "wrong-secret";

    @TempDir
    private static Path shared;

    private static TestBroker broker;
    private static Path admin;

    @TempDir
    private Path folder;

    private Path root;
    private LogText log;
    private final StringBuilder said = new StringBuilder();

    @BeforeAll
    static void start() throws Exception {
        admin = settings(shared.resolve("admin.properties"), TestBroker.ADMIN, TestBroker.ADMIN_SECRET);
        broker = TestBroker.startSecured(admin);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @BeforeEach
    void copy(ReferenceRun reference) throws IOException {
        Path runs = Files.createDirectories(folder.resolve("place/runs"));
        root = RunFiles.copy(reference.root(), runs.resolve(reference.root().getFileName()));
        log = new LogText();
    }

    @AfterEach
    void noSecretIsAnywhere() throws IOException {
        log.close();
        List<String> secrets = List.of(TestBroker.ADMIN_SECRET, TestBroker.USER_SECRET, WRONG);
        assertThat(said).doesNotContain(secrets);
        assertThat(log.text()).isNotEmpty().doesNotContain(secrets);
        try (Stream<Path> files = Files.walk(folder.resolve("place"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".parquet"))
                    .toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secrets);
            }
        }
    }

    @Test
    void aWrongPasswordIsOneProblemBeforeAnythingIsSent() throws Exception {
        Path wrong = settings(folder.resolve("client.properties"), TestBroker.ADMIN, WRONG);
        Said replay = replay(wrong, "wrong");
        assertThat(replay.exit()).isEqualTo(7);
        assertThat(replay.err())
                .isEqualToIgnoringNewLines(
                        "BROKER_REFUSED: " + broker.address()
                                + ": must accept the credentials of the properties file, was Authentication failed: Invalid username or"
                                + " password; mend security.protocol, sasl.mechanism and sasl.jaas.config in the file of --properties");
        assertThat(topics()).doesNotContain("wrong");
        Said tail =
                millrace("tail", "wrong", "--bootstrap-servers", broker.address(), "--properties", wrong.toString());
        assertThat(tail.exit()).isEqualTo(7);
        assertThat(tail.problems()).singleElement().asString().startsWith("BROKER_REFUSED: ");
    }

    @Test
    void theRightPasswordOfTheFileSendsAndReadsBack() {
        Said replay = replay(admin, "right");
        assertThat(replay.err()).doesNotContainPattern("[A-Z]+_[A-Z_]+: ");
        assertThat(replay.exit()).isZero();
        assertThat(replay.out()).contains("sent, read back and counted: 40 events");
        Said tail = millrace(
                "tail",
                "right",
                "-n",
                "100",
                "--bootstrap-servers",
                broker.address(),
                "--properties",
                admin.toString());
        assertThat(tail.out()).hasLineCount(40);
    }

    @Test
    void eachRightThatIsMissingIsNamedBeforeAnythingIsSent() throws Exception {
        Path user = settings(folder.resolve("client.properties"), TestBroker.USER, TestBroker.USER_SECRET);
        broker.create("granted", 1, java.util.Map.of("retention.ms", "-1"));

        assertThat(refused(replay(user, "granted")))
                .contains("granted")
                .endsWith("; have the right granted to the user");

        grant(ResourceType.TOPIC, "granted", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        assertThat(replay(user, "granted").problems())
                .containsExactly(
                        "BROKER_REFUSED: granted: must let this user write, was may [DESCRIBE, DESCRIBE_CONFIGS]; have WRITE"
                                + " granted to the user",
                        "BROKER_REFUSED: granted: must let this user read, was may [DESCRIBE, DESCRIBE_CONFIGS]; have READ"
                                + " granted to the user, or give --guarantee at-least-once with --no-check",
                        "BROKER_REFUSED: " + broker.address()
                                + ": must let this user write in transactions whose ids begin with millrace-replay, was"
                                + " Transactional Id authorization failed.; have WRITE and DESCRIBE on these transactional ids"
                                + " granted, or give --guarantee at-least-once");
        assertThat(broker.committed("granted")).isEmpty();

        grant(ResourceType.TOPIC, "granted", AclOperation.WRITE, AclOperation.READ);
        grant(ResourceType.TRANSACTIONAL_ID, "millrace-replay", AclOperation.WRITE, AclOperation.DESCRIBE);
        Said whole = replay(user, "granted");
        assertThat(whole.err()).doesNotContainPattern("[A-Z]+_[A-Z_]+: ");
        assertThat(whole.exit()).isZero();
        assertThat(broker.committed("granted")).hasSize(40);
    }

    @Test
    void whoMayNotReadIsNotReadBackAtAnyStartWithoutACheck() throws Exception {
        Path user = settings(folder.resolve("client.properties"), TestBroker.USER, TestBroker.USER_SECRET);
        broker.create("writeonly", 1, java.util.Map.of("retention.ms", "-1"));
        grant(
                ResourceType.TOPIC,
                "writeonly",
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS,
                AclOperation.WRITE);
        grant(ResourceType.TRANSACTIONAL_ID, "millrace-replay", AclOperation.WRITE, AclOperation.DESCRIBE);
        assertThat(refused(replay(user, "writeonly", "--no-check")))
                .as("exactly once needs it to find transactions of earlier starts")
                .contains("must let this user read")
                .endsWith("; have READ granted to the user, or give --guarantee at-least-once with --no-check");

        String[] unread = {"--no-check", "--guarantee", "at-least-once"};
        requireSent("writeonly", replay(user, "writeonly", unread), 40);
        Path notes = folder.resolve("place/replays/" + root.getFileName() + "-writeonly");

        // As when it was killed after its job had ended, and Flink had dropped the checkpoints.
        Files.delete(notes.resolve("report.json"));
        requireSent("writeonly", replay(user, "writeonly", unread), 40);

        // As when it was killed before its first checkpoint.
        Files.delete(notes.resolve("report.json"));
        RunFiles.remove(notes.resolve("lanes"));
        requireSent("writeonly", replay(user, "writeonly", unread), 80);
    }

    @Test
    void withoutACheckTheFolderTellsWhetherAPartWasCommitted() throws Exception {
        requireSent("unchecked", replay(admin, "unchecked", "--no-check"), 40);
        Path notes = folder.resolve("place/replays/" + root.getFileName() + "-unchecked");

        // As when somebody took away the checkpoints of one that was killed in the middle.
        Files.delete(notes.resolve("report.json"));
        RunFiles.remove(notes.resolve("lanes"));
        Said refused = replay(admin, "unchecked", "--no-check");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith("RESTORE_POINT_MISSING: ")
                .contains(": a part of this replay was committed, was none;");

        // As when an older program had begun it, whose tasks left no mark before they committed.
        Files.delete(notes.resolve("committing"));
        Path note = notes.resolve("replay.json");
        String begun = Files.readString(note);
        Files.writeString(note, begun.replaceAll("\"(cluster_id|bootstrap_servers)\":\"[^\"]*\",", ""));
        Said unknown = replay(admin, "unchecked", "--no-check");
        assertThat(unknown.exit()).isEqualTo(5);
        assertThat(unknown.problems())
                .singleElement()
                .asString()
                .startsWith("RESTORE_POINT_MISSING: ")
                .contains(": an older program has begun this replay, and its tasks left no mark")
                .contains("or leave out --no-check");

        // As when it was killed before its first commit.
        Files.writeString(note, begun);
        requireSent("unchecked", replay(admin, "unchecked", "--no-check"), 80);
    }

    private static void requireSent(String topic, Said replay, int messages) {
        assertThat(replay.err()).doesNotContainPattern("[A-Z]+_[A-Z_]+: ");
        assertThat(replay.exit()).isZero();
        assertThat(broker.committed(topic)).hasSize(messages);
    }

    private static String refused(Said replay) {
        assertThat(replay.exit()).isEqualTo(7);
        assertThat(replay.problems()).hasSize(1);
        assertThat(replay.problems().get(0)).startsWith("BROKER_REFUSED: ");
        return replay.problems().get(0);
    }

    private Said replay(Path settings, String topic, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "replay",
                root.toString(),
                "--name",
                topic,
                "--topics",
                "events=" + topic,
                "--max-events",
                "40",
                "--partitions",
                "1",
                "--create-topics",
                "--checkpoint-seconds",
                "0.5",
                "--bootstrap-servers",
                broker.address(),
                "--properties",
                settings.toString()));
        words.addAll(List.of(more));
        return millrace(words.toArray(String[]::new));
    }

    private Said millrace(String... arguments) {
        Said one = Said.millrace(arguments);
        said.append(one.out()).append(one.err());
        return one;
    }

    private static void grant(ResourceType type, String prefix, AclOperation... operations) throws Exception {
        List<AclBinding> granted = new ArrayList<>();
        for (AclOperation operation : operations) {
            granted.add(new AclBinding(
                    new ResourcePattern(type, prefix, PatternType.PREFIXED),
                    new AccessControlEntry("User:" + TestBroker.USER, "*", operation, AclPermissionType.ALLOW)));
        }
        try (Admin client = broker.access().admin()) {
            client.createAcls(granted).all().get();
        }
    }

    private static java.util.Set<String> topics() throws Exception {
        try (Admin client = broker.access().admin()) {
            return client.listTopics().names().get();
        }
    }

    private static Path settings(Path file, String user, String secret) throws IOException {
        return Files.writeString(file, """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
                username="%s" password="%s";
                """.formatted(user, secret));
    }
}
