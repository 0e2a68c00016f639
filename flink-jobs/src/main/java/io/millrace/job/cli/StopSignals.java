package io.millrace.job.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C and SIGTERM as a wish to stop, for a run without end: the first lets it end with a savepoint, a second one ends
 * the process as it would have without us, and the run resumes from its last checkpoint. Java has signals only in a class
 * that the compiler warns of, so it is called by name; where there is none, signals do what they always do.
 */
final class StopSignals implements AutoCloseable, BooleanSupplier {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private final Console console;
    private volatile int exit;

    private StopSignals(Console console) {
        this.console = console;
    }

    /** From now until {@link #close}. */
    static StopSignals listen(Console console) {
        StopSignals signals = new StopSignals(console);
        try {
            Class<?> type = Class.forName(HANDLER);
            Object handler = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            signals.came(String.valueOf(arguments[0]));
                        }
                        return null;
                    });
            handle(handler);
        } catch (ReflectiveOperationException noSignals) {
            console.progress("this Java tells no signals: stop by millrace stop, or from the last checkpoint");
        }
        return signals;
    }

    private static void handle(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName(SIGNAL);
        for (String name : List.of("INT", "TERM")) {
            signal.getMethod("handle", signal, Class.forName(HANDLER))
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        }
    }

    private void came(String signal) {
        int code = signal.endsWith("INT") ? 130 : 143;
        if (exit != 0) {
            Runtime.getRuntime().halt(code);
        }
        exit = code;
        console.progress("stopping with a savepoint; once more ends it at once");
    }

    /** Whether one came. */
    @Override
    public boolean getAsBoolean() {
        return exit != 0;
    }

    /**
     * Exit code of a process that the signal ends.
     *
     * @param otherwise when none came
     */
    int exit(int otherwise) {
        return exit == 0 ? otherwise : exit;
    }

    @Override
    public void close() {
        try {
            handle(Class.forName(HANDLER).getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException noSignals) {
            // Nothing was set.
        }
    }
}
