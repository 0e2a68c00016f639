package io.millrace.job.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every process that a suite starts; however the suite ends, none of them outlives it, a frozen one least of all. */
final class ChaosProcesses implements AutoCloseable {
    private final List<Process> started = new ArrayList<>();
    private final Thread hook = new Thread(this::killAll);
    private boolean ending;

    ChaosProcesses() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param log to which its output is appended */
    synchronized ChaosProcess start(ProcessBuilder builder, Path log) throws IOException {
        if (ending) {
            throw new IOException("the suite is ending");
        }
        started.removeIf(process -> !process.isAlive());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        started.add(process);
        return new ChaosProcess(process);
    }

    private synchronized void killAll() {
        ending = true;
        started.forEach(Process::destroyForcibly);
    }

    @Override
    public void close() {
        killAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook does the same.
        }
    }
}
