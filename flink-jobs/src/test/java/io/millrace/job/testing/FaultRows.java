package io.millrace.job.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one JSON line per fault and test that is tagged with its number, also for a class that fails or is skipped as a
 * whole, for the table of {@code millrace chaos}. Does nothing unless the system property {@value #FILE} names a file. What
 * a test publishes as report entry {@value #WHAT} stands in the row beside its name.
 */
public final class FaultRows implements TestExecutionListener {
    /** System property with the file that gets the rows. */
    public static final String FILE = "millrace.fault.rows";

    /** Key of a report entry that says more of what was done. */
    public static final String WHAT = "what";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int FINDING_LENGTH = 240;

    private final Optional<Path> file;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final AtomicReference<TestPlan> plan = new AtomicReference<>();

    public FaultRows() {
        this(Optional.ofNullable(System.getProperty(FILE)).map(Path::of));
    }

    /** @param file gets the rows; without one nothing is done */
    FaultRows(Optional<Path> file) {
        this.file = file;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan begins) {
        plan.set(begins);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        Optional.ofNullable(entry.getKeyValuePairs().get(WHAT)).ifPresent(text -> told.put(test.getUniqueId(), text));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean isSound = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isTest() || !isSound) {
            write(
                    test,
                    result.getStatus() == TestExecutionResult.Status.ABORTED ? Landing.NO : Landing.YES,
                    isSound,
                    result.getThrowable().map(FaultRows::finding).orElse(""));
        }
    }

    /** Whoever is skipped shows nothing, and nothing of what it holds begins. */
    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        write(test, Landing.NO, false, "skipped: " + reason);
    }

    /** Whether the fault was there. */
    private enum Landing {
        YES,
        NO
    }

    /** A row per fault of the test; of a class, per fault of all its tests, of which perhaps none began. */
    private void write(TestIdentifier test, Landing landing, boolean isEqual, String finding) {
        if (file.isEmpty()) {
            return;
        }
        Stream.concat(Stream.of(test), plan.get().getDescendants(test).stream())
                .flatMap(one -> one.getTags().stream())
                .map(TestTag::getName)
                .filter(FaultRows::isFault)
                .distinct()
                .sorted()
                .forEach(fault -> write(fault, test, landing, isEqual, finding));
    }

    /** F1 to F20. */
    static boolean isFault(String tag) {
        return tag.matches("F([1-9]|1[0-9]|20)");
    }

    /** An aborted test is one whose assumption does not hold here: its fault did not land. */
    private void write(String fault, TestIdentifier test, Landing landing, boolean isEqual, String finding) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("fault", fault);
        row.put("test", className(test));
        row.put("what", what(test));
        row.put("landed", landing == Landing.YES);
        row.put("equal", isEqual);
        row.put("seconds", seconds(test));
        row.put("finding", finding);
        append(JsonMapper.shared().writeValueAsString(row) + "\n");
    }

    /** The message on one line; assertions spread theirs over many. */
    static String finding(Throwable thrown) {
        String message = Optional.ofNullable(thrown.getMessage()).orElseGet(thrown::toString);
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= FINDING_LENGTH ? line : line.substring(0, FINDING_LENGTH) + "…";
    }

    private double seconds(TestIdentifier test) {
        long since = begun.getOrDefault(test.getUniqueId(), System.nanoTime());
        return Math.round((System.nanoTime() - since) / NANOS_PER_SECOND * 1_000) / 1_000.0;
    }

    private String what(TestIdentifier test) {
        String name = methodName(test).map(FaultRows::sentence).orElse("as a whole");
        String variant = methodName(test)
                .filter(method -> !test.getDisplayName().startsWith(method + "("))
                .map(method -> " " + test.getDisplayName())
                .orElse("");
        String more = Optional.ofNullable(told.get(test.getUniqueId()))
                .map(text -> "; " + text)
                .orElse("");
        return className(test) + ": " + name + variant + more;
    }

    private static String className(TestIdentifier test) {
        return test.getSource()
                .flatMap(FaultRows::className)
                .map(name -> name.replaceFirst(".*[.]", ""))
                .orElseGet(test::getDisplayName);
    }

    private static Optional<String> className(TestSource source) {
        if (source instanceof MethodSource method) {
            return Optional.of(method.getClassName());
        }
        return source instanceof ClassSource whole ? Optional.of(whole.getClassName()) : Optional.empty();
    }

    private static Optional<String> methodName(TestIdentifier test) {
        return test.getSource().filter(MethodSource.class::isInstance).map(source -> ((MethodSource) source)
                .getMethodName());
    }

    /** {@code aBrokenTask} to {@code a broken task}. */
    static String sentence(String method) {
        return method.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private synchronized void append(String line) {
        try {
            Files.write(
                    file.orElseThrow(),
                    line.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
