package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which broker is meant when nobody names one, and that commands say so. */
class BrokerOptionsTest {
    private static final String HOME = "millrace.home";
    /** Nobody listens there. */
    private static final String PORT = "1";

    @TempDir
    private Path home;

    private Optional<String> before;

    @BeforeEach
    void beAtHome() {
        before = Optional.ofNullable(System.getProperty(HOME));
        System.setProperty(HOME, home.toString());
    }

    @AfterEach
    void goBack() {
        before.ifPresentOrElse(folder -> System.setProperty(HOME, folder), () -> System.clearProperty(HOME));
    }

    @Test
    void theRunningBrokerOfThisFolderIsMeantAtItsPort() throws IOException {
        noteBroker(ProcessHandle.current().info().startInstant().orElseThrow());
        BrokerOptions options = new BrokerOptions();
        assertThat(options.access().bootstrapServers()).isEqualTo("localhost:" + PORT);
        assertThat(options.arguments()).containsExactly("--bootstrap-servers", "localhost:" + PORT);
    }

    @Test
    void withoutOneItIsKafkasOwnPortWhateverABrokerBeforeHad() throws IOException {
        assertThat(new BrokerOptions().access().bootstrapServers()).isEqualTo("localhost:9092");
        noteBroker(Instant.EPOCH);
        assertThat(new BrokerOptions().access().bootstrapServers()).isEqualTo("localhost:9092");
    }

    @Test
    void anAddressThatIsNamedIsMeantAlthoughABrokerRuns() throws IOException {
        noteBroker(ProcessHandle.current().info().startInstant().orElseThrow());
        BrokerOptions options =
                CommandLine.populateCommand(new BrokerOptions(), "--bootstrap-servers", "elsewhere:9092");
        assertThat(options.access().bootstrapServers()).isEqualTo("elsewhere:9092");
    }

    @Test
    void whoAsksWithoutAnAddressHearsWhereItWasAsked() throws IOException {
        noteBroker(ProcessHandle.current().info().startInstant().orElseThrow());
        Path hasty = Files.writeString(home.resolve("client.properties"), "default.api.timeout.ms=500\n");
        Said said = Said.millrace("tail", "payments", "--properties", hasty.toString());
        assertThat(said.exit()).isEqualTo(7);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("BROKER_UNREACHABLE: localhost:" + PORT + ": must be the address of a Kafka broker");
    }

    /** As {@code millrace kafka start} does; the process is this one, or nobody's any more. */
    private static void noteBroker(Instant begun) throws IOException {
        OwnProcesses noted = new OwnProcesses(Home.broker().resolve("process.properties"));
        noted.set("port", PORT);
        noted.set(LocalBroker.ROLE, ProcessHandle.current().pid() + " " + begun);
    }
}
