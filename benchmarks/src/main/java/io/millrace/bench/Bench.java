package io.millrace.bench;

import io.millrace.job.cli.BenchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./millrace bench}: measures part after part, keeps the results, prints tables. */
@Command(name = "bench", mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    private static final List<Part> PARTS = List.of(
            new JobPart(),
            new StockPart(),
            new WritersPart(),
            VariantsPart.scaling(),
            VariantsPart.checkpoints(),
            VariantsPart.memory(),
            new LoopsPart(),
            new WorldPart());

    private static final Part TREND = VariantsPart.trend();

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Forked.possible()) {
            throw new ParameterException(spec.commandLine(), "bench counts as Linux does: /proc must be readable");
        }
        Scale scale = scale();
        List<Part> parts = parts(scale);
        Stage stage = stage(scale);
        BenchWorld.requireSpecs(stage);
        Machine machine = Machine.here();
        stage.say(machine.text());
        Path file = stage.work().resolve("results.json");
        Clock clock = new Clock(parts, scale);
        for (Part part : parts) {
            stage.say(clock.heading(part));
            List<Series> series = part.run(stage);
            clock.done(part);
            PartResult result = new PartResult(
                    part.name(),
                    Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                    System.getProperty("millrace.revision", "unknown"),
                    scale.name(),
                    machine,
                    series);
            Results.read(file).with(result).write(file);
            System.out.println(Tables.of(result));
        }
        if (options.docs() || (options.only().isEmpty() && scale.ordinal() >= Scale.FULL.ordinal())) {
            Page.write(
                    stage.home().resolve("docs"),
                    Results.read(file),
                    known().stream().map(Part::name).toList());
        }
        stage.say("all figures: " + file);
        return 0;
    }

    private Scale scale() {
        if (options.smoke()) {
            return Scale.SMOKE;
        }
        if (options.quick()) {
            return Scale.QUICK;
        }
        return options.longRuns() ? Scale.LONG : Scale.FULL;
    }

    private static List<Part> known() {
        List<Part> all = new ArrayList<>(PARTS);
        all.add(TREND);
        return all;
    }

    private List<Part> parts(Scale scale) {
        List<String> names = known().stream().map(Part::name).toList();
        for (String name : options.only()) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "--only must name parts among " + names + ", was " + name);
            }
        }
        if (options.only().isEmpty()) {
            return scale == Scale.LONG ? known() : PARTS;
        }
        return known().stream()
                .filter(part -> options.only().contains(part.name()))
                .toList();
    }

    private Stage stage(Scale scale) throws IOException {
        Path work = Files.createDirectories(options.work());
        Path home = BenchOptions.home();
        Launch launch = Launch.of(home.resolve("flink-jobs/target/millrace.jar"));
        Optional<Launch> against = options.against().map(Launch::of);
        return new Stage(launch, against, home, work, scale, options.rounds().orElse(scale.rounds()));
    }
}
