package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.replay.GuardedSink;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.testing.TestBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A replay in a process of its own, with a task that is frozen between its question whether it is the newest and its commit,
 * until it is told to go on.
 */
final class FrozenReplay implements AutoCloseable {
    private static final String FROZEN = "frozen";
    private static final String ENDED = "ended";
    private static final long PATIENCE_SECONDS = 120;
    /** With committed checkpoints before it. */
    private static final int FROZEN_COMMIT = 5;

    private final Process process;
    private final BufferedReader said;
    private final StringBuilder text = new StringBuilder();

    private FrozenReplay(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Returns when its task is frozen. */
    static FrozenReplay of(ReplayStage stage, String address) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(words::add);
        words.addAll(List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FrozenReplay.class.getName(),
                stage.root().toString(),
                stage.settings().name(),
                address));
        FrozenReplay frozen = new FrozenReplay(
                new ProcessBuilder(words).redirectErrorStream(true).start());
        frozen.readUntil(FROZEN);
        return frozen;
    }

    private void readUntil(String last) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals(last)) {
                return;
            }
            text.append(line).append('\n');
        }
        assertThat(last).as("last line, after " + text).isEmpty();
    }

    /** Lets it go on, to its end. */
    String thaw() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        readUntil(ENDED);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("end, after " + text)
                .isTrue();
        return text.toString();
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
    }

    /**
     * The process.
     *
     * @param arguments run, name of the replay, address of the broker
     */
    public static void main(String[] arguments) {
        try {
            ReplayStage.of(Path.of(arguments[0]), arguments[1], TestBroker.at(arguments[2]))
                    .at(ReplayPace.ByRate.steady(9_000))
                    .run(new ReplayStage.Told(), new Freezing());
        } catch (Exception failure) {
            failure.printStackTrace(System.out);
        }
        System.out.println(ENDED);
        System.exit(0);
    }

    private static final class Freezing extends ReplayStage.Plain {
        @Override
        public GuardedSink.Check beforeCommit(ReplayAttempt attempt) {
            return new AfterItsQuestion(attempt);
        }
    }

    private record AfterItsQuestion(ReplayAttempt attempt) implements GuardedSink.Check {
        private static final long serialVersionUID = 1L;
        private static final AtomicInteger commits = new AtomicInteger();

        @Override
        public void require() throws IOException {
            attempt.claimCommit();
            if (commits.incrementAndGet() == FROZEN_COMMIT) {
                System.out.println(FROZEN);
                if (System.in.read() < 0) {
                    throw new IOException("nobody is there to say when");
                }
            }
        }
    }
}
