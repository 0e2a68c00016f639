package io.millrace.job.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a job is: a bar with rate, event time and ETA on a terminal, a plain line now and then elsewhere. */
final class Progress implements AutoCloseable {
    private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How a bar is told that nobody knows its end. */
    private static final long INDEFINITE = -1;

    private final Console console;
    private final long rowsTotal;
    private final ProgressBar bar;
    private final long startedNanos = System.nanoTime();
    private long lastLineNanos = startedNanos;

    /** @param rowsTotal arrivals of the whole run; 0 without end */
    Progress(Console console, String task, long rowsTotal) {
        this.console = console;
        this.rowsTotal = rowsTotal;
        this.bar = Console.isTerminal()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(rowsTotal == 0 ? INDEFINITE : rowsTotal)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUnit(" arrivals", 1)
                        .setSpeedUnit(ChronoUnit.SECONDS)
                        .showSpeed()
                        .clearDisplayOnFinish()
                        .build()
                : null;
    }

    /**
     * @param rows arrivals attached so far
     * @param eventMicros event time reached, microseconds; negative when not known yet
     */
    void at(long rows, long eventMicros) {
        String eventTime = eventMicros < 0
                ? ""
                : Instant.ofEpochSecond(Math.floorDiv(eventMicros, 1_000_000L))
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString();
        boolean isEndless = rowsTotal == 0;
        boolean allRead = !isEndless && rows >= rowsTotal;
        if (bar != null) {
            bar.stepTo(isEndless ? rows : Math.min(rows, rowsTotal))
                    .setExtraMessage(allRead ? " finishing files" : " at " + eventTime);
            return;
        }
        long now = System.nanoTime();
        if (now - lastLineNanos < LINE_EVERY_NANOS) {
            return;
        }
        lastLineNanos = now;
        double seconds = (now - startedNanos) / 1e9;
        if (allRead) {
            console.progress("all " + Console.count(rowsTotal) + " arrivals read, finishing sessions and files, "
                    + Math.round(seconds) + " s so far");
            return;
        }
        long rate = Math.round(rows / seconds);
        if (isEndless) {
            console.progress(Console.count(rows) + " arrivals, " + Console.count(rate) + "/s, at " + eventTime);
            return;
        }
        String eta = rate == 0 ? "unknown" : (rowsTotal - rows) / rate + " s";
        console.progress(Console.count(rows) + " of " + Console.count(rowsTotal) + " arrivals, " + Console.count(rate)
                + "/s, at " + eventTime + ", ETA " + eta);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
