package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs processes and tells what they cost, as Linux counts it. One at a time: the CPU time of a child is known to the last
 * hundredth of a second only once it has ended, and then only as part of the sum over all children.
 */
final class Forked {
    private static final int POLL_MILLIS = 50;
    /** Linux shows times to processes in these units whatever the kernel's own clock is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long BYTES_PER_KIB = 1024;
    /** Fields of /proc/self/stat behind the name, from 0: user and system time of children that have ended. */
    private static final int CHILD_USER = 13;

    private static final int CHILD_SYSTEM = 14;
    private static final int TAIL_LINES = 15;

    private Forked() {}

    /** Whether this machine tells what is asked here. */
    static boolean possible() {
        return Files.isReadable(Path.of("/proc/self/stat")) && Files.isReadable(Path.of("/proc/self/status"));
    }

    /**
     * Runs a command to its end.
     *
     * @param log for its standard error; standard output lies beside it
     * @throws IllegalStateException when it ends with anything but 0, with the end of its log
     */
    static Cost run(List<String> command, Path log) throws IOException, InterruptedException {
        Path out = log.resolveSibling(log.getFileName() + ".out");
        double before = childSeconds();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        long peak = 0;
        do {
            peak = Math.max(peak, peakBytes(process.pid()));
        } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
        double wall = (System.nanoTime() - start) / NANOS_PER_SECOND;
        Runtime.getRuntime().removeShutdownHook(killer);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    "exit " + process.exitValue() + " of " + String.join(" ", command) + "\n" + tail(out) + tail(log));
        }
        return new Cost(childSeconds() - before, wall, peak, Files.readAllLines(out));
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) + "\n";
    }

    private static double childSeconds() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[CHILD_USER]) + Long.parseLong(fields[CHILD_SYSTEM])) / TICKS_PER_SECOND;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The high-water mark, which only grows, so the last look before the end is near enough; 0 when it has ended. */
    private static long peakBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB;
                }
            }
            return 0;
        } catch (IOException ended) {
            return 0;
        }
    }
}
