package io.millrace.job.cli;

import io.millrace.job.verify.ReferenceView;
import io.millrace.policy.AmountModel;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A run as readers of the older closed schemas know it. */
@Command(
        name = "compare",
        header = "Writes a run in the reference engine's older, smaller schemas.",
        description = {
            "Writes a published run in the reference engine's closed schemas (14-column flow anchors, "
                    + "9-column events, 13-column arrivals, 12-column sessions): constant axis columns, text times, "
                    + "amounts in major units. Distributions are comparable; ids and bytes are not.",
            "Example: ./millrace compare --run runs/6fcfef4deab0fe4837ae7234fe6333a3 --reference-view /tmp/view --lean"
        })
final class CompareCommand implements Callable<Integer> {
    @Option(names = "--run", required = true, description = "Run folder, or a run id below runs.")
    private Path run;

    @Option(names = "--reference-view", required = true, description = "New or empty folder for the views.")
    private Path target;

    @Option(names = "--lean", description = "Keeps AUTH_REQUEST and AUTH_RESPONSE events only.")
    private boolean lean;

    private final Console console;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path root = (Files.isDirectory(run)
                        ? run
                        : Home.folder().resolve("runs").resolve(run))
                .toAbsolutePath()
                .normalize();
        SealedRun sealed = SealedRun.open(RunFolder.at(root));
        Map<String, Integer> decimals = new TreeMap<>();
        AmountModel.of(sealed.packs().require("amount_model_6B").root())
                .currencies()
                .forEach((currency, rules) -> decimals.put(currency, rules.decimals()));
        Map<String, Long> rows = ReferenceView.write(
                root, sealed.identity(), decimals, lean ? ReferenceView.Events.LEAN : ReferenceView.Events.ALL, target);
        rows.forEach((dataset, count) -> console.line(dataset + " " + Console.count(count) + " rows"));
        console.good("reference view in " + target);
        return 0;
    }
}
