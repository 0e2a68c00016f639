package io.millrace.job.sinks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own that holds a run for two jobs, as a task manager does: each job has a class loader of its own. */
final class HoldingProcess {
    private HoldingProcess() {}

    /** @param arguments the run folder; each line of standard input lets it take one more step */
    public static void main(String[] arguments) throws Exception {
        Path run = Path.of(arguments[0]);
        BufferedReader steps = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        AutoCloseable first = holdOfAnotherJob(run);
        AutoCloseable second = holdOfAnotherJob(run);
        // Somebody who only looks must not release it either.
        say("both " + RunHold.isHeld(run));
        steps.readLine();
        first.close();
        say("one");
        steps.readLine();
        second.close();
        say("none");
        steps.readLine();
        holdOfAnotherJob(run);
        say("again");
        steps.readLine();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static AutoCloseable holdOfAnotherJob(Path run) throws ReflectiveOperationException {
        Class<?> hold = new JobClassLoader().loadClass(RunHold.class.getName());
        Method of = hold.getDeclaredMethod("of", String.class);
        of.setAccessible(true);
        return (AutoCloseable) of.invoke(null, run.toUri().toString());
    }

    /** Has its own {@link RunHold}, with statics of its own. */
    private static final class JobClassLoader extends ClassLoader {
        JobClassLoader() {
            super(HoldingProcess.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith(RunHold.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
