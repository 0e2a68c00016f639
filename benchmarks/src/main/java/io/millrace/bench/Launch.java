package io.millrace.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Command lines of processes with the options the launcher gave to this one, which are those of the product. The product's
 * jar is used where it lies, for the archive of classes holds for that place alone: nothing may build it anew meanwhile.
 */
final class Launch {
    private static final String MAIN = "io.millrace.job.cli.Millrace";

    private final List<String> options;
    private final String tools;
    private final String product;

    private Launch(List<String> options, String tools, String product) {
        this.options = options;
        this.tools = tools;
        this.product = product;
    }

    /** @param jar of the product */
    static Launch of(Path jar) {
        return new Launch(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("millrace.bench.path"),
                jar + ":" + System.getProperty("millrace.flink.path"));
    }

    /** The product as the launcher starts it. */
    List<String> product(List<String> arguments) {
        return command(product, MAIN, arguments);
    }

    /** The product with less or more heap. */
    List<String> product(String heap, List<String> arguments) {
        List<String> command = product(arguments);
        // Of several sizes the last one counts.
        command.add(command.indexOf("-cp"), "-Xmx" + heap);
        return command;
    }

    /** A program of the benchmarks, with the product on its class path. */
    List<String> tool(Class<?> main, List<String> arguments) {
        return command(tools + ":" + product, main.getName(), arguments);
    }

    private List<String> command(String path, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Collections.addAll(command, "-cp", path, main);
        command.addAll(arguments);
        return command;
    }
}
