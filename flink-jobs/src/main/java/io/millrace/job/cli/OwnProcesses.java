package io.millrace.job.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Processes that commands started and later ones look for: a file of properties with the number and the beginning of each,
 * as {@code taskmanager=4711 2026-01-01T00:00:00Z}, and settings that belong to them. Numbers are given again, after a
 * reboot above all; one whose process began at another time belongs to a stranger and is taken for dead.
 */
final class OwnProcesses {
    /** The system reckons beginnings from its boot, which it knows to the second. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private static final Duration PATIENCE_AFTER_KILL = Duration.ofSeconds(10);
    private static final long MILLIS_BETWEEN_LOOKS = 50;

    private final Path file;

    /** @param file that is written with the first process, and may be absent until then */
    OwnProcesses(Path file) {
        this.file = file;
    }

    /** Names of the noted processes, living or not. */
    NavigableSet<String> names() throws IOException {
        Properties noted = read();
        NavigableSet<String> names = new TreeSet<>();
        for (String name : noted.stringPropertyNames()) {
            if (Mark.of(noted.getProperty(name)).isPresent()) {
                names.add(name);
            }
        }
        return names;
    }

    String setting(String name, String otherwise) throws IOException {
        return read().getProperty(name, otherwise);
    }

    void set(String name, String value) throws IOException {
        Properties noted = read();
        noted.setProperty(name, value);
        write(noted);
    }

    /** Notes a process that was just started. */
    void add(String name, Process process) throws IOException {
        // One without a beginning has ended already.
        Instant start = process.toHandle().info().startInstant().orElse(Instant.EPOCH);
        set(name, new Mark(process.pid(), start).text());
    }

    void forget(String name) throws IOException {
        Properties noted = read();
        noted.remove(name);
        write(noted);
    }

    /** The process of a name, when it is noted, lives, and is the one that was started. */
    Optional<ProcessHandle> living(String name) throws IOException {
        Optional<Mark> mark = Mark.of(read().getProperty(name, ""));
        return mark.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(mark.get().pid())
                        .filter(ProcessHandle::isAlive)
                        .filter(mark.get()::isOf);
    }

    /**
     * SIGTERM, and SIGKILL to one that still lives after a time.
     *
     * @return false when it did not live
     */
    boolean stop(String name, Duration patience) throws IOException, InterruptedException {
        Optional<ProcessHandle> process = living(name);
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        if (!ends(process.get(), patience)) {
            process.get().destroyForcibly();
            ends(process.get(), PATIENCE_AFTER_KILL);
        }
        return true;
    }

    private static boolean ends(ProcessHandle process, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return true;
    }

    /** Forgets all processes and settings. */
    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    private Properties read() throws IOException {
        Properties noted = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                noted.load(reader);
            }
        }
        return noted;
    }

    private void write(Properties noted) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (var writer = Files.newBufferedWriter(file)) {
            noted.store(writer, null);
        }
    }

    /**
     * What tells a process from all others.
     *
     * @param pid its number
     * @param start when it began
     */
    private record Mark(long pid, Instant start) {
        /** Empty for a setting, and for a number without a beginning, which may be anybody's. */
        static Optional<Mark> of(String text) {
            String[] parts = text.split(" ", -1);
            try {
                return parts.length == 2
                        ? Optional.of(new Mark(Long.parseLong(parts[0]), Instant.parse(parts[1])))
                        : Optional.empty();
            } catch (NumberFormatException | DateTimeParseException another) {
                return Optional.empty();
            }
        }

        String text() {
            return pid + " " + start;
        }

        boolean isOf(ProcessHandle process) {
            return process.info()
                    .startInstant()
                    .filter(began -> Duration.between(began, start).abs().compareTo(SAME_START) <= 0)
                    .isPresent();
        }
    }
}
