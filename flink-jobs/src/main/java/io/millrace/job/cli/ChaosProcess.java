package io.millrace.job.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the suite, started by the launcher, which hands its process id on to Java. */
final class ChaosProcess {
    private static final String HEAP = "1g";
    private static final long ENDS_SECONDS_MAX = 900;

    private final Process process;

    private ChaosProcess(Process process) {
        this.process = process;
    }

    static ChaosProcess start(Path log, Map<String, String> variables, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Home.folder().resolve("millrace").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("MILLRACE_HEAP", HEAP);
        builder.environment().putAll(variables);
        Process process = builder.start();
        // A suite that is ended leaves nothing behind, a frozen process least of all.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ChaosProcess(process);
    }

    /** @return exit code; 124 when it had to be killed because it did not end */
    int await() throws InterruptedException {
        if (process.waitFor(ENDS_SECONDS_MAX, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        kill();
        return 124;
    }

    /** @return false when it has ended before */
    boolean livesAfter(long millis) throws InterruptedException {
        return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill " + name + " of a process of the suite ended with " + exit);
        }
    }
}
