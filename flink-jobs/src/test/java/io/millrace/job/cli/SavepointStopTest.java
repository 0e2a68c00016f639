package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stopping over a web interface that is slow, silent, or refuses. */
class SavepointStopTest {
    private static final String PENDING = "{\"status\":{\"id\":\"IN_PROGRESS\"}}";
    private static final String DONE =
            "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/savepoints/one\"}}";
    private static final Path FOLDER = Path.of("savepoints");

    private final List<String> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    /** Status and body of the coming answers; nothing stands for a connection that is cut. */
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    private final AtomicLong seconds = new AtomicLong();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void aPollThatFindsNoAnswerIsAskedAgainAndTheWaitIsTold() throws InterruptedException {
        answers.addAll(List.of("202 {}", "cut", "503 {}", "200 " + PENDING, "200 " + DONE));

        assertThat(stop()).isEqualTo("file:/savepoints/one");

        assertThat(asked)
                .hasSize(5)
                .first()
                .asString()
                .contains("\"drain\":false")
                .contains("\"formatType\":\"NATIVE\"");
        assertThat(told)
                .anyMatch(line -> line.startsWith("the cluster does not answer (503"))
                .anyMatch(line -> line.startsWith("waiting for the savepoint, "));
    }

    @Test
    void aRequestWithoutAnAnswerIsSentAgainUnderTheSameNumber() throws InterruptedException {
        answers.addAll(List.of("cut", "202 {}", "200 " + DONE));

        stop();

        assertThat(asked.get(1)).contains("triggerId").isEqualTo(asked.get(0));
        assertThat(asked.get(2)).matches("GET /jobs/j1/savepoints/[0-9a-f]{32} ");
    }

    @Test
    void aSavepointThatFailedIsTheStoragesAndTellsItsInnermostCauseAndThatTheJobGoesOn() {
        answers.addAll(List.of(
                "202 {}",
                "200 {\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"failure-cause\":{\"class\":\"a.B\","
                        + "\"stack-trace\":\"a.B: outer\\nCaused by: c.D: middle\\nCaused by: No space left\\n\"}}}",
                "200 {\"state\":\"RUNNING\"}"));

        RunException failed = catchThrowableOfType(RunException.class, this::stop);

        assertThat(failed.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.IO_WRITE_FAILED);
            assertThat(problem.found()).isEqualTo("No space left");
            assertThat(problem.fix()).startsWith("the job goes on (RUNNING)");
        });
    }

    @Test
    void aClusterThatStaysSilentIsGivenUp() {
        answers.add("202 {}");

        RunException silent = catchThrowableOfType(RunException.class, this::stop);

        assertThat(silent.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.IO_READ_FAILED);
            assertThat(problem.expected()).isEqualTo("must be answered within 60 s");
            assertThat(problem.fix()).contains("STOPPED when it has");
        });
    }

    @Test
    void aJobThatTheClusterDoesNotKnowAnyMoreIsNotWaitedFor() {
        answers.addAll(List.of("202 {}", "404 {\"errors\":[\"Operation not found\"]}"));

        RunException forgotten = catchThrowableOfType(RunException.class, this::stop);

        assertThat(forgotten)
                .hasMessageContaining("404")
                .hasMessageContaining("millrace runs shows how the run stands");
    }

    @Test
    void aClusterTellsItsTaskManagersAndTheJobsThatAreNotAtTheirEnd() throws InterruptedException {
        answers.addAll(List.of(
                "200 {\"taskmanagers\":[{\"id\":\"taskmanager\",\"slotsNumber\":2,\"freeSlots\":1}]}",
                "200 {\"jobs\":[{\"jid\":\"a\",\"name\":\"one\",\"state\":\"RUNNING\"},"
                        + "{\"jid\":\"b\",\"name\":\"two\",\"state\":\"FINISHED\"}]}"));

        assertThat(new FlinkRest("http://localhost:" + server.getAddress().getPort()).lines())
                .containsExactly("TaskManager taskmanager: 1 of 2 slots free", "job a: one, RUNNING");
    }

    /** Six seconds pass between two looks at the clock. */
    private String stop() throws InterruptedException {
        FlinkRest cluster =
                new FlinkRest("http://localhost:" + server.getAddress().getPort(), Duration.ofSeconds(10));
        return new SavepointStop(cluster, told::add, Duration.ofMinutes(1), () -> seconds.addAndGet(6) * 1_000_000_000L)
                .of("j1", FOLDER, "NATIVE");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        String answer = answers.poll();
        if (answer == null || answer.equals("cut")) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
