package io.millrace.job.cli;

/** Last line of a process that is interrupted while something is being made. */
final class Farewell implements AutoCloseable {
    private final Thread hook;

    private Farewell(Thread hook) {
        this.hook = hook;
    }

    /** From now until {@link #close}, an interrupted process says this. */
    static Farewell of(Console console, String text) {
        Farewell farewell = new Farewell(new Thread(() -> console.farewell(text)));
        Runtime.getRuntime().addShutdownHook(farewell.hook);
        return farewell;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook is the one that speaks then.
        }
    }
}
