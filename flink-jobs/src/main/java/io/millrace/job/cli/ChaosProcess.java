package io.millrace.job.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** One process of the suite, and the signals it gets. */
final class ChaosProcess {
    private static final long ENDS_SECONDS_MAX = 300;

    private final Process process;

    ChaosProcess(Process process) {
        this.process = process;
    }

    /** @return exit code; 124 when it had to be killed because it did not end */
    int await() throws InterruptedException {
        if (process.waitFor(ENDS_SECONDS_MAX, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        kill();
        return 124;
    }

    /** Of a process that has ended by itself. */
    void requireEndedWell() throws EndedByItself {
        if (process.exitValue() != 0) {
            throw new EndedByItself(process.exitValue());
        }
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
