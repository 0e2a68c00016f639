package io.millrace.job.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests what takes long to make: made for the first one that wants it, shared by all test classes of this JVM, closed
 * after the last. A JVM of several launches is one session.
 *
 * @param <K> what is kept meanwhile
 */
abstract class MadeOnce<K extends AutoCloseable> implements ParameterResolver {
    private final Class<?> wanted;
    private final Class<K> kept;

    /**
     * @param wanted type of the parameters
     * @param kept type of what {@link #make} makes
     */
    MadeOnce(Class<?> wanted, Class<K> kept) {
        this.wanted = wanted;
        this.kept = kept;
    }

    abstract K make() throws Exception;

    /** What the parameter gets. */
    abstract Object given(K made);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == wanted;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return given(context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(getClass()))
                .getOrComputeIfAbsent("made", absent -> makeIt(), kept));
    }

    private K makeIt() {
        try {
            return make();
        } catch (Exception e) {
            throw new IllegalStateException(wanted.getSimpleName() + " could not be made", e);
        }
    }
}
