package io.millrace.job.sinks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/**
 * Waits for storage in threads of its own, while the task goes on: several at a time, because a file system brings many
 * files to the disk at the price of one. Threads that have nothing to do end.
 */
final class Syncs implements AutoCloseable {
    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /** @param name of the threads */
    Syncs(String name) {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new ExecutorThreadFactory(name));
        threads.allowCoreThreadTimeOut(true);
    }

    <T> Future<T> begin(Callable<T> sync) {
        return threads.submit(sync);
    }

    /** @throws IOException that of the sync, or that the wait was interrupted */
    static <T> T await(Future<T> sync) throws IOException {
        try {
            return sync.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the task was cancelled while the storage took its files");
        }
    }

    /** What has begun ends, unless the storage hangs or the task is to go at once. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
